import type { FolderId, SpaceId } from '#contracts/ids'

/** ```
 * waiting ─▶ hashing ─▶ sending ─▶ done | duplicate
 *    │          │          ├─────▶ failed ─ retry ─▶ waiting
 *    └──────────┴──────────┴─────▶ cancelled
 * ``` */
export type UploadState =
  | 'waiting'
  | 'hashing'
  | 'sending'
  | 'done'
  | 'duplicate'
  | 'failed'
  | 'cancelled'

/** Where uploads go; the top of the space when `folderId` is null. */
export interface Destination {
  spaceId: SpaceId
  folderId: FolderId | null
}

export interface Upload extends Destination {
  key: number
  file: File
  state: UploadState
  sentBytes: number
  /** Why it failed, for the person. */
  note: string | null
  /** Whether it failed in a way that another try may mend. */
  canRetry: boolean
}

export const lanes = 6

const active = new Set<UploadState>(['hashing', 'sending'])
const open = new Set<UploadState>(['waiting', 'hashing', 'sending'])
const finished = new Set<UploadState>(['done', 'duplicate'])

export function isOpen(upload: Upload): boolean {
  return open.has(upload.state)
}

/** Which waiting uploads may start now, in order, so that at most six run. */
export function nextToStart(uploads: readonly Upload[]): Upload[] {
  const free = lanes - uploads.filter((upload) => active.has(upload.state)).length
  return uploads.filter((upload) => upload.state === 'waiting').slice(0, Math.max(0, free))
}

const order: UploadState[] = [
  'failed',
  'sending',
  'hashing',
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
  sentBytes: number
  totalBytes: number
  /** From 0 to 1, by bytes. */
  share: number
}

/** What all uploads come to; cancelled ones no longer count. */
export function totalsOf(uploads: readonly Upload[]): Totals {
  const counted = uploads.filter((upload) => upload.state !== 'cancelled')
  const sum = (pick: (upload: Upload) => number) =>
    counted.reduce((all, next) => all + pick(next), 0)
  const totalBytes = sum((upload) => upload.file.size)
  const sentBytes = sum((upload) =>
    finished.has(upload.state) ? upload.file.size : Math.min(upload.sentBytes, upload.file.size),
  )
  return {
    count: counted.length,
    finished: counted.filter((upload) => finished.has(upload.state)).length,
    failed: counted.filter((upload) => upload.state === 'failed').length,
    open: counted.filter(isOpen).length,
    sentBytes,
    totalBytes,
    share: totalBytes === 0 ? 0 : sentBytes / totalBytes,
  }
}

/** Seconds left at the pace since `startedAtMs`; null while there is too little to tell from. */
export function secondsLeft(totals: Totals, startedAtMs: number, nowMs: number): number | null {
  const seconds = (nowMs - startedAtMs) / 1_000
  if (seconds < 1 || totals.sentBytes === 0) return null
  return (totals.totalBytes - totals.sentBytes) / (totals.sentBytes / seconds)
}
