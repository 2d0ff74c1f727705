import { blameFor, openPicture, toRaster, whenCoreIsFree } from '../images/decode.ts'
import { probePicture } from '../images/probe.ts'
import type { ModelDeclaration } from './model-declaration.ts'

/**
 * A picture as a model looks at it: a square of 8-bit RGB, upright, resampled bicubically; `crop` cuts
 * out the middle. What is transparent is white. Null when it cannot be decoded; rejects when the
 * machine cannot do it now.
 */
export async function squarePicture(
  bytes: Uint8Array,
  { pixels, fit }: Pick<ModelDeclaration['vision'], 'pixels' | 'fit'>,
): Promise<Uint8Array | null> {
  const picture = await probePicture(bytes)
  if (picture.kind === 'none') return null
  try {
    return await whenCoreIsFree(async () => {
      const opened = await openPicture(bytes, picture)
      const square = opened.flatten({ background: '#ffffff' }).resize({
        ...{ width: pixels, height: pixels, kernel: 'cubic', position: 'centre' },
        fit: fit === 'crop' ? 'cover' : 'fill',
      })
      const raster = await toRaster(square.removeAlpha())
      if (raster.channels !== 3) throw new Error(`${raster.channels} channels`)
      return raster.pixels
    })
  } catch (error) {
    if (blameFor(error) === 'machine') throw error
    return null
  }
}
