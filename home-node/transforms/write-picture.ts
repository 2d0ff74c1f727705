import sharp, { type Sharp } from 'sharp'
import type { RecipeOutput } from '#contracts/recipe'
import type { PixelSize } from '#contracts/recipe-size'
import type { Raster } from '../images/decode.ts'
import type { Picture } from '../images/probe.ts'
import { autoQuality } from './auto-quality.ts'
import { encode } from './encode.ts'
import { fitBytes } from './fit-bytes.ts'
import { withMetadata } from './keep-metadata.ts'
import type { Timing } from './open-work.ts'
import { firstRaster, pipelineOf, rastersOf, settle, type Work } from './work.ts'

export interface Written extends PixelSize {
  bytes: Buffer
}

/**
 * Runs what waits and encodes the result. Metadata of `source` is kept where the recipe says so, but
 * not in animations. Rejects with `too_large` where `maxBytes` cannot be met.
 */
export async function writePicture(
  work: Work,
  output: RecipeOutput,
  source: Picture,
  timing: Timing | null,
): Promise<Written> {
  // Who looks at the picture first need not make it twice.
  const ready = output.quality === 'auto' ? await settle(work) : work
  const open = timing ? await openStrip(ready) : await openStill(ready, output, source)
  const pixels = work.size.width * work.size.height * work.frames.length
  const write = async (quality: number) => {
    const { data, info } = await encode(open(), output, quality, pixels, timing).toBuffer({
      resolveWithObject: true,
    })
    return { bytes: data, width: info.width, height: info.pageHeight ?? info.height }
  }
  const isLossless = output.format === 'png' || output.format === 'gif'
  const quality = isLossless ? 100 : await qualityFor(ready, output)
  return output.maxBytes === undefined
    ? await write(quality)
    : await fitBytes(write, quality, output.maxBytes)
}

async function qualityFor(work: Work, output: RecipeOutput): Promise<number> {
  if (output.quality !== 'auto') return output.quality
  return await autoQuality(await firstRaster(work), output)
}

async function openStill(work: Work, output: RecipeOutput, source: Picture): Promise<() => Sharp> {
  if (output.metadata === 'keep') {
    return await withMetadata(await firstRaster(work), source)
  }
  // What is encoded several times is made once. And sharp takes transparency away before it does
  // anything else, which only resampling and cutting do not mind.
  const isMadeOnce = output.maxBytes === undefined
  const mayFlatten = work.pending.every(({ slot }) => slot === 'resize' || slot === 'extract')
  const isReady = isMadeOnce && (output.format !== 'jpeg' || !work.hasAlpha || mayFlatten)
  const ready = isReady ? work : await settle(work)
  return () => {
    const [frame] = ready.frames
    if (frame === undefined) throw new Error('a picture without a frame')
    return pipelineOf(ready, frame)
  }
}

/** All frames one below the other, as sharp takes an animation. */
async function openStrip(work: Work): Promise<() => Sharp> {
  const rasters = await rastersOf(work)
  const [first] = rasters
  if (first === undefined) throw new Error('an animation without frames')
  const pixels = Buffer.concat(rasters.map((raster: Raster) => raster.pixels))
  const { width, height, channels } = first
  const raw = { width, height: height * rasters.length, channels, pageHeight: height }
  return () => sharp(pixels, { raw }).timeout({ seconds: 20 })
}
