import type { ImageSource } from '#contracts/image-engine'

export class SourceTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`This file is over ${Math.floor(maxBytes / 1_000_000)} MB: too large to decode.`)
    this.name = 'SourceTooLargeError'
  }
}

/**
 * Reads a source picture into memory, which decoders need, up to `maxBytes`. Rejects with
 * `SourceTooLargeError`, or with whatever the source's stream failed with.
 */
export async function readSource(source: ImageSource, maxBytes: number): Promise<Uint8Array> {
  if (source.sizeBytes > maxBytes) throw new SourceTooLargeError(maxBytes)
  // Large pictures are held once, not as pieces and again as a whole.
  let bytes = Buffer.allocUnsafe(source.sizeBytes)
  let size = 0
  for await (const chunk of await source.open()) {
    // The promised size is only a promise; leaving the loop cancels the stream.
    if (size + chunk.length > maxBytes) throw new SourceTooLargeError(maxBytes)
    if (size + chunk.length > bytes.length)
      bytes = Buffer.concat([bytes, chunk], 2 * size + chunk.length)
    bytes.set(chunk, size)
    size += chunk.length
  }
  return bytes.subarray(0, size)
}
