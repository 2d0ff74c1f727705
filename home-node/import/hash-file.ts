import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Sha256, sha256Schema } from '#contracts/ids'

/** SHA-256 of a file, and how many bytes that were: it may have grown since it was looked at. */
export async function hashFile(path: string): Promise<{ sha256: Sha256; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1_048_576 })
  for await (const chunk of stream) {
    hash.update(chunk)
    sizeBytes += chunk.length
  }
  return { sha256: sha256Schema.parse(hash.digest('hex')), sizeBytes }
}
