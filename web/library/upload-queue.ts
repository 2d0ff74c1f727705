import type { FileId, FolderId, SpaceId } from '#contracts/ids'

/** ```
 * waiting ─▶ hashing ─▶ sending ─▶ done | duplicate
 *    ▲          │          ├─────▶ failed ─ retry ─▶ waiting
 *    ├── resting ◀─────────┤       (the line is gone: goes on by itself)
 *    ├── paused ◀──────────┤       (goes on when told to)
 *    │          └──────────┴─────▶ cancelled
 *    └── lost                      (begun before this page was loaded: needs the file again)
 * ``` */
export type UploadState =
  | 'waiting'
  | 'hashing'
  | 'sending'
  | 'resting'
  | 'paused'
  | 'lost'
  | 'done'
  | 'duplicate'
  | 'failed'
  | 'cancelled'

/** Where uploads go; the top of the space when `folderId` is null. */
export interface Destination {
  spaceId: SpaceId
  folderId: FolderId | null
  /** What it is called where they go; none for the top of a space. */
  into?: Into | null
}

/** A folder, or an album: files of an album lie at the top of its space, and are shown in it. */
export interface Into {
  name: string
  albumId: FolderId | null
}

export interface Upload extends Destination {
  key: number
  name: string
  size: number
  /** Null when it was begun before this page was loaded and the browser does not keep the file. */
  file: File | null
  /** Only of a file that the vault fetches from the web: it can be neither paused nor remembered. */
  webAddress?: string
  /** The dropped folders that it lay in, below `folderId`, the topmost first. */
  folders: string[]
  state: UploadState
  /** Of the file, as far as the vault has it. */
  sentBytes: number
  /** Where its upload goes on, once there is one. */
  url: string | null
  /** How often in a row the line broke off. */
  breaks: number
  /** Why it failed, for the person. */
  note: string | null
  /** Whether it failed in a way that another try may mend. */
  canRetry: boolean
  /** Once it is in the vault. */
  fileId: FileId | null
  /** How many of its copies were read back and proven, of how many; null until that is known. */
  proof: { verified: number; copies: number } | null
}

export const lanes = 6

/** Files up to this size go in one request; larger ones in chunks that can be taken up again. */
export const wholeMaxBytes = 8_000_000
/** As large as the vault's parts: each chunk streams straight into one. */
export const chunkBytes = 16_777_216
/** After a chunk broke off: on a line that breaks often, small chunks get further. */
export const carefulChunkBytes = 4_194_304
/** So many careful chunks in a row, and the line is trusted again. */
const goodChunks = 4

/** The size of the next chunk, from how many came through since the last break (null: no break yet). */
export function nextChunkBytes(goodSinceBreak: number | null, bodyMaxBytes: number): number {
  const isCareful = goodSinceBreak !== null && goodSinceBreak < goodChunks
  return Math.min(bodyMaxBytes, isCareful ? carefulChunkBytes : chunkBytes)
}

/** How long to rest after the line broke off for the nth time, in milliseconds. */
export function restMs(breaks: number): number {
  return Math.min(30_000, 500 * 2 ** Math.min(10, breaks))
}

const active = new Set<UploadState>(['hashing', 'sending'])
const open = new Set<UploadState>(['waiting', 'hashing', 'sending', 'resting'])
const finished = new Set<UploadState>(['done', 'duplicate'])

/** Whether it goes on without anybody doing anything. */
export function isOpen(upload: Upload): boolean {
  return open.has(upload.state)
}

/** Whether it is neither in the vault nor given up. */
export function isUnfinished(upload: Upload): boolean {
  return isOpen(upload) || upload.state === 'paused' || upload.state === 'lost'
}

/** Which waiting uploads may start now, in order, so that at most six run. */
export function nextToStart(uploads: readonly Upload[]): Upload[] {
  let free = lanes
  for (const upload of uploads) if (active.has(upload.state)) free--
  const next: Upload[] = []
  for (const upload of uploads) {
    if (next.length >= free) break
    if (upload.state === 'waiting') next.push(upload)
  }
  return next
}

const order: UploadState[] = [
  'failed',
  'lost',
  'sending',
  'resting',
  'hashing',
  'paused',
  'waiting',
  'duplicate',
  'done',
  'cancelled',
]

/** What wants attention first, then what runs, then what is over; otherwise as they were added. */
export function inOrderOfInterest(uploads: readonly Upload[]): Upload[] {
  return uploads.toSorted(
    (left, right) => order.indexOf(left.state) - order.indexOf(right.state) || left.key - right.key,
  )
}

export interface Totals {
  count: number
  finished: number
  failed: number
  open: number
  paused: number
  lost: number
  /** Finished ones of which at least one copy was proven. */
  verified: number
  sentBytes: number
  totalBytes: number
  /** From 0 to 1, by bytes. */
  share: number
}

/** What all uploads come to; cancelled ones no longer count. */
export function totalsOf(uploads: readonly Upload[]): Totals {
  const counted = uploads.filter((upload) => upload.state !== 'cancelled')
  const count = (test: (upload: Upload) => boolean) => counted.filter(test).length
  const sum = (pick: (upload: Upload) => number) =>
    counted.reduce((all, next) => all + pick(next), 0)
  const totalBytes = sum((upload) => upload.size)
  const sentBytes = sum((upload) =>
    finished.has(upload.state) ? upload.size : Math.min(upload.sentBytes, upload.size),
  )
  return {
    count: counted.length,
    finished: count((upload) => finished.has(upload.state)),
    failed: count((upload) => upload.state === 'failed'),
    open: count(isOpen),
    paused: count((upload) => upload.state === 'paused'),
    lost: count((upload) => upload.state === 'lost'),
    verified: count((upload) => finished.has(upload.state) && (upload.proof?.verified ?? 0) > 0),
    sentBytes,
    totalBytes,
    share: totalBytes === 0 ? 0 : sentBytes / totalBytes,
  }
}

/** What had been sent at a moment, counted over all uploads. */
export interface Sample {
  atMs: number
  bytes: number
}

const sampledMs = 12_000

/** The samples of the last seconds with a new one; older ones say nothing of the line as it is now. */
export function withSample(samples: readonly Sample[], next: Sample): Sample[] {
  return [...samples.filter(({ atMs }) => next.atMs - atMs <= sampledMs), next]
}

/** Bytes in a second over the samples; null while there is too little to tell from. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.atMs - first.atMs < 1_000) return null
  return ((last.bytes - first.bytes) * 1_000) / (last.atMs - first.atMs)
}

/** Seconds left at that rate; null while it cannot be told. */
export function secondsLeft(totals: Totals, bytesPerSecond: number | null): number | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null
  return (totals.totalBytes - totals.sentBytes) / bytesPerSecond
}
