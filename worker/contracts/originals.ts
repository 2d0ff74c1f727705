import type { Sha256 } from './ids.ts'

/** Bytes `start` to `end`, both included, as in HTTP Range. */
export interface ByteRange {
  start: number
  end: number
}

export interface OriginalStat {
  key: string
  sizeBytes: number
}

/** An open original. `range` is what `body` holds; `sizeBytes` is the whole. */
export interface OpenOriginal {
  sizeBytes: number
  range: ByteRange
  body: ReadableStream<Uint8Array>
}

/** The half that can be offered over the tunnel: a home node reads and acknowledges, it never deletes. */
export interface OriginalsReader {
  /** null when there is no such original. Rejects with a `RangeError` when the range lies outside it. */
  open(key: string, range?: ByteRange): Promise<OpenOriginal | null>
  stat(key: string): Promise<OriginalStat | null>
}

/**
 * A place that keeps originals. A key is opaque: R2 builds it from ids, a disk from the SHA-256.
 *
 * - `put` streams; it never holds the body whole. It resolves only when the bytes are durable under
 *   the key, and rejects, leaving nothing visible, when length or hash differ from what was promised.
 *   An existing original of that key is kept and `existed` is true: originals are immutable.
 * - `list` pages in key order.
 * - `remove` of a key that is not there is not an error.
 */
export interface Originals extends OriginalsReader {
  put(
    key: string,
    body: ReadableStream<Uint8Array>,
    promise: { sizeBytes: number; sha256?: Sha256 },
  ): Promise<{ sha256: Sha256; existed: boolean }>
  list(options: { prefix?: string; cursor?: string; limit?: number }): Promise<{
    items: OriginalStat[]
    cursor: string | null
  }>
  remove(key: string): Promise<void>
}

/** Thrown by `put` when the body was not what was promised. */
export class BrokenPromiseError extends Error {
  readonly what: 'length' | 'sha256'
  constructor(what: 'length' | 'sha256') {
    super(`the body's ${what} is not what was promised`)
    this.name = 'BrokenPromiseError'
    this.what = what
  }
}
