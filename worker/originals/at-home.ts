import type { Sha256 } from '#contracts/ids'
import type { ByteRange, OpenOriginal } from '#contracts/originals'
import type { Deps } from '../deps.ts'
import { toHex } from './digests.ts'

/** What is larger is not kept at the edge: the slower of two readers holds the rest in memory. */
const cacheMaxBytes = 64_000_000

/**
 * Opens an original at home, from the edge's cache when it was read before; the whole of it is hashed
 * as it passes, and breaks off at its end when it is not what it should be, so that nobody takes it
 * for whole. Null when no disk has it.
 */
export async function openAtHome(
  deps: Pick<Deps, 'homeOriginals' | 'defer'>,
  { sha256, sizeBytes }: { sha256: Sha256; sizeBytes: number },
  range: ByteRange | undefined,
): Promise<OpenOriginal | null> {
  const key = new Request(`https://originals.invalid/${sha256}`)
  const hit = await caches.default.match(key)
  if (hit?.body) return { sizeBytes, ...cut(hit.body, range, sizeBytes) }
  const opened = await deps.homeOriginals.open(sha256, range)
  if (opened === null || range !== undefined) return opened
  const checked = opened.body.pipeThrough(hashed(sha256))
  if (sizeBytes > cacheMaxBytes) return { ...opened, body: checked }
  const [body, kept] = checked.tee()
  const headers = { 'Cache-Control': 'public, max-age=604800', 'Content-Length': String(sizeBytes) }
  deps.defer(caches.default.put(key, new Response(kept, { headers })))
  return { ...opened, body }
}

function hashed(sha256: Sha256): TransformStream<Uint8Array, Uint8Array> {
  const digest = new crypto.DigestStream('SHA-256')
  const writer = digest.getWriter()
  return new TransformStream({
    async transform(chunk, controller) {
      await writer.write(chunk)
      controller.enqueue(chunk)
    },
    async flush(controller) {
      await writer.close()
      if (toHex(await digest.digest) === sha256) return
      controller.error(new Error('the bytes from home are not the original'))
    },
  })
}

/** The part of a stream that a range asks for. */
function cut(body: ReadableStream<Uint8Array>, range: ByteRange | undefined, sizeBytes: number) {
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
  if (range === undefined) return { range: { start, end }, body }
  let at = 0
  const part = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const from = Math.max(0, start - at)
      const to = Math.min(chunk.length, end + 1 - at)
      if (from < to) controller.enqueue(chunk.subarray(from, to))
      at += chunk.length
      if (at > end) controller.terminate()
    },
  })
  return { range: { start, end }, body: body.pipeThrough(part) }
}
