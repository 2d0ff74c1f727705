import type { ItemOutcome } from './import-item.ts'

/** What became of an import so far. */
export interface ImportReport {
  outcomes: Record<ItemOutcome, number>
  sentBytes: number
  /** Left out on purpose, by reason, with how many. */
  skipped: Map<string, number>
  /** What should have come in and did not. */
  refused: { path: string; reason: string }[]
  folders: number
  albums: number
  /** Files about which something was written: times, places, words. */
  told: number
  notes: string[]
  isStopped: boolean
}

export function emptyReport(): ImportReport {
  return {
    outcomes: { sent: 0, linked: 0, known: 0 },
    sentBytes: 0,
    skipped: new Map(),
    refused: [],
    folders: 0,
    albums: 0,
    told: 0,
    notes: [],
    isStopped: false,
  }
}

/** How far an import is: bytes count when they are in the vault, or are not needed. */
export interface ImportProgress {
  doneFiles: number
  allFiles: number
  doneBytes: number
  allBytes: number
  startedMs: number
}
