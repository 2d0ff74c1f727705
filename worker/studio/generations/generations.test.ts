import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { canvasViewSchema } from '#contracts/canvas'
import { studioBudgetSchema } from '#contracts/generations'
import { problemSchema } from '#contracts/problem'
import type { Prompt } from '#contracts/prompt'
import { newId } from '../../ids.ts'
import { aUser, type TestUser, testDeps } from '../../testing/harness.ts'
import { aSharedSpace, callAs } from '../../testing/spaces.ts'
import { aCanvas, aPrompt, askFor, ended, showGeneration } from '../../testing/studio.ts'

async function budgetOf(user: TestUser) {
  return studioBudgetSchema.parse(await (await user.fetch('/api/studio/budget')).json())
}

describe('a picture that is asked for', () => {
  it('is answered at once, made, shown at a signed address, and counted', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const asked = await askFor(user, canvas, aPrompt('a red fox'), { stage: 'full' })
    expect(['queued', 'running', 'done']).toContain(asked.state)
    expect(asked.prompt.model).toBe('openai/drawn')
    const done = await ended(user, asked)
    expect(done).toMatchObject({ state: 'done', width: 512, height: 512, costMicros: 250 })
    const picture = await user.fetch(done.url ?? '')
    expect(picture.headers.get('Content-Type')).toBe('image/png')
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
    expect((await user.fetch(`${done.url}x`)).status).toBe(403)
    expect(await budgetOf(user)).toMatchObject({ spentMicros: 250, reservedMicros: 0 })
  })

  it('again by the same id is the same picture, made once; another canvas cannot take the id', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const first = await askFor(user, canvas, aPrompt('twice'))
    const again = await askFor(user, canvas, aPrompt('other words'), { id: first.id })
    expect(again).toMatchObject({ id: first.id, prompt: { text: 'twice' } })
    await ended(user, first)
    expect(await budgetOf(user)).toMatchObject({ spentMicros: 63 })
    const body = { id: first.id, tile: first.tile, stage: 'full', prompt: aPrompt('a') }
    const path = `/api/canvases/${await aCanvas(user)}/generations`
    expect((await callAs(user, 'POST', path, body)).status).toBe(409)
  })

  it.each([
    ['refused', 'safety', 'rejected as a result of our safety system', 0],
    ['failed', 'rate', 'try again in 7 s', 0],
    ['failed', 'credit', 'no credit left', 0],
    ['failed', 'down', 'overloaded', 0],
    ['failed', 'bad-prompt', 'The prompt cannot be used', 0],
    ['failed', 'bad-key', 'does not take the key', 0],
    ['failed', 'malformed', 'no picture', 63],
    ['failed', 'no-picture', 'no picture', 63],
    ['failed', 'cut', 'connection broke', 63],
    ['failed', 'half', 'connection broke', 63],
  ])(
    'that is %s by [%s] says why, without a key, and costs what may be billed',
    async (state, fault, why, cost) => {
      const user = await aUser()
      const asked = await askFor(user, await aCanvas(user), aPrompt(`a fox [${fault}]`))
      const view = await ended(user, asked)
      expect(view).toMatchObject({ state, url: null, costMicros: cost })
      expect(view.reason).toContain(why)
      expect(JSON.stringify(view)).not.toMatch(/sk-/)
      expect(await budgetOf(user)).toMatchObject({ spentMicros: cost, reservedMicros: 0 })
    },
  )

  it('is refused by name for what its model cannot', async () => {
    const user = await aUser()
    const path = `/api/canvases/${await aCanvas(user)}/generations`
    const told = async (change: Partial<Prompt>) => {
      const ids = { id: newId('generation', 1), tile: newId('tile', 1), stage: 'full' }
      const answer = await callAs(user, 'POST', path, { ...ids, prompt: aPrompt('a', change) })
      return problemSchema.parse(await answer.json())
    }
    expect(await told({ text: '' })).toMatchObject({ code: 'validation_failed' })
    expect(await told({ model: 'openai/other' })).toMatchObject({ code: 'unknown_model' })
    expect((await told({ strength: 0.5 })).detail).toContain('example picture')
    const reference = { kind: 'generation', generation: newId('generation', 1) } as const
    expect(await told({ references: [reference] })).toMatchObject({ code: 'not_found' })
  })
})

