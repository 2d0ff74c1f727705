/** A body was longer than its reader takes. */
export class TooManyBytesError extends Error {
  override name = 'TooManyBytesError'
}

/** Reads a stream into memory, up to `limitBytes`; then it stops reading and throws. */
export async function boundedBytes(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of source) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw new TooManyBytesError(`more than ${limitBytes} bytes`)
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(sizeBytes)
  let position = 0
  for (const chunk of chunks) {
    bytes.set(chunk, position)
    position += chunk.length
  }
  return bytes
}
