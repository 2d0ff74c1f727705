import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  type CanvasPerson,
  type CanvasView,
  canvasTilesSchema,
  canvasViewSchema,
  type Operation,
  sentOperationsSchema,
} from '#contracts/canvas'
import type { GenerationView } from '#contracts/generations'
import { newId } from '../../ids.ts'
import { adding, aNote, asText, CanvasPage, liveAddress } from '../../testing/canvas-page.ts'
import { aUser, request, type TestUser } from '../../testing/harness.ts'
import { aSharedSpace, callAs } from '../../testing/spaces.ts'

async function aCanvas(user: TestUser, body: object = {}): Promise<CanvasView> {
  return canvasViewSchema.parse(await (await callAs(user, 'POST', '/api/canvases', body)).json())
}

const roomOf = ({ id }: CanvasView) => env.CANVAS_ROOM.get(env.CANVAS_ROOM.idFromName(id))

async function tilesOf(user: TestUser, { id }: CanvasView) {
  const read = await user.fetch(`/api/canvases/${id}/tiles`)
  return canvasTilesSchema.parse(await read.json())
}

/** An owner, and others who are members of the space, on one canvas. */
async function together(...roles: ('viewer' | 'editor')[]) {
  const owner = await aUser()
  const others = await Promise.all(roles.map(async () => await aUser()))
  const { id: spaceId } = await aSharedSpace(
    owner,
    others.map((other, at) => [other, roles[at] ?? 'viewer']),
  )
  const canvas = await aCanvas(owner, { spaceId })
  const pages = await Promise.all(
    [owner, ...others].map(async (user) => await new CanvasPage(user, canvas.id).open(null)),
  )
  return { owner, others, spaceId, canvas, pages }
}

const byConnection = (one: CanvasPerson, other: CanvasPerson) =>
  one.connection < other.connection ? -1 : 1

const remove = (...tiles: ReturnType<typeof aNote>[]): Operation => ({
  ...{ id: newId('operation', Date.now()), type: 'remove' },
  tiles: tiles.map(({ id }) => id),
})

const aPrompt = {
  ...{ text: 'A lighthouse', negative: null, model: null, width: 512, height: 512, seed: 7 },
  ...{ steps: null, references: [], strength: null, mask: null },
}
const aPromptTile = (mask: string | null = null) => ({
  ...{ id: newId('tile', Date.now()), kind: 'prompt' as const, parent: null, shown: null },
  ...{ x: 0, y: 0, width: 512, height: 512, z: 1, group: null, prompt: { ...aPrompt, mask } },
})

