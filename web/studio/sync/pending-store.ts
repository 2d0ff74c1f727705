import { type Operation, operationSchema } from '#contracts/canvas'
import type { CanvasId, OperationId, UserId } from '#contracts/ids'

// Edits that the room has not confirmed, each an entry of its own: written at once and for good before
// anything else happens, so that a reload or a cut loses none. Two pages on one canvas may both send
// one that was left: by its id it counts once.

const prefix = 'studio.pending.'

const keyOf = (user: UserId, canvas: CanvasId, operation: OperationId | '') =>
  `${prefix}${user}.${canvas}.${operation}`

/** Answers whether it is kept; not when the browser has no room for it. */
export function keepPending(user: UserId, canvas: CanvasId, operation: Operation): boolean {
  try {
    localStorage.setItem(keyOf(user, canvas, operation.id), JSON.stringify(operation))
    return true
  } catch {
    return false
  }
}

export function dropPending(user: UserId, canvas: CanvasId, id: OperationId) {
  try {
    localStorage.removeItem(keyOf(user, canvas, id))
  } catch {
    // Storage is switched off: nothing was kept.
  }
}

/** What was left, in the order in which it was made. What cannot be read any more is thrown away. */
export function readPending(user: UserId, canvas: CanvasId): Operation[] {
  const start = keyOf(user, canvas, '')
  const left: Operation[] = []
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(start))) {
      const operation = operationSchema.safeParse(parsed(localStorage.getItem(key)))
      if (operation.success) left.push(operation.data)
      else localStorage.removeItem(key)
    }
  } catch {
    return []
  }
  return left.sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Throws away what a user left: they signed out on this device. */
export function forgetPending(user: UserId) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${prefix}${user}.`)) localStorage.removeItem(key)
    }
  } catch {
    // As above.
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
