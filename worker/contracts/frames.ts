/*
 * Several things in one body, each as a frame:
 *
 * | bytes | what |
 * |---|---|
 * | 4 | length of the head, big-endian |
 * | that many | the head: JSON that says what follows and how many bytes it has |
 * | as the head says | the bytes themselves |
 */
export const frameLengthBytes = 4
/** Longer heads are refused: an ingest result of 100 tags takes about 30 KB. */
export const frameHeadMaxBytes = 262_144

/** The start of a frame, up to where its bytes follow. */
export function frameHead(head: unknown): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head))
  const start = new Uint8Array(frameLengthBytes + json.length)
  new DataView(start.buffer).setUint32(0, json.length)
  start.set(json, frameLengthBytes)
  return start
}

/** Length of the head that starts with these bytes. Throws a `RangeError` when it is too long. */
export function frameHeadLength(start: Uint8Array): number {
  const length = new DataView(start.buffer, start.byteOffset, start.byteLength).getUint32(0)
  if (length > frameHeadMaxBytes) throw new RangeError('the head of a frame is too long')
  return length
}

/** Parses the bytes of a head as JSON, of no certain shape yet. Throws a `SyntaxError`. */
export function parseFrameHead(head: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(head))
}

/** One frame that is whole in memory: its head, of no certain shape yet, and all bytes after it. */
export function splitFrame(frame: Uint8Array): { head: unknown; bytes: Uint8Array } {
  const from = frameLengthBytes + frameHeadLength(frame)
  if (from > frame.length) throw new RangeError('the frame is shorter than its head')
  return {
    head: parseFrameHead(frame.subarray(frameLengthBytes, from)),
    bytes: frame.subarray(from),
  }
}
