import type { FileView } from '#contracts/files'

/** A list by time: the library holds what is in neither trash nor archive, by upload; the trash what is in it. */
export type TimedList = 'library' | 'trash'

function timeOf(file: FileView, kind: TimedList): string {
  return kind === 'trash' ? (file.trashedAt ?? '') : file.createdAt
}

/** Newest first; equal times by id, as the API sorts. */
function compare(kind: TimedList) {
  return (left: FileView, right: FileView) => {
    const [a, b] = [timeOf(left, kind), timeOf(right, kind)]
    if (a !== b) return a < b ? 1 : -1
    return left.id < right.id ? 1 : -1
  }
}

/**
 * Merges changed files into a list: known ones are replaced, new ones find their place, and those
 * that no longer belong leave. `isComplete` says that there are no more pages; otherwise a file older
 * than the last one shown waits for its page.
 */
export function mergeFiles(
  list: readonly FileView[],
  changed: readonly FileView[],
  kind: TimedList,
  isComplete: boolean,
): FileView[] {
  const byId = new Map(list.map((file) => [file.id, file]))
  const sort = compare(kind)
  const last = list.at(-1)
  for (const file of changed) {
    const isThere = kind === 'trash' || file.archivedAt === null
    const belongs = isThere && (file.trashedAt !== null) === (kind === 'trash')
    if (!belongs) byId.delete(file.id)
    else if (byId.has(file.id) || isComplete || !last || sort(file, last) < 0)
      byId.set(file.id, file)
  }
  return [...byId.values()].sort(sort)
}

export interface Day {
  /** An ISO time within that day, to name it by. */
  at: string
  files: FileView[]
}

/** Runs of files of one local day, in the order of the list. */
export function groupByDay(list: readonly FileView[], kind: TimedList): Day[] {
  const days: Day[] = []
  let current = ''
  for (const file of list) {
    const at = timeOf(file, kind)
    const day = new Date(at).toDateString()
    if (day !== current) {
      current = day
      days.push({ at, files: [] })
    }
    days.at(-1)?.files.push(file)
  }
  return days
}