describe('a canvas', () => {
  it('is what all pages on it see, in the order of its room', async () => {
    const { canvas, owner, pages } = await together('editor')
    const [one, other] = pages
    if (!one || !other) throw new Error('two pages')
    for (let at = 0; at < 10; at++) {
      one.send(adding(aNote(`mine ${at}`)))
      other.send(adding(aNote(`yours ${at}`)))
    }
    await Promise.all([one.until(() => one.number === 20), other.until(() => other.number === 20)])
    expect(one.canvas.size).toBe(20)
    const { number, tiles } = await tilesOf(owner, canvas)
    expect(number).toBe(20)
    expect([asText(one.canvas), asText(other.canvas)]).toEqual([asText(tiles), asText(tiles)])
  })

  it('takes an operation once, however often it comes, and says what became of it', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const note = aNote()
    const [add, gone] = [adding(note), remove(note)]
    const path = `/api/canvases/${canvas.id}/operations`
    const send = async (...operations: Operation[]) => {
      const sent = await callAs(user, 'POST', path, { operations })
      return sentOperationsSchema.parse(await sent.json()).operations
    }
    const first = await send(add, gone)
    expect(first.map(({ number }) => number)).toEqual([1, 2])
    expect(await send(add)).toEqual([first[0]])
    expect(await tilesOf(user, canvas)).toEqual({ number: 2, tiles: [] })
  })

  it('brings a page that was away what it missed, or all of it where that is too much', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const page = await new CanvasPage(user, canvas.id).open(null)
    page.send(adding(aNote('before')))
    await page.settled()
    page.cut()
    const path = `/api/canvases/${canvas.id}/operations`
    await callAs(user, 'POST', path, { operations: [adding(aNote('meanwhile'))] })
    page.heard = []
    await page.open()
    expect([page.number, page.canvas.size]).toEqual([2, 2])
    page.cut()
    const stranger = await new CanvasPage(user, canvas.id).open(99)
    expect([stranger.number, stranger.canvas.size]).toEqual([2, 2])
    stranger.cut()
    const by = user.userId
    const about = { canvas: canvas.id, space: canvas.spaceId }
    for (let part = 0; part < 23; part++) {
      const operations = Array.from({ length: 100 }, () => remove(aNote()))
      await roomOf(canvas).send({ about, by, operations, requestId: 'test' })
    }
    await runInDurableObject(roomOf(canvas), (_, { storage }) => {
      const kept = storage.sql.exec('select count(*) as n from operations where body is not null')
      expect(Number(kept.one().n)).toBeLessThanOrEqual(2_200)
    })
    await page.open()
    expect([page.number, page.canvas.size]).toEqual([2_302, 2])
    page.cut()
  })

  it('outlives its room: nothing that was confirmed is lost when it sleeps', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const operations = [adding(aNote('kept'), aNote('kept too'))]
    await callAs(user, 'POST', `/api/canvases/${canvas.id}/operations`, { operations })
    const before = await tilesOf(user, canvas)
    await runInDurableObject(roomOf(canvas), (_, state) => state.abort('asleep')).catch(() => {})
    expect(await tilesOf(user, canvas)).toEqual(before)
  })

  it('is known to lists by its tiles, a few seconds late', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const operations = [adding(aNote(), aNote())]
    await callAs(user, 'POST', `/api/canvases/${canvas.id}/operations`, { operations })
    expect(await runDurableObjectAlarm(roomOf(canvas))).toBe(true)
    const seen = canvasViewSchema.parse(
      await (await user.fetch(`/api/canvases/${canvas.id}`)).json(),
    )
    expect(seen.tileCount).toBe(2)
    expect(seen.changedAt > canvas.changedAt).toBe(true)
  })

  it('shows a generation where its tile is, and tells pages of those that run', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const page = await new CanvasPage(user, canvas.id).open(null)
    const tile = aPromptTile()
    page.send(adding(tile))
    await page.settled()
    const [older, newer] = [newId('generation', 1_000), newId('generation', 2_000)]
    for (const generation of [newer, older]) {
      await roomOf(canvas).showGeneration({ tile: tile.id, generation, by: user.userId })
    }
    const nowhere = { tile: newId('tile', 1), generation: newer, by: user.userId }
    await roomOf(canvas).showGeneration(nowhere)
    await page.until(() => page.number === 2)
    expect(page.canvas.get(tile.id)).toMatchObject({ shown: newer })
    const view: GenerationView = {
      ...{ id: newer, canvas: canvas.id, tile: tile.id, stage: 'full', state: 'running' },
      ...{ prompt: aPrompt, progress: 0.5, reason: null, costMicros: 0, url: null, width: null },
      ...{ height: null, isFavorite: false, file: null, createdAt: '', endedAt: null },
    }
    await roomOf(canvas).tellGeneration(view)
    expect((await page.next('generation')).generation).toEqual(view)
    page.cut()
    expect((await page.open(null)).running).toEqual([view])
    await roomOf(canvas).tellGeneration({ ...view, state: 'done', endedAt: '' })
    page.cut()
    expect((await page.open(null)).running).toEqual([])
    page.cut()
  })
})

describe('people on a canvas', () => {
  it('see who comes, where they point and that they leave', async () => {
    const { owner, canvas, pages } = await together('viewer')
    const [one, other] = pages
    if (!one || !other) throw new Error('two pages')
    const chosen = [newId('tile', 1)]
    const third = await new CanvasPage(owner, canvas.id).open(null)
    expect(third.people.length).toBe(3)
    expect(new Set(third.people.map(({ colour }) => colour)).size).toBe(3)
    const { connection } = third
    await other.until(() => other.people.some((person) => person.connection === connection))
    expect(other.people.toSorted(byConnection)).toEqual(third.people.toSorted(byConnection))
    third.cut()
    expect((await one.next('left')).connection).toBe(connection)
    for (let x = 0; x < 40; x++) other.say({ type: 'cursor', at: { x, y: 0 }, chosen })
    const seen: (number | undefined)[] = []
    while (seen.at(-1) !== 39) seen.push((await one.next('cursor')).at?.x)
    expect(seen.length).toBeLessThan(20)
    other.cut()
    await one.next('left')
    one.cut()
  })

  it('change it as editors, and only look at it as viewers', async () => {
    const { owner, canvas, pages } = await together('viewer')
    const viewer = pages[1]
    viewer?.send(adding(aNote('no')))
    expect((await viewer?.next('refused'))?.problem.code).toBe('forbidden')
    expect((await tilesOf(owner, canvas)).tiles).toEqual([])
  })

  it('come again when they leave the space, get another role there, or it goes to trash', async () => {
    const { owner, others, spaceId, canvas, pages } = await together('viewer', 'editor')
    const [own, first, second] = pages
    const [viewer, editor] = others
    if (!own || !first || !second || !viewer || !editor) throw new Error('three pages')
    await callAs(owner, 'DELETE', `/api/spaces/${spaceId}/members/${viewer.userId}`)
    await first.until(() => first.closed !== null)
    const role = { role: 'viewer' }
    await callAs(owner, 'PATCH', `/api/spaces/${spaceId}/members/${editor.userId}`, role)
    await second.until(() => second.closed !== null)
    expect([first.closed, second.closed, own.closed]).toEqual([4401, 4401, null])
    second.heard = []
    await second.open()
    second.send(adding(aNote('no more')))
    expect((await second.next('refused')).problem.code).toBe('forbidden')
    await callAs(owner, 'DELETE', `/api/canvases/${canvas.id}`)
    await own.until(() => own.closed !== null)
    const again = await owner.fetch(liveAddress(canvas.id, 0), {
      headers: { Upgrade: 'websocket' },
    })
    expect(again.status).toBe(410)
  })

  it('come again after a quarter of an hour, so that their sessions are looked at', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const page = await new CanvasPage(user, canvas.id).open(null)
    await runInDurableObject(roomOf(canvas), (_, state) => {
      for (const socket of state.getWebSockets()) {
        const openedAt = Date.now() - 16 * 60_000
        socket.serializeAttachment({ ...socket.deserializeAttachment(), openedAt })
      }
    })
    await runDurableObjectAlarm(roomOf(canvas))
    await page.until(() => page.closed !== null)
    expect(page.closed).toBe(4401)
  })

  it('come from the page of this vault only, with a session', async () => {
    const user = await aUser()
    const { id } = await aCanvas(user)
    const ask = async (headers: Record<string, string>) =>
      (await request(liveAddress(id, 0), { headers: { Upgrade: 'websocket', ...headers } })).status
    expect(await ask({ Cookie: user.cookie, Origin: 'https://evil.example' })).toBe(403)
    expect(await ask({ Cookie: user.cookie })).toBe(403)
    expect(await ask({ Origin: 'https://vault.test' })).toBe(401)
  })
})

