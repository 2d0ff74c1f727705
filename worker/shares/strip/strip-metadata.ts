import { ByteStream } from './byte-stream.ts'
import { stripGif } from './strip-gif.ts'
import { stripJpeg } from './strip-jpeg.ts'
import { stripPng } from './strip-png.ts'
import { stripWebp } from './strip-webp.ts'

/** WebP says its length first, so it is held whole. */
const maxHeldBytes = 24_000_000

const strippers: Record<string, (source: ByteStream) => AsyncGenerator<Uint8Array>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/gif': stripGif,
  async *'image/webp'(source) {
    yield* stripWebp(await source.rest(maxHeldBytes))
  },
}

/** Whether pictures of a type can be stripped without an engine: their pixels stay the same bytes. */
export function canStrip(mimeType: string): boolean {
  return Object.hasOwn(strippers, mimeType)
}

/**
 * A picture without what it says of place, camera, owner and itself, as it comes. The stream fails
 * with `BrokenPictureError` for what is not of that type.
 */
export function stripMetadata(
  body: ReadableStream<Uint8Array>,
  mimeType: string,
): ReadableStream<Uint8Array> {
  const strip = strippers[mimeType]
  if (!strip) throw new Error(`nothing strips ${mimeType}`)
  const source = new ByteStream(body)
  const parts = strip(source)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (!done) {
        controller.enqueue(value)
        return
      }
      await source.cancel()
      controller.close()
    },
    async cancel() {
      await source.cancel()
    },
  })
}
