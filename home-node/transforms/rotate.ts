import { boxAt } from '#contracts/recipe-boxes'
import { type PixelSize, sizeAfter } from '#contracts/recipe-size'
import type { Step } from '#contracts/recipe-steps'
import { sharedBox } from './boxes.ts'
import { add, settle, type Work } from './work.ts'

/**
 * Turns clockwise. Right angles only move pixels. Others grow the picture to hold its corners, and
 * libvips and the formula of the contract may then differ by a pixel: the contract's size is made.
 */
export async function rotate(work: Work, step: Extract<Step, { op: 'rotate' }>): Promise<Work> {
  const size = sizeAfter(work.size, step)
  const isRight = step.degrees % 90 === 0
  const background = step.background ?? '#00000000'
  const turned = await add(work, {
    ...{ slot: 'alone', size, addsAlpha: !isRight && background.length > 7 },
    apply: (pipeline) => pipeline.rotate(step.degrees, { background }),
  })
  return isRight ? turned : await toSize(await settle(turned), size, background)
}

/** Cuts or pads by the pixel that is too much or missing. */
async function toSize(work: Work, size: PixelSize, background: string): Promise<Work> {
  const whole = { left: 0, top: 0, ...work.size }
  const kept = sharedBox(whole, boxAt(work.size, size, 'centre')) ?? whole
  const isCut = kept.width < work.size.width || kept.height < work.size.height
  const cut = isCut
    ? await add(work, { slot: 'extract', size: kept, apply: (pipeline) => pipeline.extract(kept) })
    : work
  const [right, bottom] = [size.width - kept.width, size.height - kept.height]
  if (right === 0 && bottom === 0) return cut
  return await add(cut, {
    ...{ slot: 'alone', size },
    apply: (pipeline) => pipeline.extend({ right, bottom, background }),
  })
}
