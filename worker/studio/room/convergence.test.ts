import { expect, it } from 'vitest'
import { canvasTilesSchema, canvasViewSchema, type Operation, type Tile } from '#contracts/canvas'
import { applyOperation, type Canvas, emptyCanvas, inverseOf } from '#contracts/canvas-fold'
import { type TileId, tileIdSchema } from '#contracts/ids'

import { newId } from '../../ids.ts'
import { aNote, asText, CanvasPage } from '../../testing/canvas-page.ts'
import { aUser } from '../../testing/harness.ts'
import { oneOf, seeded } from '../../testing/seeded.ts'
import { callAs } from '../../testing/spaces.ts'

const runs = 1_000

/** With a seed, so that a run that fails is made again. */
function dice(seed: number) {
  const next = seeded(seed)
  const below = (n: number) => Math.floor(next() * n)
  return { next, below, isLucky: (chance: number) => next() < chance }
}
type Random = ReturnType<typeof dice>

/** Few enough that everybody works on the same tiles. */
const tileIds: TileId[] = Array.from({ length: 6 }, (_, at) =>
  tileIdSchema.parse(`til_0000000000000000000000000${at}`),
)
const generations = Array.from({ length: 5 }, (_, at) => newId('generation', at + 1))
const pick = <Item>(random: Random, items: readonly Item[]): Item => oneOf(random.next, items)

function anOperation(random: Random): Operation {
  const id = newId('operation', 1)
  const tile = pick(random, tileIds)
  switch (random.below(4)) {
    case 0:
      return {
        id,
        type: 'add',
        tiles: [random.isLucky(0.5) ? aNote('', { id: tile }) : drawn(tile)],
      }
    case 1:
      return { id, type: 'remove', tiles: [tile, pick(random, tileIds)] }
    case 2:
      return { id, type: 'show', tile, generation: pick(random, generations) }
    default: {
      const set = pick(random, [
        { x: random.below(3) },
        { y: random.below(3), z: random.below(3) },
        { text: `${random.below(3)}` },
        { shown: pick(random, [null, ...generations]) },
      ])
      return { id, type: 'change', changes: [{ tile, set }] }
    }
  }
}

function drawn(id: TileId): Tile {
  return {
    ...{ id, kind: 'prompt', parent: null, shown: null, group: null },
    ...{ x: 0, y: 0, width: 512, height: 512, z: 1 },
    prompt: {
      ...{ text: 'A lake', negative: null, model: null, width: 512, height: 512, seed: 1 },
      ...{ steps: null, references: [], strength: null, mask: null },
    },
  }
}

/** A room as its log is: one order, and no operation twice. */
class SimulatedRoom {
  readonly log: Operation[] = []
  take(operation: Operation) {
    if (!this.log.some(({ id }) => id === operation.id)) this.log.push(operation)
  }
}

/** A page as the web's is: what is confirmed, and its own on top. */
class SimulatedPage {
  confirmed: Canvas = emptyCanvas
  number = 0
  pending: Operation[] = []
  /** On their way to the room; after a cut, and sending again, some of them twice. */
  sent: Operation[] = []

  edit(operation: Operation) {
    this.pending.push(operation)
    this.sent.push(operation)
  }

  cut(random: Random) {
    this.sent = this.sent.filter(() => random.isLucky(0.5))
    this.sent.push(...this.pending)
  }

  hear(room: SimulatedRoom, count: number) {
    for (const operation of room.log.slice(this.number, this.number + count)) {
      this.confirmed = applyOperation(this.confirmed, operation)
      this.pending = this.pending.filter(({ id }) => id !== operation.id)
      this.number++
    }
  }

  get shown(): Canvas {
    return this.pending.reduce(applyOperation, this.confirmed)
  }
}

it(`three pages converge, whatever is cut, sent again or comes late: ${runs} runs`, () => {
  for (let seed = 1; seed <= runs; seed++) {
    const random = dice(seed)
    const room = new SimulatedRoom()
    const pages = [new SimulatedPage(), new SimulatedPage(), new SimulatedPage()]
    for (let step = 0; step < 60; step++) {
      const page = pick(random, pages)
      if (random.isLucky(0.4)) page.edit(anOperation(random))
      else if (random.isLucky(0.15)) page.cut(random)
      else if (random.isLucky(0.5)) page.hear(room, random.below(4))
      // What a page sent comes in any order with what the others sent, and even with its own.
      else for (const each of page.sent.splice(random.below(3), random.below(4))) room.take(each)
    }
    for (const page of pages) for (const each of [...page.sent, ...page.pending]) room.take(each)
    for (const page of pages) page.hear(room, room.log.length)
    const canvas = asText(room.log.reduce(applyOperation, emptyCanvas))
    expect([seed, ...pages.map((page) => asText(page.shown))]).toEqual([
      ...[seed, canvas, canvas, canvas],
    ])
    expect(pages.flatMap(({ pending }) => pending)).toEqual([])
  }
})

it(`undo takes back one's own and nothing that others changed since: ${runs} runs`, () => {
  for (let seed = 1; seed <= runs; seed++) {
    const random = dice(seed)
    const fold = (canvas: Canvas, count: number) =>
      Array.from({ length: count }, () => anOperation(random)).reduce(applyOperation, canvas)
    const before = fold(emptyCanvas, 8)
    const own = anOperation(random)
    const after = applyOperation(before, own)
    const back = (now: Canvas) =>
      inverseOf(before, own, now)
        .map((inverse): Operation => ({ ...inverse, id: newId('operation', 1) }))
        .reduce(applyOperation, now)
    // A picture that arrived is nobody's doing.
    if (own.type !== 'show') expect([seed, asText(back(after))]).toEqual([seed, asText(before)])

    const now = fold(after, 4)
    const undone = back(now)
    const touched = new Set<string>(
      own.type === 'change' ? own.changes.map(({ tile }) => tile) : [],
    )
    for (const [id, tile] of now) {
      const is = undone.get(id)
      if (own.type === 'add' && own.tiles.some((added) => added.id === id)) continue
      if (!touched.has(id)) expect([seed, is]).toEqual([seed, tile])
      const then = after.get(id)
      if (!touched.has(id) || !is || !then) continue
      for (const [key, value] of Object.entries(tile)) {
        const wasChanged = JSON.stringify(new Map(Object.entries(then)).get(key))
        const isByOthers = wasChanged !== JSON.stringify(value)
        if (isByOthers) expect([seed, new Map(Object.entries(is)).get(key)]).toEqual([seed, value])
      }
    }
  }
})

it('two pages converge over real sockets that are cut', async () => {
  const user = await aUser()
  const random = dice(7)
  const made = await callAs(user, 'POST', '/api/canvases', {})
  const { id } = canvasViewSchema.parse(await made.json())
  const pages = [new CanvasPage(user, id), new CanvasPage(user, id)]
  for (const page of pages) await page.open(null)
  for (let step = 0; step < 120; step++) {
    const page = pick(random, pages)
    if (random.isLucky(0.9)) {
      page.send(anOperation(random))
      continue
    }
    page.cut()
    page.send(anOperation(random))
    await page.open()
  }
  for (const page of pages) await page.settled()
  const number = Math.max(...pages.map((page) => page.number))
  expect(number).toBe(120)
  for (const page of pages) await page.until(() => page.number === number)
  const read = await user.fetch(`/api/canvases/${id}/tiles`)
  const { tiles } = canvasTilesSchema.parse(await read.json())
  expect(pages.map((page) => asText(page.canvas))).toEqual([asText(tiles), asText(tiles)])
  for (const page of pages) page.cut()
})
