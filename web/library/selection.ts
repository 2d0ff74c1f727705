import { signal } from '@preact/signals'
import type { FileId } from '#contracts/ids'

/** The files of the timeline that are chosen. */
export const chosen = signal<ReadonlySet<FileId>>(new Set())

let lastChosen: FileId | null = null

export function chooseNothing() {
  chosen.value = new Set()
  lastChosen = null
}

/** Chooses a file or lets go of it; with `isRange`, all of `order` from the last one that was chosen. */
export function choose(id: FileId, isRange: boolean, order: () => readonly FileId[]) {
  const next = new Set(chosen.value)
  const range = isRange && lastChosen !== null ? between(order(), lastChosen, id) : []
  if (range.length > 0) for (const each of range) next.add(each)
  else if (!next.delete(id)) next.add(id)
  lastChosen = id
  chosen.value = next
}

/** All of them, or none when all of them were. */
export function chooseAll(ids: readonly FileId[]) {
  const next = new Set(chosen.value)
  const areAll = ids.every((id) => next.has(id))
  for (const id of ids) {
    if (areAll) next.delete(id)
    else next.add(id)
  }
  chosen.value = next
}

/** All from one to another in an order, both included; nothing when one of them is not there. */
export function between<Id>(order: readonly Id[], from: Id, to: Id): Id[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)]
  return a < 0 || b < 0 ? [] : order.slice(Math.min(a, b), Math.max(a, b) + 1)
}
