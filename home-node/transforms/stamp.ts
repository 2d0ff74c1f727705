import { boxAt } from '#contracts/recipe-boxes'
import type { Compass } from '#contracts/recipe-steps'
import { openRaster, type Raster, toRaster } from '../images/decode.ts'
import { sharedBox } from './boxes.ts'
import { add, type Work } from './work.ts'

/** Where and how a mark is drawn: what both kinds of watermark have in common. */
export interface Placing {
  at: Compass
  x: number
  y: number
  tiled?: true | undefined
  /** Clockwise, in degrees. */
  rotate?: number | undefined
  /** Percent. */
  opacity?: number | undefined
}

/**
 * Draws a mark with transparency (four channels) over the picture, over all frames alike. What hangs
 * over the picture's edges is not drawn. Colours are mixed as they are stored, not in linear light.
 */
export async function stamp(work: Work, mark: Raster, placing: Placing): Promise<Work> {
  const turned = await turn(mark, placing.rotate)
  const overlay = placing.tiled
    ? { ...(await tileFor(work, turned, placing)), left: 0, top: 0, tile: true }
    : await visiblePart(work, turned, placing)
  if (overlay === null) return work
  const { pixels, width, height, left, top, tile } = overlay
  const raw = { width, height, channels: 4 as const }
  const hadAlpha = work.hasAlpha
  return await add(work, {
    ...{ slot: 'alone', size: work.size },
    apply: (pipeline) => {
      const drawn = pipeline.composite([{ input: pixels, raw, left, top, tile }])
      return hadAlpha ? drawn : drawn.removeAlpha()
    },
  })
}

/** A mark with its transparency times `percent` / 100. */
export async function faded(mark: Raster, percent: number): Promise<Raster> {
  if (percent >= 100) return mark
  return await toRaster(openRaster(mark).linear([1, 1, 1, percent / 100], [0, 0, 0, 0]))
}

async function turn(mark: Raster, degrees: number | undefined): Promise<Raster> {
  if (degrees === undefined) return mark
  return await toRaster(openRaster(mark).rotate(degrees, { background: '#00000000' }))
}

/** One tile: the mark with its distance to the next to the right and below, cut to the picture. */
async function tileFor(work: Work, mark: Raster, { x, y }: Placing): Promise<Raster> {
  const room = (distance: number, picture: number, taken: number) =>
    Math.max(0, Math.min(distance, picture - taken))
  const right = room(x, work.size.width, mark.width)
  const bottom = room(y, work.size.height, mark.height)
  const width = Math.min(mark.width + right, work.size.width)
  const height = Math.min(mark.height + bottom, work.size.height)
  const spaced = await toRaster(openRaster(mark).extend({ right, bottom, background: '#00000000' }))
  return await toRaster(openRaster(spaced).extract({ left: 0, top: 0, width, height }))
}

async function visiblePart(work: Work, mark: Raster, placing: Placing) {
  const box = boxAt(work.size, mark, placing.at, placing)
  const visible = sharedBox(box, { left: 0, top: 0, ...work.size })
  if (visible === null) return null
  const inMark = { ...visible, left: visible.left - box.left, top: visible.top - box.top }
  const isWhole = visible.width === mark.width && visible.height === mark.height
  const part = isWhole ? mark : await toRaster(openRaster(mark).extract(inMark))
  return { ...part, left: visible.left, top: visible.top, tile: false }
}
