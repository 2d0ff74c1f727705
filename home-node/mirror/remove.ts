import type { Sha256 } from '#contracts/ids'
import type { DiskSet } from '../disks/disk-set.ts'
import type { AtFailPoint } from '../disks/fail-point.ts'
import type { Journal } from '../disks/journal.ts'
import { type Log, messageOf } from '../log.ts'

const planSize = 64
const retryMs = 60_000

export interface RemoveDeps {
  disks: DiskSet
  journal: Pick<
    Journal,
    'passRemovals' | 'removalsDue' | 'beginRemoval' | 'endRemoval' | 'postponeRemoval'
  >
  /** Keeps a hash from being copied until what this answers is called; null while it is copied. */
  hold(sha256: Sha256): (() => void) | null
  /** Whether the feed was read to its end: what comes later in it may want the same bytes again. */
  isCurrent(): boolean
  atFailPoint: AtFailPoint
  log: Log
  signal: AbortSignal
}

/**
 * Moves copies to the trash of their disks whose originals were purged in the cloud: R1 to R4, one at
 * a time. The journal forgets the copy first, in the transaction that sees that no original has these
 * bytes any more; one that comes back after that is fetched anew. Resolves when nothing is due now,
 * and at once when more than usual were purged.
 */
export async function removeDue(deps: RemoveDeps): Promise<void> {
  const { disks, journal, signal } = deps
  while (!signal.aborted && deps.isCurrent()) {
    if (!journal.passRemovals(Date.now())) return
    const writable = disks.all().filter(({ state }) => state === 'ok' || state === 'full')
    const due = journal.removalsDue(
      Date.now(),
      writable.map(({ id }) => id),
      planSize,
    )
    if (due.length === 0) return
    for (const { sha256, diskId } of due) {
      if (signal.aborted || !deps.isCurrent()) return
      const disk = disks.get(diskId)
      const release = deps.hold(sha256)
      if (disk === undefined || release === null) {
        journal.postponeRemoval(sha256, diskId, retryMs)
        release?.()
        continue
      }
      try {
        if (!journal.beginRemoval(sha256, diskId)) continue
        deps.atFailPoint('R1')
        await disk.store.trash.put(sha256, Date.now(), deps.atFailPoint)
        journal.endRemoval(sha256, diskId)
        deps.atFailPoint('R4')
      } catch (error) {
        // Stopped half-way: the next run does it again from its beginning.
        if (signal.aborted) return
        disks.blame(diskId, error)
        deps.log.error('mirror.not_removed', { sha256, disk: disk.name, message: messageOf(error) })
        journal.postponeRemoval(sha256, diskId, retryMs)
      } finally {
        release()
      }
    }
  }
}

/** Deletes for good what lies in the trash of a disk for longer than `graceMs`. */
export async function clearTrashes(
  deps: Pick<RemoveDeps, 'disks' | 'log'>,
  graceMs: number,
): Promise<void> {
  for (const disk of deps.disks.all()) {
    if (disk.state !== 'ok' && disk.state !== 'full') continue
    try {
      const files = await disk.store.trash.clear(Date.now() - graceMs)
      if (files > 0) {
        deps.log.say(
          `${files} ${files === 1 ? 'file' : 'files'} deleted from the trash of ${disk.name}.`,
        )
      }
    } catch (error) {
      deps.disks.blame(disk.id, error)
      deps.log.error('mirror.trash', { disk: disk.name, message: messageOf(error) })
    }
  }
}
