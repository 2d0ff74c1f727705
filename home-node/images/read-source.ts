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
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of await source.open()) {
    size += chunk.length
    // The promised size is only a promise; leaving the loop cancels the stream.
    if (size > maxBytes) throw new SourceTooLargeError(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
