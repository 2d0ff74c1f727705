import { ImageEngineError } from '#contracts/image-engine'
import { type Box, boxAt } from '#contracts/recipe-boxes'
import type { PixelSize } from '#contracts/recipe-size'
import type { Gravity } from '#contracts/recipe-steps'
import { openRaster, type Raster, toRaster } from '../images/decode.ts'
import { boxAround, type Point } from './boxes.ts'
import { liveliestBox } from './entropy.ts'

/** Finds all faces in a picture, in its pixels; an empty list when there are none. */
export type FindFaces = (picture: Raster) => Promise<Box[]>

/** Pixels of the longer side at which a picture is looked at: faces may be small. */
export function glanceSide(gravity: Gravity): number {
  return gravity === 'face' ? 1_280 : 256
}

/**
 * The box of a size that stays of a picture of the size `whole`, decided on a small version of it.
 * Rejects with `capability_missing` where faces are asked for and there is no `findFaces`: a crop
 * that only looks as if it knew would be worse than none.
 */
export async function boxToKeep(
  glance: Raster,
  whole: PixelSize,
  size: PixelSize,
  gravity: Gravity,
  findFaces: FindFaces | null,
): Promise<Box> {
  const scale = glance.width / whole.width
  const around = ({ x, y }: Point) => boxAround(whole, size, { x: x / scale, y: y / scale })
  switch (gravity) {
    case 'face': {
      if (findFaces === null) throw noFaces()
      return around(middleOf(await findFaces(glance)) ?? (await attentionPoint(glance)))
    }
    case 'attention':
      return around(await attentionPoint(glance))
    case 'entropy':
      return around(
        await entropyPoint(glance, { width: size.width * scale, height: size.height * scale }),
      )
    default:
      return boxAt(whole, size, gravity)
  }
}

/** Said before anything is decoded. */
export function noFaces(): ImageEngineError {
  return new ImageEngineError(
    'capability_missing',
    'This home node cannot find faces yet: crop by attention or by a side instead.',
  )
}

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
async function attentionPoint(glance: Raster): Promise<Point> {
  const { width, height } = glance
  const middle = { x: width / 2, y: height / 2 }
  if (Math.min(width, height) < 4) return middle
  const small = await toRaster(openRaster(glance).removeAlpha())
  const strip = { width, height: Math.max(2, Math.floor(height / 2)) }
  const { info } = await openRaster(small)
    .resize({ ...strip, fit: 'cover', position: 'attention' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.attentionX === undefined || info.attentionY === undefined) return middle
  return { x: info.attentionX, y: info.attentionY }
}

/** The middle of the box with most going on in it. */
async function entropyPoint(glance: Raster, size: PixelSize): Promise<Point> {
  const opaque = openRaster(glance).flatten({ background: '#808080' })
  const grey = await toRaster(opaque.grayscale().toColourspace('b-w'))
  const box = liveliestBox(grey, {
    width: Math.min(grey.width, Math.max(1, Math.round(size.width))),
    height: Math.min(grey.height, Math.max(1, Math.round(size.height))),
  })
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
}
