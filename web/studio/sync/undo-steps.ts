import { z } from 'zod'
import { type Operation, operationSchema, type Tile, tileSchema } from '#contracts/canvas'
import { applyOperation, type Canvas, type Inverse, inverseOf } from '#contracts/canvas-fold'
import type { TileId } from '#contracts/ids'

const entrySchema = z.object({
  operation: operationSchema,
  /** The tiles that it names, as they were before it. */
  before: z.array(tileSchema),
})
const stepSchema = z.array(entrySchema).min(1)
/** What one undo takes back: operations in the order in which they were made. */
export type Step = z.infer<typeof stepSchema>

export const stepsSchema = z.object({ done: z.array(stepSchema), undone: z.array(stepSchema) })
export type Steps = z.infer<typeof stepsSchema>

export const noSteps: Steps = { done: [], undone: [] }

const maxSteps = 200

/** The step that `operations` are, made on `canvas`. */
export function stepOf(canvas: Canvas, operations: readonly Operation[]): Step {
  let now = canvas
  return operations.map((operation) => {
    const before = namedTiles(operation).flatMap((id) => now.get(id) ?? [])
    now = applyOperation(now, operation)
    return { operation, before }
  })
}

/** With a step more; `joins`: it belongs to the one before it. What was undone cannot be redone any more. */
export function withStep(steps: Steps, step: Step, joins: boolean): Steps {
  const last = joins ? (steps.done.at(-1) ?? []) : []
  const others = joins ? steps.done.slice(0, -1) : steps.done
  return { done: [...others, [...last, ...step]].slice(-maxSteps), undone: [] }
}

/**
 * The operations, without ids, that take a step back on the canvas as it is `now`. Where it changed the
 * words of a tile, the picture that those words had made comes back with them.
 */
export function takingBack(step: Step, now: Canvas): Inverse[] {
  let canvas = now
  const back: Inverse[] = []
  for (const { operation, before } of step.toReversed()) {
    const was = new Map(before.map((tile) => [tile.id, tile]))
    for (const inverse of inverseOf(was, operation, canvas)) {
      const whole = withPicture(inverse, was)
      back.push(whole)
      canvas = applyOperation(canvas, { ...whole, id: operation.id })
    }
  }
  return back
}

function withPicture(inverse: Inverse, was: ReadonlyMap<TileId, Tile>): Inverse {
  if (inverse.type !== 'change') return inverse
  const changes = inverse.changes.map(({ tile, set }) => {
    const before = was.get(tile)
    const isOfWords = set.prompt !== undefined && before?.kind === 'prompt'
    return { tile, set: isOfWords ? { ...set, shown: before.shown } : set }
  })
  return { ...inverse, changes }
}

function namedTiles(operation: Operation): TileId[] {
  switch (operation.type) {
    case 'add':
      return operation.tiles.map(({ id }) => id)
    case 'change':
      return operation.changes.map(({ tile }) => tile)
    case 'remove':
      return operation.tiles
    case 'show':
      return [operation.tile]
  }
}
