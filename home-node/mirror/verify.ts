import type { DiskId } from '#contracts/ids'
import { DiskError } from '../disks/disk-error.ts'
import type { DiskSet } from '../disks/disk-set.ts'
import type { AtFailPoint } from '../disks/fail-point.ts'
import type { DiskCopy, Journal, Unverified } from '../disks/journal.ts'
import { type Log, messageOf } from '../log.ts'
import { disownCopy } from './disown-copy.ts'

/** How long copies may wait to be read back while others are still being made. */
const patienceMs = 30_000
/** What was read back is journaled after so many copies, or so much time. */
const planSize = 32
const roundMs = 5_000

export interface VerifyDeps {
  disks: DiskSet
  journal: Pick<Journal, 'unverified' | 'recordBad' | 'postponeCheck' | 'holders'>
  /** Resolves when these copies are in the journal. */
  record(copies: DiskCopy[]): Promise<void>
  /** Whether copies are being made, which come first. */
  isCopying(): boolean
  /** Awaited before each copy is read back. */
  giveWay(): Promise<void>
  /** A copy was found bad: there is something to fetch and to tell. */
  onBad(): void
  atFailPoint: AtFailPoint
  log: Log
  signal: AbortSignal
}

/** Reads one copy back; answers when that was. Its own trouble never keeps the others from it. */
async function verifyOne(deps: VerifyDeps, copy: Unverified): Promise<number | null> {
  const { sha256, diskId, sizeBytes } = copy
  const disk = deps.disks.get(diskId)
  if (disk === undefined || disk.state === 'missing') return null
  try {
    deps.atFailPoint('V1')
    const found = await disk.store.verify(sha256, sizeBytes)
    if (typeof found === 'number') {
      deps.atFailPoint('M6')
      return found
    }
    if (await disownCopy(deps, disk, copy, found === 'bad' ? 'bad' : 'gone')) {
      deps.disks.blame(
        diskId,
        new DiskError('io', 'the disk gave back other bytes than it was sent'),
      )
    }
  } catch (error) {
    deps.disks.blame(diskId, error)
    deps.log.error('mirror.not_read_back', { sha256, disk: disk.name, message: messageOf(error) })
    deps.journal.postponeCheck(sha256, diskId, 10_000, 3_600_000)
  }
  return null
}

/**
 * The second phase of the mirror: reads copies that were only received back from the medium, one
 * after the other on each disk. Resolves with when to come again, in Unix milliseconds, or null when
 * nothing waits. It stops early while copies are being made, unless some wait too long already.
 */
export async function verifyDue(deps: VerifyDeps): Promise<number | null> {
  const { disks, journal, signal } = deps
  const present = () => disks.all().flatMap(({ id, state }) => (state === 'missing' ? [] : [id]))
  for (;;) {
    const now = Date.now()
    const due = journal.unverified(now, present(), planSize)
    const [oldest] = due
    if (oldest === undefined || signal.aborted) {
      return journal.unverified(now + 3_600_000, present(), 1)[0]?.nextCheckMs ?? null
    }
    const mayWait = () => deps.isCopying() && Date.now() < oldest.nextCheckMs + patienceMs
    if (mayWait()) return oldest.nextCheckMs + patienceMs
    const byDisk = new Map<DiskId, Unverified[]>()
    for (const copy of due) byDisk.set(copy.diskId, [...(byDisk.get(copy.diskId) ?? []), copy])
    const verified: DiskCopy[] = []
    await Promise.all(
      [...byDisk.values()].map(async (copies) => {
        for (const copy of copies) {
          await deps.giveWay()
          const isLate = verified.length > 0 && Date.now() > now + roundMs
          if (signal.aborted || isLate || mayWait()) return
          const verifiedAtMs = await verifyOne(deps, copy)
          const { sha256, diskId } = copy
          if (verifiedAtMs !== null) verified.push({ sha256, diskId, verifiedAtMs })
        }
      }),
    )
    if (verified.length === 0) continue
    await deps.record(verified)
    deps.atFailPoint('V2')
  }
}
