import { frameHeadLength, frameLengthBytes, parseFrameHead } from '#contracts/frames'

export interface Frame<Head> {
  head: Head
  /** Must be read, or left, before the next frame is asked for; what was not read is skipped. */
  body: AsyncGenerator<Uint8Array>
}

/** Hands out chunks of a stream by count, and never more than the stream has brought. */
function makeTaker(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  /** The next bytes, at most `most`; null at the end of the stream. */
  async function some(most: number): Promise<Uint8Array | null> {
    while (rest.length === 0) {
      const next = await chunks.next()
      if (next.done) return null
      rest = next.value
    }
    const taken = rest.subarray(0, most)
    rest = rest.subarray(taken.length)
    return taken
  }
  /** Exactly so many bytes; null when the stream ends before the first of them. */
  async function exactly(count: number): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(count)
    for (let filled = 0; filled < count; ) {
      const taken = await some(count - filled)
      if (taken === null && filled === 0) return null
      if (taken === null) throw new Error('the stream ended within a frame')
      bytes.set(taken, filled)
      filled += taken.length
    }
    return bytes
  }
  return { some, exactly, end: () => chunks.return?.() }
}

/**
 * The frames of a stream as they come. `sizeOf` says by its head how many bytes a frame has. Rejects
 * when the stream ends within a frame or a head cannot be understood; leaving early ends the stream.
 */
export async function* readFrames<Head>(
  source: AsyncIterable<Uint8Array>,
  parse: (head: unknown) => Head,
  sizeOf: (head: Head) => number,
): AsyncGenerator<Frame<Head>> {
  const taker = makeTaker(source)
  try {
    for (;;) {
      const length = await taker.exactly(frameLengthBytes)
      if (length === null) return
      const json = await taker.exactly(frameHeadLength(length))
      if (json === null) throw new Error('the stream ended within a frame')
      const head = parse(parseFrameHead(json))
      let left = sizeOf(head)
      const body = async function* () {
        while (left > 0) {
          const chunk = await taker.some(left)
          if (chunk === null) throw new Error('the stream ended within a frame')
          left -= chunk.length
          yield chunk
        }
      }
      yield { head, body: body() }
      for await (const _ of body()) {
        // Skipped: whoever asked for the next frame did not want the rest of this one.
      }
    }
  } finally {
    await taker.end()
  }
}
