import { createHash } from 'node:crypto'
import { sha256Schema } from '#contracts/ids'
import type { ImageSource } from '#contracts/image-engine'
import type { PixelSize } from '#contracts/recipe-size'
import type { EdgeImages } from '../images/cloudflare.ts'

/** A picture in memory as an engine takes it, with what is known of it. */
export async function aSource(
  bytes: Uint8Array<ArrayBuffer>,
  size: PixelSize | null,
  change: Partial<ImageSource> = {},
): Promise<ImageSource> {
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  return {
    ...{ sha256, sizeBytes: bytes.length, picture: { mimeType: 'image/jpeg', size } },
    open: async () => new Blob([bytes]).stream(),
    ...change,
  }
}

/**
 * What speaks like the binding of Cloudflare Images and writes down what it is told: each call of
 * `transform`, then the output. The picture is `made`; with `failure` none is made.
 */
export function recorder(failure?: Error, made = 'made at the edge') {
  const calls: object[] = []
  const transformer: ImageTransformer = {
    transform(call) {
      calls.push(call)
      return transformer
    },
    draw: () => transformer,
    async output(output) {
      if (failure) throw failure
      calls.push({ output })
      const image = () => new Blob([made]).stream()
      return { image, contentType: () => output.format, response: () => new Response(image()) }
    },
  }
  const images: EdgeImages = {
    input: () => transformer,
    info: async () => ({ format: 'image/png', fileSize: 9, width: 20, height: 15 }),
  }
  return { images, calls }
}
