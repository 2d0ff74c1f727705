import { sha256Schema } from '#contracts/ids'
import { BrokenPromiseError, type Originals } from '#contracts/originals'
import { toHex } from './digests.ts'

/** Originals in memory, for tests of what stands on the port. */
export function makeMemoryOriginals(): Originals {
  const kept = new Map<string, Uint8Array>()
  return {
    async put(key, body, promise) {
      const bytes = await collect(body)
      const sha256 = sha256Schema.parse(toHex(await crypto.subtle.digest('SHA-256', bytes)))
      if (bytes.length !== promise.sizeBytes) throw new BrokenPromiseError('length')
      if (promise.sha256 !== undefined && promise.sha256 !== sha256) {
        throw new BrokenPromiseError('sha256')
      }
      const existed = kept.has(key)
      if (!existed) kept.set(key, bytes)
      return { sha256, existed }
    },
    async open(key, range) {
      const bytes = kept.get(key)
      if (!bytes) return null
      if (range && (range.start > range.end || range.end >= bytes.length)) {
        throw new RangeError('the range lies outside the original')
      }
      const { start, end } = range ?? { start: 0, end: bytes.length - 1 }
      return {
        sizeBytes: bytes.length,
        range: { start, end },
        body: new Blob([bytes.slice(start, end + 1)]).stream(),
      }
    },
    async stat(key) {
      const bytes = kept.get(key)
      return bytes ? { key, sizeBytes: bytes.length } : null
    },
    async list({ prefix = '', cursor, limit = 1_000 }) {
      const keys = [...kept.keys()]
        .filter((key) => key.startsWith(prefix) && (cursor === undefined || key > cursor))
        .sort()
      const page = keys.slice(0, limit)
      return {
        items: page.map((key) => ({ key, sizeBytes: kept.get(key)?.length ?? 0 })),
        cursor: keys.length > limit ? (page.at(-1) ?? null) : null,
      }
    },
    async remove(key) {
      kept.delete(key)
    },
  }
}

async function collect(body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
