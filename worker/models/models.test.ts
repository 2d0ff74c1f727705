import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { auditListSchema } from '#contracts/audit'
import { type ModelList, modelListSchema, semanticSearchSchema } from '#contracts/models'
import { problemSchema } from '#contracts/problem'
import { homeNodes } from '../db/schema/home-nodes.ts'
import { makeDeps } from '../deps.ts'
import { aUser, request, type TestUser, testDeps } from '../testing/harness.ts'

/*
 * The home node at the other end is real: it has a tiny made model, and a hub on loopback has another.
 */
const real = inject('realHomeNode')
const home = { ...env, HOME_URL: real.url, LINK_PRIVATE_KEY: real.workerPrivateKey }
const away = { ...home, HOME_URL: real.stoppedUrl }

beforeAll(async () => {
  const { db, now } = testDeps()
  await db.insert(homeNodes).values({
    ...{ id: real.homeNodeId, name: 'real', publicKey: 'A'.repeat(43), joinCodeHash: 'real' },
    ...{ joinedAt: now(), lastSeenAt: now() },
  })
})

function ask(user: TestUser, path: string, init: RequestInit = {}, bindings = home) {
  const headers = { Cookie: user.cookie, Origin: 'https://vault.test' }
  return request(path, { ...init, headers }, bindings)
}
const act = (admin: TestUser, action: string) =>
  ask(admin, `/api/admin/models/${action}`, { method: 'POST' })
const listOf = async (response: Response) => modelListSchema.parse(await response.json())
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code
const stateOf = ({ models }: ModelList, wanted: string) =>
  models.find(({ id }) => id === wanted)?.state

describe('models', () => {
  it('are told to everybody in short: which one is chosen, and whether it is there', async () => {
    const response = await ask(await aUser(), '/api/models')
    expect(response.status).toBe(200)
    expect(semanticSearchSchema.parse(await response.json())).toMatchObject({
      state: 'ready',
      model: { id: 'made-tiny', name: 'Made tiny model', note: null },
    })
  })

  it('are said to be out of reach while the home node is away', async () => {
    const response = await ask(await aUser(), '/api/models', {}, away)
    expect(await response.json()).toEqual({ state: 'offline', model: null })
    const admin = await aUser({ isAdmin: true })
    for (const method of ['GET', 'POST']) {
      const path = method === 'GET' ? '/api/admin/models' : '/api/admin/models/made-far/fetch'
      const refused = await ask(admin, path, { method }, away)
      expect([refused.status, await codeOf(refused)]).toEqual([503, 'home_node_offline'])
    }
  })

  it('are fetched and chosen by an admin, which is audited', async () => {
    const admin = await aUser({ isAdmin: true })
    const before = await listOf(await ask(admin, '/api/admin/models'))
    expect(before.models.map(({ id }) => id)).toEqual(['clip-vit-b32', 'made-far', 'made-tiny'])
    expect(stateOf(before, 'made-far')).toBe('missing')
    let after = await listOf(await act(admin, 'made-far/fetch'))
    while (stateOf(after, 'made-far') === 'fetching') {
      after = await listOf(await ask(admin, '/api/admin/models'))
    }
    expect(stateOf(after, 'made-far')).toBe('ready')
    const chosen = await listOf(await act(admin, 'made-far/choose'))
    expect(chosen.models.find(({ isChosen }) => isChosen)?.id).toBe('made-far')
    await act(admin, 'made-tiny/choose')
    const audit = await ask(admin, `/api/admin/audit?chain=vault&actorId=${admin.userId}`)
    const { items } = auditListSchema.parse(await audit.json())
    expect(items.slice(0, 3).map(({ action, details }) => [action, details.model])).toEqual([
      ['model.chosen', 'made-tiny'],
      ['model.chosen', 'made-far'],
      ['model.fetched', 'made-far'],
    ])
  })

  it('that were fetched embed texts over the tunnel, each by its name', async () => {
    const admin = await aUser({ isAdmin: true })
    let list = await listOf(await act(admin, 'made-far/fetch'))
    while (stateOf(list, 'made-far') !== 'ready') {
      list = await listOf(await ask(admin, '/api/admin/models'))
    }
    const { inference } = makeDeps(home, {}, () => {})
    const texts = ['a red car', 'a dog on a beach']
    const near = await inference.embedText(texts)
    const far = await inference.embedText(texts, 'made-far@1')
    expect([near.model, far.model]).toEqual(['made-tiny@1', 'made-far@1'])
    for (const vector of [...near.vectors, ...far.vectors]) {
      expect(vector).toHaveLength(512)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
    }
    expect(far.vectors[0]).not.toEqual(near.vectors[0])
  })

  it('that are not there, or not yet, say so', async () => {
    const admin = await aUser({ isAdmin: true })
    const unknown = await act(admin, 'no-such-model/fetch')
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'not_found'])
    const tooSoon = await act(admin, 'clip-vit-b32/choose')
    expect([tooSoon.status, await codeOf(tooSoon)]).toEqual([409, 'conflict'])
    for (const bad of ['clip-vit-b32/remove', 'a%2Fb/fetch', '../x/fetch']) {
      expect((await act(admin, bad)).status).toBeGreaterThanOrEqual(400)
    }
    await act(admin, 'clip-vit-b32/cancel')
  })
})
