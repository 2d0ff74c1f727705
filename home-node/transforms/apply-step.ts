import type { Sha256 } from '#contracts/ids'
import { ImageEngineError } from '#contracts/image-engine'
import { type Box, boxAt } from '#contracts/recipe-boxes'
import { type PixelSize, sizeAfter, sizeBeforeCut } from '#contracts/recipe-size'
import type { Gravity, ResizeStep, Step } from '#contracts/recipe-steps'
import { fitInside, type Raster } from '../images/decode.ts'
import { sharedBox } from './boxes.ts'
import { colourChange, runsFirst } from './colours.ts'
import { boxToKeep, type FindFaces, glanceSide, noFaces } from './focus.ts'
import { pixelate } from './pixelate.ts'
import { rotate } from './rotate.ts'
import { drawImage } from './watermark-image.ts'
import { drawText } from './watermark-text.ts'
import { add, firstRaster, settle, type Work } from './work.ts'

/** What steps need beside the picture. */
export interface StepTools {
  /** Pictures to draw, upright, by hash. */
  overlays: Map<Sha256, Raster>
  /** Null while no model for faces is there. */
  findFaces: FindFaces | null
}

/** Throws what could only be found out after much work: that nothing here finds faces. */
export function refuseUnknown(steps: Step[], { findFaces }: StepTools): void {
  const asksForFaces = steps.some((step) => 'gravity' in step && step.gravity === 'face')
  if (asksForFaces && findFaces === null) throw noFaces()
}

/** Applies one step to a picture as the steps before it left it; animations frame by frame. */
export async function applyStep(work: Work, step: Step, tools: StepTools): Promise<Work> {
  const change = colourChange(step)
  if (change !== null) {
    const ready = runsFirst(step) && work.pending.length > 0 ? await settle(work) : work
    return await add(ready, { slot: 'colour', size: work.size, apply: change })
  }
  switch (step.op) {
    case 'resize':
      return await resize(work, step, tools)
    case 'scale':
      return await resample(work, sizeAfter(work.size, step))
    case 'crop':
    case 'aspect':
      return await cut(work, sizeAfter(work.size, step), step.gravity ?? 'centre', tools)
    case 'extract': {
      const box = sharedBox(step, { left: 0, top: 0, ...work.size })
      if (box === null) throw new ImageEngineError('undecodable', outsideNote(step, work.size))
      return await extract(work, box)
    }
    case 'rotate':
      return await rotate(work, step)
    case 'flip':
      return await add(work, {
        ...{ slot: 'alone', size: work.size },
        apply: (pipeline) => (step.axis === 'horizontal' ? pipeline.flop() : pipeline.flip()),
      })
    case 'pixelate':
      return await pixelate(work, step.size)
    case 'watermark-text':
      return await drawText(work, step)
    case 'watermark-image':
      return await drawImage(work, step, tools.overlays.get(step.image))
    default:
      throw new ImageEngineError('capability_missing', 'This home node does not know this step.')
  }
}

async function resize(work: Work, step: ResizeStep, tools: StepTools): Promise<Work> {
  const result = sizeAfter(work.size, step)
  const resized = await resample(work, sizeBeforeCut(work.size, step))
  if (step.fit === 'contain') return await pad(resized, result, step.background)
  return await cut(resized, result, step.gravity ?? 'centre', tools)
}

async function resample(work: Work, size: PixelSize): Promise<Work> {
  if (isSame(work.size, size)) return work
  const { width, height } = size
  return await add(work, {
    ...{ slot: 'resize', size },
    apply: (pipeline) => pipeline.resize({ width, height, fit: 'fill' }),
  })
}

async function cut(work: Work, size: PixelSize, at: Gravity, tools: StepTools): Promise<Work> {
  if (isSame(work.size, size)) return work
  if (at !== 'attention' && at !== 'entropy' && at !== 'face') {
    return await extract(work, boxAt(work.size, size, at))
  }
  // Where to look is decided once, by the first frame: a crop that wanders would flicker.
  const glance = await glanceAt(work, glanceSide(at))
  return await extract(work, await boxToKeep(glance, work.size, size, at, tools.findFaces))
}

/** The first frame, small: of a file no more is decoded than this takes. */
async function glanceAt(work: Work, side: number): Promise<Raster> {
  const first = { ...work, frames: work.frames.slice(0, 1) }
  return await firstRaster(
    await resample(first, fitInside(work.size, { width: side, height: side })),
  )
}

async function extract(work: Work, box: Box): Promise<Work> {
  const { width, height } = box
  if (isSame(work.size, box)) return work
  return await add(work, {
    ...{ slot: 'extract', size: { width, height } },
    apply: (pipeline) => pipeline.extract(box),
  })
}

async function pad(work: Work, size: PixelSize, background = '#00000000'): Promise<Work> {
  if (isSame(work.size, size)) return work
  const { left, top } = boxAt(size, work.size, 'centre')
  const right = size.width - work.size.width - left
  const bottom = size.height - work.size.height - top
  return await add(work, {
    ...{ slot: 'alone', size, addsAlpha: background.length > 7 },
    apply: (pipeline) => pipeline.extend({ left, top, right, bottom, background }),
  })
}

function isSame(one: PixelSize, other: PixelSize): boolean {
  return one.width === other.width && one.height === other.height
}

function outsideNote(box: Box, size: PixelSize): string {
  return `The box at ${box.left}, ${box.top} lies outside the picture, which has ${size.width} × ${size.height} pixels there.`
}
