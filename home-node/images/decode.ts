import { availableParallelism } from 'node:os'
import sharp, { type Sharp } from 'sharp'
import { maxPixels } from '#contracts/recipe-steps'
import { decodeHeic } from './heic.ts'
import type { Picture } from './probe.ts'

// One thread per picture and as many pictures as cores: two pictures at once use two cores fully,
// where several threads on one picture wait for each other. Nothing is read twice, so no cache.
sharp.concurrency(1)
sharp.cache(false)

/** Longest that one picture may take in a decoder or encoder, in seconds. */
const timeoutS = 10

/**
 * WebP effort 2 takes half the time of sharp's own choice (4) and makes files about 3% larger; the
 * picture at a given quality looks the same.
 */
export const webpEffort = 2

/** Enough to see a picture's colours and to make a thumbhash of; more only costs time. */
export const tinyBox = { width: 32, height: 32 }

/** Raw 8-bit sRGB pixels, rows from the top, 3 channels, or 4 where there is transparency. */
export interface Raster {
  pixels: Buffer
  width: number
  height: number
  channels: 1 | 2 | 3 | 4
}

/**
 * A pipeline over the first frame of a probed picture: oriented, in sRGB, without metadata, damaged
 * parts left grey. HEIC is decoded whole on the way, everything else only as far as is asked for.
 */
export async function openPicture(bytes: Uint8Array, picture: Picture): Promise<Sharp> {
  return (await openAgain(bytes, picture))()
}

/** As `openPicture`, for who needs several pipelines: sharp's own clones copy the whole file. */
export async function openAgain(bytes: Uint8Array, picture: Picture): Promise<() => Sharp> {
  const readable = picture.format === 'heic' ? await decodeHeic(bytes, picture.icc) : bytes
  return () =>
    sharp(readable, { failOn: 'none', limitInputPixels: maxPixels, pages: 1 })
      .timeout({ seconds: timeoutS })
      .autoOrient()
      .toColourspace('srgb')
}

/** A pipeline over pixels that are already decoded. */
export function openRaster({ pixels, width, height, channels }: Raster): Sharp {
  return sharp(pixels, { raw: { width, height, channels } }).timeout({ seconds: timeoutS })
}

/** Runs a pipeline to raw pixels. */
export async function toRaster(pipeline: Sharp): Promise<Raster> {
  const { data, info } = await pipeline
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { pixels: data, width: info.width, height: info.height, channels: info.channels }
}

/** The size of a picture within a box: aspect kept, never enlarged, at least 1 pixel a side. */
export function fitInside(
  size: { width: number; height: number },
  box: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(1, box.width / size.width, box.height / size.height)
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  }
}

let running = 0
const waiting: (() => void)[] = []

/** Runs `work` when fewer pictures than the machine has cores are being worked on. */
export async function whenCoreIsFree<T>(work: () => Promise<T>): Promise<T> {
  if (running >= availableParallelism()) await new Promise<void>((go) => waiting.push(go))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** What an error of a decoder means: the picture's fault, or the machine's (not the picture's). */
export function blameFor(error: unknown): 'undecodable' | 'slow' | 'machine' {
  const message = error instanceof Error ? error.message : String(error)
  if (/timeout: \d+% complete|HEIC decoder took too long/.test(message)) return 'slow'
  if (/out of memory|unable to allocate|ENOMEM|HEIC decoder stopped/i.test(message))
    return 'machine'
  return 'undecodable'
}
