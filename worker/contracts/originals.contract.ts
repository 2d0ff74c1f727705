import { describe, expect, it } from 'vitest'
import { type Sha256, sha256Schema } from './ids.ts'
import { BrokenPromiseError, type Originals } from './originals.ts'

/** A fresh, empty place, and how this place names an original of these bytes. */
export interface OriginalsUnderTest {
  originals: Originals
  /** A valid key for an original with this hash; keys of one place share no other meaning. */
  keyFor(sha256: Sha256): string
}

type Bytes = Uint8Array<ArrayBuffer>

/** The same bytes for the same seed; xorshift, so nothing compresses or repeats. */
function bytesOf(length: number, seed: number): Bytes {
  const bytes = new Uint8Array(length)
  let state = seed * 2_654_435_761 + 1
  for (let i = 0; i < length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state & 0xff
  }
  return bytes
}

async function hashOf(bytes: Bytes): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return sha256Schema.parse([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
}

/** A body in chunks of an awkward size; `breakAfter` makes it fail once that many bytes were read. */
function bodyOf(bytes: Bytes, options: { chunk?: number; breakAfter?: number } = {}) {
  const { chunk = 65_521, breakAfter = Number.POSITIVE_INFINITY } = options
  let position = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (position >= breakAfter) return controller.error(new Error('the sender went away'))
      if (position >= bytes.length) return controller.close()
      const end = Math.min(position + chunk, bytes.length)
      controller.enqueue(bytes.slice(position, end))
      position = end
    },
  })
}

async function collect(body: ReadableStream<Uint8Array>): Promise<Bytes> {
  return new Uint8Array(await new Response(body as ReadableStream<Bytes>).arrayBuffer())
}

/**
 * What every adapter of `Originals` keeps. `makeOriginals` is called for each test and yields an
 * empty place. Uses web standards only, so it runs in Node and in workerd.
 */
