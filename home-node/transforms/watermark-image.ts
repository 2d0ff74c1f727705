import { ImageEngineError } from '#contracts/image-engine'
import type { ImageWatermark } from '#contracts/recipe-steps'
import { openRaster, type Raster, toRaster } from '../images/decode.ts'
import { faded, stamp } from './stamp.ts'
import type { Work } from './work.ts'

/**
 * Draws a picture over the picture: as wide as `scale` percent of it, and less where it would be
 * higher than it.
 */
export async function drawImage(
  work: Work,
  step: ImageWatermark,
  overlay: Raster | undefined,
): Promise<Work> {
  if (overlay === undefined) {
    throw new ImageEngineError('offline', 'The picture to draw over it is not there.')
  }
  const wanted = (work.size.width * step.scale) / 100 / overlay.width
  const scale = Math.min(wanted, work.size.height / overlay.height)
  const width = Math.max(1, Math.round(overlay.width * scale))
  const height = Math.max(1, Math.round(overlay.height * scale))
  const mark = await toRaster(
    openRaster(overlay).resize({ width, height, fit: 'fill' }).ensureAlpha(),
  )
  return await stamp(work, await faded(mark, step.opacity ?? 100), step)
}
