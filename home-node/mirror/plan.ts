import type { Change } from '#contracts/home-node'
import type { DiskId, OriginalId, Sha256 } from '#contracts/ids'
import type { CopiesWish, FeedOriginal, FeedRemoval, FeedWish, Wanted } from '../disks/journal.ts'

/** The originals that a page of the feed says are stored. */
export function originalsOf(changes: Change[]): FeedOriginal[] {
  return changes.flatMap(({ kind, seq, original }) =>
    kind === 'original.stored' && original !== null
      ? [{ seq, originalId: original.id, sha256: original.sha256, sizeBytes: original.sizeBytes }]
      : [],
  )
}

/**
 * The last word of a page of the feed on which copies are wanted of its originals. What is only stored
 * says so as well: the default, where nobody said anything.
 */
export function wishesOf(changes: Change[]): FeedWish[] {
  const last = new Map<OriginalId, FeedWish>()
  for (const { kind, original } of changes) {
    if (original === null) continue
    const { id, sha256, wants } = original
    const { copies, diskIds } = wants
    const isDefault = copies === null && diskIds === null
    if (kind === 'original.wanted' || (kind === 'original.stored' && !isDefault)) {
      last.set(id, { originalId: id, sha256, copies, diskIds })
    }
  }
  return [...last.values()]
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
  /** Does not fit on that disk now, or is to go to another one. */
  noRoom: { sha256: Sha256; diskId: DiskId }[]
}

/** A disk that may be written to. Sizes in bytes, `freeBytes` beyond the reserve. */
export interface Room {
  id: DiskId
  freeBytes: number
  totalBytes: number
}

/** What the journal knows of the bytes that are wanted. */
export interface KnownCopies {
  /** The disks whose copies count. */
  keepers(sha256: Sha256): DiskId[]
  wishFor(sha256: Sha256): CopiesWish
}

/**
 * What to fetch for whom: each hash once, in the order of the wants, for the writable disks that want
 * it and have room for it beside what was planned before it. Where fewer copies are wished for than
 * there are disks, those with the largest free share take them, so that disks of different size fill
 * alike. `busy` hashes are on their way already.
 */
export function planMirror(
  wanted: Wanted[],
  disks: Room[],
  known: KnownCopies,
  busy: ReadonlySet<Sha256> = new Set(),
): MirrorPlan {
  const room = new Map(disks.map((disk) => [disk.id, { ...disk }]))
  const fetches: Fetch[] = []
  const noRoom: MirrorPlan['noRoom'] = []
  for (const [sha256, rows] of Map.groupBy(wanted, (row) => row.sha256)) {
    if (busy.has(sha256)) continue
    const sizeBytes = rows[0]?.sizeBytes ?? 0
    const asking = new Set(rows.map((row) => row.diskId))
    const lacking = [...asking].flatMap((id) => room.get(id) ?? [])
    const chosen = choose(lacking, sizeBytes, known.wishFor(sha256), known.keepers(sha256))
    for (const disk of chosen) disk.freeBytes -= sizeBytes
    const diskIds = chosen.map(({ id }) => id)
    noRoom.push(
      ...lacking.flatMap(({ id }) => (diskIds.includes(id) ? [] : [{ sha256, diskId: id }])),
    )
    const originalIds = [...new Set(rows.map((row) => row.originalId))]
    if (diskIds.length > 0) fetches.push({ sha256, sizeBytes, originalIds, diskIds })
  }
  return { fetches, noRoom }
}

function choose(lacking: Room[], sizeBytes: number, wish: CopiesWish, holders: DiskId[]): Room[] {
  const isAllowed = (id: DiskId) => wish.diskIds === null || wish.diskIds.includes(id)
  const fitting = lacking.filter(({ id, freeBytes }) => isAllowed(id) && sizeBytes <= freeBytes)
  if (wish.copies === null) return fitting
  const share = ({ freeBytes, totalBytes }: Room) => freeBytes / Math.max(1, totalBytes)
  const missing = wish.copies - holders.filter(isAllowed).length
  return fitting.sort((a, b) => share(b) - share(a)).slice(0, Math.max(0, missing))
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
