import { expect, test } from 'vitest'
import type { Tile } from '#contracts/canvas'
import { applyOperation, type Canvas, emptyCanvas, type Inverse } from '#contracts/canvas-fold'
import { generationIdSchema, type TileId } from '#contracts/ids'
import { inMessages } from './canvas-line.ts'
import { newGenerationId, newOperationId, newTileId } from './new-id.ts'
import { noSteps, stepOf, takingBack, withStep } from './undo-steps.ts'

const place = { x: 0, y: 0, width: 100, height: 100, z: 1, group: null }
const prompt = {
  ...{ text: 'a boat', negative: null, model: null, width: 512, height: 512, seed: 7, steps: null },
  ...{ references: [], strength: null, mask: null },
}
const aNote = (): Tile => ({ id: newTileId(), kind: 'note', ...place, text: '', colour: 'paper' })
const withId = (operation: Inverse) => ({ ...operation, id: newOperationId() })
const made = (canvas: Canvas, operations: readonly Inverse[]) =>
  operations.map(withId).reduce(applyOperation, canvas)
const move = (tile: TileId, x: number): Inverse => ({
  type: 'change',
  changes: [{ tile, set: { x } }],
})

test('edits of one step are taken back together, and come back together', () => {
  const note = aNote()
  const start = made(emptyCanvas, [{ type: 'add', tiles: [note] }])
  const typed: Inverse[] = ['a', 'ab', 'abc'].map((text) => ({
    type: 'change',
    changes: [{ tile: note.id, set: { text } }],
  }))
  let [canvas, steps] = [start, noSteps]
  for (const [at, operation] of typed.entries()) {
    const step = stepOf(canvas, [withId(operation)])
    steps = withStep(steps, step, at > 0)
    canvas = made(canvas, [operation])
  }
  expect(steps.done).toHaveLength(1)
  const [step] = steps.done
  if (!step) throw new Error('there is a step')
  const back = takingBack(step, canvas).map(withId)
  const undone = back.reduce(applyOperation, canvas)
  expect(undone.get(note.id)).toEqual(note)
  expect(made(undone, takingBack(stepOf(canvas, back), undone))).toEqual(canvas)
})

test('what somebody else has moved since stays where they put it', () => {
  const note = aNote()
  const start = made(emptyCanvas, [{ type: 'add', tiles: [note] }])
  const mine = withId(move(note.id, 50))
  const now = made(applyOperation(start, mine), [move(note.id, 80)])
  expect(takingBack(stepOf(start, [mine]), now)).toEqual([])
})

test('taking words back brings the picture back that they had made', () => {
  const earlier = newGenerationId()
  const tile: Tile = {
    id: newTileId(),
    kind: 'prompt',
    ...place,
    prompt,
    parent: null,
    shown: earlier,
  }
  const start = made(emptyCanvas, [{ type: 'add', tiles: [tile] }])
  const set = { prompt: { ...prompt, text: 'a red boat' } }
  const mine = withId({ type: 'change', changes: [{ tile: tile.id, set }] })
  const later = newGenerationId()
  const now = made(applyOperation(start, mine), [
    { type: 'show', tile: tile.id, generation: later },
  ])
  expect(now.get(tile.id)).toMatchObject({ shown: later })
  expect(made(now, takingBack(stepOf(start, [mine]), now)).get(tile.id)).toEqual(tile)
})

test('a run that is asked for counts as later than what its tile shows, however slow the clock', () => {
  const ahead = generationIdSchema.parse('gen_7ZZZZZZZZG0000000000000000')
  expect(newGenerationId(ahead) > ahead).toBe(true)
  const [first, second] = [newOperationId(), newOperationId()]
  expect(first < second).toBe(true)
})

test('many operations go in messages that the room takes, all of them and in their order', () => {
  const all = Array.from({ length: 260 }, (_, at) => withId(move(newTileId(), at)))
  const messages = inMessages(all)
  expect(messages.flat()).toEqual(all)
  expect(Math.max(...messages.map(({ length }) => length))).toBe(100)
  for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(64_000)
})
