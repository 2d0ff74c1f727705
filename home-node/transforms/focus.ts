import { ImageEngineError } from '#contracts/image-engine'
import type { PixelSize } from '#contracts/recipe-size'
import type { Gravity } from '#contracts/recipe-steps'
import { fitInside, openRaster, type Raster, toRaster } from '../images/decode.ts'
import { type Box, boxAround, boxAt, type Point } from './boxes.ts'
import { liveliestBox } from './entropy.ts'

/** Finds all faces in a picture, in its pixels; an empty list when there are none. */
export type FindFaces = (picture: Raster) => Promise<Box[]>

/** Pixels of the longer side that is looked at: enough to see where something is. */
const glanceSidePx = 256

/**
 * The box of a size that stays of a picture. Rejects with `capability_missing` where faces are asked
 * for and there is no `findFaces`: a crop that only looks as if it knew would be worse than none.
 */
export async function boxToKeep(
  picture: Raster,
  size: PixelSize,
  gravity: Gravity,
  findFaces: FindFaces | null,
): Promise<Box> {
  switch (gravity) {
    case 'face': {
      if (findFaces === null) {
        throw new ImageEngineError('capability_missing', noFacesNote)
      }
      const middle = middleOf(await findFaces(picture))
      return boxAround(picture, size, middle ?? (await attentionPoint(picture)))
    }
    case 'attention':
      return boxAround(picture, size, await attentionPoint(picture))
    case 'entropy':
      return await entropyBox(picture, size)
    default:
      return boxAt(picture, size, gravity)
  }
}

const noFacesNote = 'This home node cannot find faces yet: crop by attention or by a side instead.'

/** The middle of the box around all faces, or null without any. */
function middleOf(faces: Box[]): Point | null {
  if (faces.length === 0) return null
  const left = Math.min(...faces.map((face) => face.left))
  const top = Math.min(...faces.map((face) => face.top))
  const right = Math.max(...faces.map((face) => face.left + face.width))
  const bottom = Math.max(...faces.map((face) => face.top + face.height))
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}

/**
 * Where the eye goes, by libvips' smartcrop: edges, saturated colours and tones of skin. It only looks
 * when there is something to cut, so it is asked for a flat strip; its own cut is not used.
 */
async function attentionPoint(picture: Raster): Promise<Point> {
  const glance = fitInside(picture, { width: glanceSidePx, height: glanceSidePx })
  const scale = glance.width / picture.width
  if (Math.min(glance.width, glance.height) < 4) {
    return { x: picture.width / 2, y: picture.height / 2 }
  }
  const small = await toRaster(
    openRaster(picture)
      .resize({ ...glance, fit: 'fill' })
      .removeAlpha(),
  )
  const strip = { width: small.width, height: Math.max(2, Math.floor(small.height / 2)) }
  const { info } = await openRaster(small)
    .resize({ ...strip, fit: 'cover', position: 'attention' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.attentionX === undefined || info.attentionY === undefined) {
    return { x: picture.width / 2, y: picture.height / 2 }
  }
  return { x: info.attentionX / scale, y: info.attentionY / scale }
}

async function entropyBox(picture: Raster, size: PixelSize): Promise<Box> {
  const glance = fitInside(picture, { width: glanceSidePx, height: glanceSidePx })
  const small = await toRaster(
    openRaster(picture)
      .resize({ ...glance, fit: 'fill' })
      .flatten({ background: '#808080' })
      .grayscale()
      .toColourspace('b-w'),
  )
  const scale = small.width / picture.width
  const wanted = {
    width: Math.min(small.width, Math.max(1, Math.round(size.width * scale))),
    height: Math.min(small.height, Math.max(1, Math.round(size.height * scale))),
  }
  const found = liveliestBox(small, wanted)
  return boxAround(picture, size, {
    x: (found.left + found.width / 2) / scale,
    y: (found.top + found.height / 2) / scale,
  })
}
