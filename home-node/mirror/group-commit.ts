import type { DiskCopy, Journal } from '../disks/journal.ts'

/** How long a copy may wait for others to share its transaction. */
const gatherMs = 40
const gatherMax = 50

/**
 * M9 and V2 for many at once: copies that come within a moment share one synced transaction. Each caller's
 * promise settles only when its own copies are on the medium.
 */
export function makeGroupCommit(journal: Pick<Journal, 'recordCopies'>) {
  let copies: DiskCopy[] = []
  let waiting: PromiseWithResolvers<void>[] = []
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const [batch, callers] = [copies, waiting]
    copies = []
    waiting = []
    try {
      if (batch.length > 0) journal.recordCopies(batch)
      for (const caller of callers) caller.resolve()
    } catch (error) {
      for (const caller of callers) caller.reject(error)
    }
  }

  return {
    record(recorded: DiskCopy[]): Promise<void> {
      if (recorded.length === 0) return Promise.resolve()
      const caller = Promise.withResolvers<void>()
      copies.push(...recorded)
      waiting.push(caller)
      if (copies.length >= gatherMax) flush()
      else timer ??= setTimeout(flush, gatherMs)
      return caller.promise
    },
  }
}
export type GroupCommit = ReturnType<typeof makeGroupCommit>
