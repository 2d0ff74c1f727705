import type { DiskId, Sha256 } from '#contracts/ids'
import type { MountedDisk } from '../disks/disk-set.ts'
import type { Journal } from '../disks/journal.ts'
import type { FoundWrong } from '../disks/scrub-ledger.ts'
import type { Log } from '../log.ts'

export interface DisownDeps {
  disks: { blame(diskId: DiskId, error: unknown): void }
  journal: Pick<Journal, 'recordBad' | 'holders'>
  /** There is something to fetch again and to tell. */
  onBad(): void
  log: Log
}

/**
 * What lies on a disk under this name is not what it says, or nothing: it is no copy any more, is told
 * to the Worker, and is wanted there again from wherever it is whole. Its bytes are kept aside, never
 * deleted. False when nobody has to have it any more.
 */
export async function disownCopy(
  deps: DisownDeps,
  disk: MountedDisk,
  copy: { sha256: Sha256 },
  found: FoundWrong,
): Promise<boolean> {
  const { sha256 } = copy
  // Its original was purged while it was read.
  if (!deps.journal.holders(sha256).includes(disk.id)) return false
  deps.log.error('mirror.bad_copy', { sha256, disk: disk.name, found })
  if (found !== 'gone') {
    // Where it cannot be moved it stays, and is no copy all the same.
    await disk.store.quarantine(sha256).catch((error) => deps.disks.blame(disk.id, error))
  }
  deps.journal.recordBad(sha256, disk.id, found, Date.now())
  deps.onBad()
  return true
}
