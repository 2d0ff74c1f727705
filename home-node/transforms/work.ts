import type { Sharp } from 'sharp'
import { ImageEngineError } from '#contracts/image-engine'
import type { PixelSize } from '#contracts/recipe-size'
import { maxPixels, maxSidePx } from '#contracts/recipe-steps'
import { openRaster, type Raster, toRaster } from '../images/decode.ts'
import { type Act, joins, replaces } from './act.ts'

/**
 * A picture on its way through a recipe, or the frames of an animation, which are all treated alike:
 * where each frame begins, and what is still to be done to it. Nothing runs before it has to.
 */
export interface Work {
  frames: Frame[]
  pending: Act[]
  size: PixelSize
  hasAlpha: boolean
  /** When to give up, as `performance.now()` counts. */
  deadlineMs: number
}

/** How many frames an animation may have, and pixels they may have together, to be changed moving. */
export const maxFrames = 300
export const maxMovingPixels = 60_000_000

export const tooLongNote =
  'This takes too long to make: ask for a smaller picture, or for fewer steps.'

/** A picture that can be opened again and again: a file, or pixels in memory. */
export interface Frame {
  kind: 'file' | 'pixels'
  open(): Sharp
}

export function frameOf(raster: Raster): Frame {
  return { kind: 'pixels', open: () => openRaster(raster) }
}

/** Puts an act behind those that wait, and runs those first where the order asks for it. */
export async function add(work: Work, act: Act): Promise<Work> {
  refuseHuge(act.size, work.frames.length)
  const last = work.pending.at(-1)
  const hasAlpha = work.hasAlpha || act.addsAlpha === true
  if (last && replaces(last, act)) {
    return { ...work, pending: [...work.pending.slice(0, -1), act], size: act.size }
  }
  // sharp decodes and turns a file in one go; what has no fixed place in a pipeline comes after that.
  const isFirstOfFile = last === undefined && act.slot === 'alone' && isFile(work)
  const ready =
    isFirstOfFile || !joins(last?.slot ?? null, act.slot, work.hasAlpha) ? await settle(work) : work
  return { ...ready, pending: [...ready.pending, act], size: act.size, hasAlpha }
}

/** Runs all that waits: afterwards every frame is pixels. Leaves alone what is. */
export async function settle(work: Work): Promise<Work> {
  if (work.pending.length === 0 && !isFile(work)) return work
  const rasters = await rastersOf(work)
  const [first] = rasters
  return {
    ...work,
    frames: rasters.map(frameOf),
    pending: [],
    size: first ? { width: first.width, height: first.height } : work.size,
    hasAlpha: first ? first.channels === 4 : work.hasAlpha,
  }
}

/** The pixels of every frame, all that waits done, in sRGB with three channels or four. */
export async function rastersOf(work: Work): Promise<Raster[]> {
  const rasters: Raster[] = []
  for (const frame of work.frames) {
    if (performance.now() > work.deadlineMs) throw new ImageEngineError('too_large', tooLongNote)
    rasters.push(await toRaster(pipelineOf(work, frame).toColourspace('srgb')))
  }
  return rasters
}

/** The pixels of the first frame alone, to look at. */
export async function firstRaster(work: Work): Promise<Raster> {
  const [raster] = await rastersOf({ ...work, frames: work.frames.slice(0, 1) })
  if (raster === undefined) throw new ImageEngineError('undecodable', 'There is no picture in it.')
  return raster
}

/** A pipeline over one frame with all that waits in it. */
export function pipelineOf(work: Work, frame: Frame): Sharp {
  return work.pending.reduce((pipeline, act) => act.apply(pipeline), frame.open())
}

function isFile(work: Work): boolean {
  return work.frames.some(({ kind }) => kind === 'file')
}

function refuseHuge({ width, height }: PixelSize, frames: number) {
  const note = `A step would make ${width} × ${height} pixels`
  if (width > maxSidePx || height > maxSidePx || width * height > maxPixels) {
    const bounds = 'at most 12,000 a side and 100 megapixels are made'
    throw new ImageEngineError('too_large', `${note}; ${bounds}.`)
  }
  if (frames > 1 && width * height * frames > maxMovingPixels) {
    const bounds = `at most ${maxMovingPixels / 1e6} megapixels are made of an animation`
    throw new ImageEngineError('too_large', `${note} in each of ${frames} frames; ${bounds}.`)
  }
}
