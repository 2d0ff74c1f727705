import { type Sha256, sha256Schema } from '#contracts/ids'
import { BrokenPromiseError, type ByteRange, type Originals } from '#contracts/originals'
import { makeDigests, toHex } from './digests.ts'

/**
 * Originals in R2. A put is streamed with a fixed length; the SHA-256 and MD5 are taken as the bytes
 * pass. R2 refuses a body whose promised SHA-256 differs, and without a promise R2's own MD5 of what
 * it stored is compared with ours, so what `put` resolves with is what R2 holds.
 */
export function makeR2Originals(bucket: R2Bucket): Originals {
  return {
    async put(key, body, { sizeBytes, sha256 }) {
      const lane = new FixedLengthStream(sizeBytes)
      const digests = makeDigests()
      const [pumped, stored] = await Promise.allSettled([
        pump(body, lane.writable, digests, sizeBytes),
        bucket.put(key, lane.readable, {
          onlyIf: { etagDoesNotMatch: '*' },
          ...(sha256 === undefined ? {} : { sha256 }),
        }),
      ])
      if (stored.status === 'fulfilled' && stored.value === null) {
        return { sha256: await hashOf(bucket, key), existed: true }
      }
      if (pumped.status === 'rejected') {
        if (stored.status === 'fulfilled') await bucket.delete(key)
        throw pumped.reason
      }
      const seen = pumped.value
      if (sha256 !== undefined && seen.sha256 !== sha256) {
        if (stored.status === 'fulfilled') await bucket.delete(key)
        throw new BrokenPromiseError('sha256')
      }
      if (stored.status === 'rejected') throw stored.reason
      const storedMd5 = stored.value?.checksums.md5
      if (storedMd5 && toHex(storedMd5) !== seen.md5) {
        await bucket.delete(key)
        throw new Error('R2 stored other bytes than it was sent')
      }
      return { sha256: sha256Schema.parse(seen.sha256), existed: false }
    },

    async open(key, range) {
      const object = await getRange(bucket, key, range)
      if (object === null) return null
      if (range && liesOutside(range, object.size)) {
        await object.body.cancel()
        throw new RangeError('the range lies outside the original')
      }
      return {
        sizeBytes: object.size,
        range: range ?? { start: 0, end: object.size - 1 },
        body: object.body,
      }
    },

    async stat(key) {
      const object = await bucket.head(key)
      return object && { key, sizeBytes: object.size }
    },

    async list({ prefix, cursor, limit }) {
      const page = await bucket.list({
        ...(prefix === undefined ? {} : { prefix }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(limit === undefined ? {} : { limit }),
      })
      return {
        items: page.objects.map(({ key, size }) => ({ key, sizeBytes: size })),
        cursor: page.truncated ? page.cursor : null,
      }
    },

    async remove(key) {
      await bucket.delete(key)
    },
  }
}

/** R2 takes no more in one put. */
export const replaceMaxBytes = 5_000_000_000

/**
 * Writes over an object that is known to be bad, or gone. R2 keeps what it has unless the bytes have
 * the length and the SHA-256 that are promised.
 */
export async function replaceInR2(
  bucket: R2Bucket,
  key: string,
  body: ReadableStream<Uint8Array>,
  { sizeBytes, sha256 }: { sizeBytes: number; sha256: Sha256 },
): Promise<void> {
  const lane = new FixedLengthStream(sizeBytes)
  const [piped, stored] = await Promise.allSettled([
    body.pipeTo(lane.writable),
    bucket.put(key, lane.readable, { sha256 }),
  ])
  if (piped.status === 'rejected') throw piped.reason
  if (stored.status === 'rejected') throw stored.reason
}

/** R2 fails in ways of its own for a range that starts past the end: the size says what it was. */
async function getRange(
  bucket: R2Bucket,
  key: string,
  range: ByteRange | undefined,
): Promise<R2ObjectBody | null> {
  if (!range) return await bucket.get(key)
  try {
    return await bucket.get(key, { range: toR2Range(range) })
  } catch (cause) {
    const object = await bucket.head(key)
    if (object && !liesOutside(range, object.size)) throw cause
    if (!object) return null
    throw new RangeError('the range lies outside the original', { cause })
  }
}

function liesOutside({ start, end }: ByteRange, sizeBytes: number): boolean {
  return start > end || end >= sizeBytes
}

function toR2Range({ start, end }: ByteRange): R2Range {
  return { offset: start, length: end - start + 1 }
}

/** Copies `body` into `lane` and the digests, chunk by chunk, and holds nothing back. */
async function pump(
  body: ReadableStream<Uint8Array>,
  lane: WritableStream<Uint8Array>,
  digests: ReturnType<typeof makeDigests>,
  sizeBytes: number,
) {
  const reader = body.getReader()
  const writer = lane.getWriter()
  let seenBytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      seenBytes += value.byteLength
      if (seenBytes > sizeBytes) throw new BrokenPromiseError('length')
      await Promise.all([writer.write(value), digests.write(value)])
    }
    if (seenBytes < sizeBytes) throw new BrokenPromiseError('length')
    await writer.close()
    return await digests.finish()
  } catch (error) {
    await Promise.allSettled([reader.cancel(error), writer.abort(error), digests.abandon()])
    throw error
  }
}

async function hashOf(bucket: R2Bucket, key: string): Promise<Sha256> {
  const object = await bucket.get(key)
  if (object === null) throw new Error('the object went away while it was read')
  const digest = new crypto.DigestStream('SHA-256')
  await object.body.pipeTo(digest)
  return sha256Schema.parse(toHex(await digest.digest))
}