export function originalsContract(
  name: string,
  makeOriginals: () => OriginalsUnderTest | Promise<OriginalsUnderTest>,
): void {
  async function setUp() {
    const { originals, keyFor } = await makeOriginals()
    const put = async (bytes: Bytes) => {
      const sha256 = await hashOf(bytes)
      const key = keyFor(sha256)
      const answer = await originals.put(key, bodyOf(bytes), { sizeBytes: bytes.length, sha256 })
      return { key, sha256, answer }
    }
    const read = async (key: string) => {
      const open = await originals.open(key)
      return open && { ...open, body: await collect(open.body) }
    }
    const keys = async () => (await originals.list({})).items.map((item) => item.key)
    return { originals, keyFor, put, read, keys }
  }

  describe(`originals in ${name}`, () => {
    it.each([0, 1, 65_521, 1_048_576, 3_145_731])(
      'give back %i bytes as they came',
      async (size) => {
        const { originals, put, read } = await setUp()
        const bytes = bytesOf(size, size + 1)
        const { key, sha256, answer } = await put(bytes)
        expect(answer).toEqual({ sha256, existed: false })
        const back = await read(key)
        expect(back?.sizeBytes).toBe(size)
        expect(back?.range).toEqual({ start: 0, end: size - 1 })
        expect(await hashOf(back?.body ?? bytesOf(9, 9))).toBe(sha256)
        expect(await originals.stat(key)).toEqual({ key, sizeBytes: size })
      },
    )

    it('are hashed also when no hash was promised', async () => {
      const { originals, keyFor } = await setUp()
      const bytes = bytesOf(70_000, 2)
      const sha256 = await hashOf(bytes)
      const promise = { sizeBytes: bytes.length }
      const answer = await originals.put(keyFor(sha256), bodyOf(bytes), promise)
      expect(answer).toEqual({ sha256, existed: false })
    })

    it('are kept when they come a second time', async () => {
      const { put, read, keys } = await setUp()
      const bytes = bytesOf(5_000, 3)
      const { key, sha256 } = await put(bytes)
      expect((await put(bytes)).answer).toEqual({ sha256, existed: true })
      expect((await read(key))?.body).toEqual(bytes)
      expect(await keys()).toEqual([key])
    })

    it('are there once when the same bytes come at the same time', async () => {
      const { put, read, keys } = await setUp()
      const bytes = bytesOf(200_000, 4)
      const puts = await Promise.all([put(bytes), put(bytes), put(bytes)])
      const key = puts[0]?.key ?? ''
      expect(await keys()).toEqual([key])
      expect((await read(key))?.body).toEqual(bytes)
    })

    it.each([
      ['shorter', -1],
      ['longer', 1],
    ])('that are %s than promised are refused and never visible', async (_, difference) => {
      const { originals, keyFor, keys } = await setUp()
      const bytes = bytesOf(100_000, 5)
      const key = keyFor(await hashOf(bytes))
      const promise = { sizeBytes: bytes.length - difference }
      const attempt = originals.put(key, bodyOf(bytes), promise)
      await expect(attempt).rejects.toThrow(BrokenPromiseError)
      await expect(attempt).rejects.toMatchObject({ what: 'length' })
      expect(await originals.stat(key)).toBeNull()
      expect(await keys()).toEqual([])
    })

    it('with other bytes than promised are refused and never visible', async () => {
      const { originals, keyFor, keys } = await setUp()
      const bytes = bytesOf(100_000, 6)
      const sha256 = await hashOf(bytes)
      const flipped = bytes.slice()
      flipped[50_000] = (flipped[50_000] ?? 0) ^ 1
      const key = keyFor(sha256)
      const attempt = originals.put(key, bodyOf(flipped), { sizeBytes: bytes.length, sha256 })
      await expect(attempt).rejects.toThrow(BrokenPromiseError)
      await expect(attempt).rejects.toMatchObject({ what: 'sha256' })
      expect(await originals.open(key)).toBeNull()
      expect(await keys()).toEqual([])
    })

    it('whose sender goes away are never visible, and can come again', async () => {
      const { originals, keyFor, put, read, keys } = await setUp()
      const bytes = bytesOf(300_000, 7)
      const sha256 = await hashOf(bytes)
      const key = keyFor(sha256)
      const body = bodyOf(bytes, { breakAfter: 150_000 })
      await expect(originals.put(key, body, { sizeBytes: bytes.length, sha256 })).rejects.toThrow()
      expect(await keys()).toEqual([])
      await put(bytes)
      expect((await read(key))?.body).toEqual(bytes)
    })

    it.each([
      ['the first byte', 0, 0],
      ['the last byte', 99_999, 99_999],
      ['a middle', 40_000, 75_000],
      ['all of it', 0, 99_999],
    ])('open at %s', async (_, start, end) => {
      const { originals, put } = await setUp()
      const bytes = bytesOf(100_000, 8)
      const { key } = await put(bytes)
      const open = await originals.open(key, { start, end })
      expect(open?.sizeBytes).toBe(100_000)
      expect(open?.range).toEqual({ start, end })
      expect(open && (await collect(open.body))).toEqual(bytes.slice(start, end + 1))
    })

    it.each([
      ['past the end', 100, 100],
      ['beyond the end', 50, 100],
      ['turned round', 60, 50],
    ])('refuse a range %s', async (_, start, end) => {
      const { originals, put } = await setUp()
      const { key } = await put(bytesOf(100, 9))
      await expect(originals.open(key, { start, end })).rejects.toThrow(RangeError)
    })

    it('that are not there open as null', async () => {
      const { originals, keyFor } = await setUp()
      const key = keyFor(await hashOf(bytesOf(1, 10)))
      expect(await originals.open(key)).toBeNull()
      expect(await originals.open(key, { start: 0, end: 0 })).toBeNull()
      expect(await originals.stat(key)).toBeNull()
    })

    it('are gone once removed, and removing again is no error', async () => {
      const { originals, put, keys } = await setUp()
      const { key } = await put(bytesOf(10, 11))
      const { key: other } = await put(bytesOf(10, 12))
      await originals.remove(key)
      await originals.remove(key)
      expect(await originals.open(key)).toBeNull()
      expect(await keys()).toEqual([other])
    })

    it('list in key order, page by page, each once', async () => {
      const { originals, put } = await setUp()
      const wanted: string[] = []
      for (let i = 0; i < 7; i++) wanted.push((await put(bytesOf(i, 20 + i))).key)
      wanted.sort()
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<Originals['list']>> = await originals.list({
          limit: 3,
          ...(cursor === null ? {} : { cursor }),
        })
        expect(page.items.length).toBeLessThanOrEqual(3)
        seen.push(...page.items.map((item) => item.key))
        cursor = page.cursor
      } while (cursor !== null)
      expect(seen).toEqual(wanted)
    })

    it('list by prefix', async () => {
      const { originals, put } = await setUp()
      const keys: string[] = []
      for (let i = 0; i < 5; i++) keys.push((await put(bytesOf(i + 1, 40 + i))).key)
      for (const key of keys) {
        for (const length of [key.length, key.length - 60, key.length - 62, key.length - 63]) {
          const prefix = key.slice(0, length)
          const { items } = await originals.list({ prefix })
          expect(items.map((item) => item.key)).toEqual(
            keys.filter((other) => other.startsWith(prefix)).sort(),
          )
        }
      }
    })
  })
}
