import type { CanvasId } from '#contracts/ids'
import { noSteps, type Steps, stepsSchema } from './undo-steps.ts'

// What can be undone outlives a reload, in this page alone: it is this person's own way back.

const keyOf = (canvas: CanvasId) => `studio.steps.${canvas}`

export function readSteps(canvas: CanvasId): Steps {
  try {
    const read = stepsSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(canvas)) ?? 'null'))
    return read.success ? read.data : noSteps
  } catch {
    return noSteps
  }
}

/** Keeps as many of the last steps as the browser has room for. */
export function writeSteps(canvas: CanvasId, steps: Steps) {
  for (const count of [50, 5]) {
    try {
      const kept = { done: steps.done.slice(-count), undone: steps.undone.slice(-count) }
      sessionStorage.setItem(keyOf(canvas), JSON.stringify(kept))
      return
    } catch {
      // Fewer, then; without any storage a reload forgets them.
    }
  }
}