describe('a run that nobody waits for any more', () => {
  it('ends on the server too when it is replaced, and the later one is shown', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const slow = await askFor(user, canvas, aPrompt('slow [never]'))
    const { tile } = slow
    const next = await askFor(user, canvas, aPrompt('next'), { tile, replaces: [slow.id] })
    expect((await ended(user, next)).state).toBe('done')
    // What it may have been billed for counts.
    expect(await ended(user, slow)).toMatchObject({ state: 'cancelled', costMicros: 63 })
    expect(await budgetOf(user)).toMatchObject({ spentMicros: 126, reservedMicros: 0 })
  })

  it('ends when it is cancelled, costs nothing while it waited, and lets the next one begin', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const one = await askFor(user, canvas, aPrompt('one [never]'))
    const two = await askFor(user, await aCanvas(user), aPrompt('two [never]'))
    const three = await askFor(user, canvas, aPrompt('three'))
    expect((await showGeneration(user, three.id)).state).toBe('queued')
    // A newer preview of the same tile takes the place of one that waits.
    const four = await askFor(user, canvas, aPrompt('four'), { tile: three.tile })
    expect(await showGeneration(user, three.id)).toMatchObject({
      state: 'cancelled',
      costMicros: 0,
    })
    const cancelled = await user.fetch(`/api/generations/${two.id}`, { method: 'DELETE' })
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled' })
    expect((await ended(user, four)).state).toBe('done')
    await user.fetch(`/api/generations/${one.id}`, { method: 'DELETE' })
    expect((await budgetOf(user)).reservedMicros).toBe(0)
  })

  it('when the object ended under it is interrupted and billed once', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const asked = await askFor(user, canvas, aPrompt('lost [never]'))
    expect((await showGeneration(user, asked.id)).state).toBe('running')
    const lane = testDeps().generationLane(canvas)
    await runInDurableObject(lane, (_, state) => state.abort('restarted')).catch(() => undefined)
    await runDurableObjectAlarm(testDeps().generationLane(canvas))
    const view = await ended(user, asked)
    expect(view).toMatchObject({ state: 'interrupted', costMicros: 63 })
    await askFor(user, canvas, asked.prompt, { id: asked.id })
    expect(await budgetOf(user)).toMatchObject({ spentMicros: 63, reservedMicros: 0 })
  })
})

describe('the budget of a day', () => {
  it('is not exceeded by twenty who ask at once, and what is over it calls nobody', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    // Of 500,000: 20 pictures of 64,000 each.
    const prompt = aPrompt('dear [never]', { width: 2_048, height: 2_048, model: 'openai/dear' })
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => askFor(user, canvas, prompt, { stage: 'full' })),
    )
    const { limitMicros, reservedMicros } = await budgetOf(user)
    expect(reservedMicros).toBe(448_000)
    expect(limitMicros).toBe(500_000)
    const over = asked.filter(({ state }) => state === 'over-budget')
    expect(over).toHaveLength(13)
    expect(over[0]).toMatchObject({ costMicros: 0, reason: expect.stringContaining('budget') })
    const rest = asked.filter(({ state }) => state !== 'over-budget')
    const states = await Promise.all(rest.map(({ id }) => showGeneration(user, id)))
    const waiting = states.filter(({ state }) => state === 'queued')
    expect(waiting).toHaveLength(5)
    for (const { id } of [...waiting, ...rest]) {
      await user.fetch(`/api/generations/${id}`, { method: 'DELETE' })
    }
    // Two had begun.
    expect(await budgetOf(user)).toMatchObject({ spentMicros: 128_000, reservedMicros: 0 })
  })
})

it('whoever only looks at a canvas makes and ends nothing on it, and a stranger sees none of it', async () => {
  const [owner, viewer, stranger] = [await aUser(), await aUser(), await aUser()]
  const { id: spaceId } = await aSharedSpace(owner, [[viewer, 'viewer']])
  const made = await callAs(owner, 'POST', '/api/canvases', { name: 'Ours', spaceId })
  const { id: canvas } = canvasViewSchema.parse(await made.json())
  const { id, tile } = await ended(owner, await askFor(owner, canvas, aPrompt('ours')))
  const list = `/api/canvases/${canvas}/generations`
  const asked = { id: newId('generation', Date.now()), tile, stage: 'full', prompt: aPrompt('a') }
  for (const [who, looks, makes] of [
    [viewer, 200, 403],
    [stranger, 404, 404],
  ] as const) {
    expect((await who.fetch(list)).status).toBe(looks)
    expect((await who.fetch(`/api/generations/${id}`)).status).toBe(looks)
    expect((await callAs(who, 'POST', list, asked)).status).toBe(makes)
    expect((await callAs(who, 'DELETE', `/api/generations/${id}`)).status).toBe(makes)
  }
})

it('a picture is enlarged at home, for nothing, and says so while nobody there can', async () => {
  const user = await aUser()
  const canvas = await aCanvas(user)
  const { id: generation } = await ended(user, await askFor(user, canvas, aPrompt('small')))
  const prompt = aPrompt('small', { references: [{ kind: 'generation', generation }] })
  const asked = await askFor(user, canvas, prompt, { stage: 'upscale' })
  const view = await ended(user, asked)
  expect(view).toMatchObject({ state: 'failed', costMicros: 0, prompt: { model: 'home/lanczos' } })
  expect(view.reason).toContain('home node')
})
