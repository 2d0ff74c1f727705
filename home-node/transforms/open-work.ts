import sharp from 'sharp'
import { ImageEngineError } from '#contracts/image-engine'
import type { RecipeOutput } from '#contracts/recipe'
import { openAgain, type Raster } from '../images/decode.ts'
import type { Picture } from '../images/probe.ts'
import { frameOf, maxFrames, maxMovingPixels, type Work } from './work.ts'

/** Longest that a whole recipe may take; each pipeline of it has a bound of its own. */
const maxRunMs = 20_000
const decodeTimeoutS = 10
/** Frames that look the same become one that stays; formats can only say so much. */
const most16Bits = 65_535

/** How long each frame of an animation shows in milliseconds, and how often all repeat (0: forever). */
export interface Timing {
  delay: number[]
  loop: number
}

/** A probed picture as the first step gets it; `timing` only where it is to go on moving. */
export async function openWork(
  bytes: Uint8Array,
  picture: Picture,
  output: RecipeOutput,
): Promise<{ work: Work; timing: Timing | null }> {
  const { width, height, frames, hasAlpha } = picture
  const begun = { pending: [], deadlineMs: performance.now() + maxRunMs }
  const canMove = output.format === 'gif' || output.format === 'webp'
  if (output.animated && canMove && frames > 1) {
    const { rasters, timing } = await openFrames(bytes, picture)
    const hasAlphaNow = rasters[0]?.channels === 4
    const work = { ...begun, frames: rasters.map(frameOf), size: { width, height } }
    return { work: { ...work, hasAlpha: hasAlphaNow }, timing }
  }
  const file = { kind: 'file' as const, open: await openAgain(bytes, picture) }
  return { work: { ...begun, frames: [file], size: { width, height }, hasAlpha }, timing: null }
}

/** Every frame as a whole picture, in order. sharp decodes them into one strip, one below the other. */
async function openFrames(bytes: Uint8Array, { frames, width, height }: Picture) {
  if (frames > maxFrames || frames * width * height > maxMovingPixels) {
    throw new ImageEngineError('too_large', tooMuchMotion)
  }
  const strip = sharp(bytes, { failOn: 'none', animated: true, limitInputPixels: maxMovingPixels })
  const { delay, loop } = await strip.metadata()
  const { data, info } = await strip
    .timeout({ seconds: decodeTimeoutS })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const frameHeight = info.height / frames
  const frameBytes = info.width * frameHeight * info.channels
  const rasters = Array.from({ length: frames }, (_, index): Raster => {
    const pixels = data.subarray(index * frameBytes, (index + 1) * frameBytes)
    return { pixels, width: info.width, height: frameHeight, channels: info.channels }
  })
  const bounded = (value: number) => Math.min(value, most16Bits)
  const timing = { delay: (delay ?? []).map(bounded), loop: bounded(loop ?? 0) }
  return { rasters, timing }
}

const tooMuchMotion = `This animation has too many frames or pixels to be changed moving (at most ${maxFrames} frames and ${maxMovingPixels / 1e6} megapixels together). Leave the animation out to get its first frame.`
