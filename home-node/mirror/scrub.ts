import { setTimeout as sleep } from 'node:timers/promises'
import { DiskError } from '../disks/disk-error.ts'
import type { DiskSet, MountedDisk } from '../disks/disk-set.ts'
import type { AtFailPoint } from '../disks/fail-point.ts'
import type { DiskCopy, Journal } from '../disks/journal.ts'
import type { AgedCopy } from '../disks/scrub-ledger.ts'
import { messageOf } from '../log.ts'
import { type DisownDeps, disownCopy } from './disown-copy.ts'

/** What was read back is journaled after so many copies, or so much time: a stop loses no more. */
const roundSize = 32
const roundMs = 5_000
/** Of its time, how much a disk is read in when nobody waits for it. */
const duty = 0.25
/** After so many failed reads a copy counts as lost there. */
const unreadableAfter = 3
/** It begins a tenth before the promised time, and so has that long to come round. */
const early = 0.9

export interface ScrubDeps extends DisownDeps {
  disks: Pick<DiskSet, 'all' | 'blame'>
  journal: Pick<
    Journal,
    | 'recordBad'
    | 'holders'
    | 'agedCopies'
    | 'oldestCheckMs'
    | 'noteScrubbed'
    | 'scrubBeforeMs'
    | 'postponeCheck'
  >
  /** Resolves when these copies are in the journal. */
  record(copies: DiskCopy[]): Promise<void>
  /** Whether copies are being made or read back for the first time, which come first. */
  isBusy(): boolean
  /** Awaited before each copy is read back. */
  giveWay(): Promise<void>
  /** Every copy is read back once in this time, in milliseconds. */
  everyMs: number
  atFailPoint: AtFailPoint
  signal: AbortSignal
}

/**
 * Reads copies back whose last reading is long ago, past the page cache, the oldest first, on each
 * disk by itself and in a quarter of its time; what somebody asked for, without a pause. A copy that is
 * wrong is disowned, and comes again from another disk or the Worker. Resolves with when to come again,
 * in Unix milliseconds, or null when there is nothing to read.
 */
export async function scrubDue(deps: ScrubDeps): Promise<number | null> {
  const present = deps.disks.all().filter(({ state }) => state !== 'missing')
  await Promise.all(present.map((disk) => scrubDisk(deps, disk)))
  const oldest = present.flatMap(({ id }) => deps.journal.oldestCheckMs(id) ?? [])
  return oldest.length === 0 ? null : Math.min(...oldest) + deps.everyMs * early
}

async function scrubDisk(deps: ScrubDeps, disk: MountedDisk): Promise<void> {
  for (;;) {
    const now = Date.now()
    const askedMs = deps.journal.scrubBeforeMs()
    const beforeMs = Math.max(askedMs, now - deps.everyMs * early)
    const due = deps.journal.agedCopies(disk.id, beforeMs, now, roundSize)
    if (due.length === 0 || deps.isBusy() || deps.signal.aborted) return
    const verified: DiskCopy[] = []
    const part = { diskId: disk.id, copies: 0, bytes: 0, bad: 0 }
    for (const copy of due) {
      await deps.giveWay()
      if (deps.signal.aborted || deps.isBusy() || Date.now() > now + roundMs) break
      if (disk.state === 'missing') break
      const startMs = performance.now()
      const found = await readAgain(deps, disk, copy)
      if (found === 'away') break
      if (found === 'later') continue
      part.copies += 1
      part.bytes += copy.sizeBytes
      if (typeof found === 'number') {
        verified.push({ sha256: copy.sha256, diskId: disk.id, verifiedAtMs: found })
      } else part.bad += 1
      if (copy.verifiedAtMs >= askedMs) {
        const pauseMs = ((performance.now() - startMs) * (1 - duty)) / duty
        await sleep(pauseMs, undefined, { signal: deps.signal }).catch(() => undefined)
      }
    }
    deps.atFailPoint('S1')
    await deps.record(verified)
    if (part.copies === 0) return
    deps.journal.noteScrubbed(part, Date.now())
    deps.atFailPoint('S2')
  }
}

/** When it was right; or that it is disowned, is to be tried again later, or that the disk went away. */
async function readAgain(
  deps: ScrubDeps,
  disk: MountedDisk,
  copy: AgedCopy,
): Promise<number | 'wrong' | 'later' | 'away'> {
  try {
    const found = await disk.store.verify(copy.sha256, copy.sizeBytes)
    if (typeof found === 'number') return found
    // Bytes that change while they lie there are what this is for: the disk goes on being written to,
    // or nothing could be repaired.
    await disownCopy(deps, disk, copy, found === 'bad' ? 'bad' : 'gone')
    return 'wrong'
  } catch (error) {
    deps.disks.blame(disk.id, error)
    if (error instanceof DiskError && error.kind === 'missing') return 'away'
    deps.log.error('scrub.unreadable', {
      sha256: copy.sha256,
      disk: disk.name,
      message: messageOf(error),
    })
    if (copy.checks + 1 < unreadableAfter) {
      deps.journal.postponeCheck(copy.sha256, disk.id, 60_000, 3_600_000)
      return 'later'
    }
    await disownCopy(deps, disk, copy, 'unreadable')
    return 'wrong'
  }
}
