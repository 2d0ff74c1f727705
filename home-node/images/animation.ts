import sharp from 'sharp'
import { fitInside, webpEffort } from './decode.ts'
import type { Picture } from './probe.ts'

/** Pixels that all frames of a moving rendition may have together, and how many frames. */
const maxMovingPixels = 60_000_000
const maxFrames = 300
/** A moving rendition must fit into a job's report, and down a phone's line. */
const maxMovingBytes = 5_000_000
const timeoutS = 20

/**
 * The large rendition of an animated GIF or WebP, still moving: an animated WebP with every frame
 * and its time, fitted into `box`. Null where it would be too large or takes too long: then the
 * first frame has to do.
 */
export async function movingWebp(
  bytes: Uint8Array,
  picture: Picture,
  box: { width: number; height: number; quality: number },
): Promise<{ bytes: Buffer; width: number; height: number } | null> {
  const pixels = picture.frames * picture.width * picture.height
  if (picture.frames > maxFrames || pixels > maxMovingPixels) return null
  const size = fitInside(picture, box)
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'none',
      animated: true,
      limitInputPixels: maxMovingPixels,
    })
      .timeout({ seconds: timeoutS })
      .resize({ ...size, fit: 'fill' })
      .webp({ quality: box.quality, effort: webpEffort })
      .toBuffer({ resolveWithObject: true })
    if (data.length > maxMovingBytes) return null
    return { bytes: data, width: info.width, height: info.pageHeight ?? size.height }
  } catch {
    return null
  }
}
