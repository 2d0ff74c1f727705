import type { Change } from '#contracts/home-node'
import type { DiskId, OriginalId, Sha256 } from '#contracts/ids'
import type { FeedOriginal, FeedRemoval, Wanted } from '../disks/journal.ts'

/** The originals that a page of the feed says are stored. */
export function originalsOf(changes: Change[]): FeedOriginal[] {
  return changes.flatMap(({ kind, seq, original }) =>
    kind === 'original.stored' && original !== null
      ? [{ seq, originalId: original.id, sha256: original.sha256, sizeBytes: original.sizeBytes }]
      : [],
  )
}

/** The originals that a page of the feed says were purged. */
export function removalsOf(changes: Change[]): FeedRemoval[] {
  return changes.flatMap(({ kind, original }) =>
    kind === 'original.removed' && original !== null
      ? [{ originalId: original.id, sha256: original.sha256 }]
      : [],
  )
}

/** One download, written to every disk that lacks it. */
export interface Fetch {
  sha256: Sha256
  sizeBytes: number
  /** Originals with these bytes; any of them may be asked for. */
  originalIds: OriginalId[]
  diskIds: DiskId[]
}

export interface MirrorPlan {
  fetches: Fetch[]
  /** Does not fit on that disk now. */
  noRoom: { sha256: Sha256; diskId: DiskId }[]
}

/**
 * What to fetch for whom: each hash once, in the order of the wants, for all the writable disks
 * that want it and have room for it beside what was planned before it. `busy` hashes are on their
 * way already.
 */
export function planMirror(
  wanted: Wanted[],
  disks: { id: DiskId; freeBytes: number }[],
  busy: ReadonlySet<Sha256> = new Set(),
): MirrorPlan {
  const room = new Map(disks.map((disk) => [disk.id, disk.freeBytes]))
  const fetches = new Map<Sha256, Fetch>()
  const noRoom: MirrorPlan['noRoom'] = []
  const decided = new Set<string>()
  for (const { originalId, sha256, sizeBytes, diskId } of wanted) {
    const free = room.get(diskId)
    if (free === undefined || busy.has(sha256)) continue
    const fetch = fetches.get(sha256)
    if (fetch !== undefined && !fetch.originalIds.includes(originalId)) {
      fetch.originalIds.push(originalId)
    }
    if (decided.has(`${sha256} ${diskId}`)) continue
    decided.add(`${sha256} ${diskId}`)
    if (sizeBytes > free) {
      noRoom.push({ sha256, diskId })
      continue
    }
    room.set(diskId, free - sizeBytes)
    if (fetch === undefined) {
      fetches.set(sha256, { sha256, sizeBytes, originalIds: [originalId], diskIds: [diskId] })
    } else {
      fetch.diskIds.push(diskId)
    }
  }
  return { fetches: [...fetches.values()], noRoom }
}

/** An original up to this size shares its request with others. */
const batchItemMaxBytes = 8_388_608
const batchMaxBytes = 50_331_648
export const batchIdsMax = 32

/**
 * Takes off the queue what comes next: one original, or several small ones in a row that may share
 * a request. `mayShare` says for each whether the Worker is where it comes from.
 */
export function nextLoad(queue: Fetch[], mayShare: (fetch: Fetch) => boolean): Fetch[] {
  let bytes = 0
  let count = 0
  for (const fetch of queue) {
    bytes += fetch.sizeBytes
    const fits = count < batchIdsMax && bytes <= batchMaxBytes
    if (!fits || fetch.sizeBytes > batchItemMaxBytes || !mayShare(fetch)) break
    count += 1
  }
  return queue.splice(0, Math.max(1, count))
}