describe('a page that says what makes no sense', () => {
  it('has each operation that is none refused by its id, and the others taken', async () => {
    const user = await aUser()
    const canvas = await aCanvas(user)
    const page = await new CanvasPage(user, canvas.id).open(null)
    const bad = newId('operation', 1)
    const operations = [
      adding(aNote()),
      { id: bad, type: 'add', tiles: [{ ...aNote(), width: 1e9 }] },
    ]
    page.say({ type: 'operations', operations })
    expect(await page.next('refused')).toMatchObject({
      ...{ operation: bad, problem: { code: 'validation_failed', status: 400 } },
    })
    await page.until(() => page.number === 1)
    page.cut()
  })

  it.each([
    ['nonsense', () => ['what?'], 4400],
    ['operations without ids', () => ['{"type":"operations","operations":[{}]}'], 4400],
    ['a message of 2 MB', () => ['x'.repeat(2_000_001)], 1009],
    ['much in one message', () => [manyWords()], 4400],
  ])('is closed: %s', async (_, messages, code) => {
    const user = await aUser()
    const page = await new CanvasPage(user, (await aCanvas(user)).id).open(null)
    for (const message of messages()) page.say(message)
    await page.until(() => page.closed !== null)
    expect(page.closed).toBe(code)
  })

  it('is closed when it says more than a hundred things a second', async () => {
    const user = await aUser()
    const page = await new CanvasPage(user, (await aCanvas(user)).id).open(null)
    const cursor = { type: 'cursor', at: null, chosen: [] }
    for (let at = 0; at < 1_000; at++) page.say(cursor)
    await page.until(() => page.closed !== null)
    expect(page.closed).toBe(4429)
  })

  it('may paint a mask of a megabyte, and no more of them than a canvas holds', async () => {
    const user = await aUser()
    const page = await new CanvasPage(user, (await aCanvas(user)).id).open(null)
    const mask = 'A'.repeat(1_400_000)
    for (let at = 0; at < 5; at++) page.send(adding(aPromptTile(mask)))
    await page.settled()
    expect(page.canvas.size).toBe(5)
    page.send(adding(aPromptTile(mask)))
    expect((await page.next('refused')).problem.code).toBe('too_large')
    page.cut()
    await page.open(null)
    expect(page.canvas.size).toBe(5)
    page.cut()
  })

  it('cannot put more on a canvas than it holds', async () => {
    const user = await aUser()
    const page = await new CanvasPage(user, (await aCanvas(user)).id).open(null)
    for (let part = 0; part < 4; part++) {
      page.send(adding(...Array.from({ length: 500 }, () => aNote(''))))
    }
    page.send(adding(aNote('one more')))
    expect((await page.next('refused')).problem.code).toBe('conflict')
    await page.settled()
    expect([page.number, page.canvas.size]).toEqual([4, 2_000])
    page.cut()
  })
})

/** Longer than a message may be that holds several operations. */
function manyWords(): string {
  const operations = Array.from({ length: 20 }, () => adding(aNote('x'.repeat(4_000))))
  return JSON.stringify({ type: 'operations', operations })
}
