import sharp from 'sharp'
import type { RecipeOutput } from '#contracts/recipe'
import { openRaster, type Raster, toRaster } from '../images/decode.ts'
import { encode } from './encode.ts'
import { type Grey, structuralSimilarity } from './ssim.ts'

/** Nothing under or over these is chosen. */
const [least, most] = [45, 92]
/** What the encoded sample has to reach, in structural similarity; photographs do as JPEG at 45 to 90. */
export const wantedSimilarity = 0.975
/** The sample: this many squares along each axis, each of so many pixels, evenly spread. */
const [squares, squarePx] = [3, 160]

/**
 * The lowest quality at which a picture still looks like itself: by halving, so many as six times, a
 * sample of it is encoded and decoded, and its lightness compared with what it was. So a sky gets
 * fewer bytes than a meadow. Large pictures cost no more than small ones.
 */
export async function autoQuality(picture: Raster, output: RecipeOutput): Promise<number> {
  const sample = sampleOf(picture)
  const reference = await greyOf(sample)
  let [tooLow, enough] = [least - 1, most]
  while (enough - tooLow > 1) {
    const quality = Math.floor((tooLow + enough) / 2)
    const pixels = sample.width * sample.height
    const tried = await encode(openRaster(sample), output, quality, pixels, null).toBuffer()
    const similarity = structuralSimilarity(reference, await greyOf(await toRaster(sharp(tried))))
    if (similarity >= wantedSimilarity) enough = quality
    else tooLow = quality
  }
  return enough
}

async function greyOf(raster: Raster): Promise<Grey> {
  const opaque = openRaster(raster).flatten({ background: '#ffffff' })
  return await toRaster(opaque.grayscale().toColourspace('b-w'))
}

/** Squares of the picture side by side; all of it where it is no larger than they are. */
function sampleOf(picture: Raster): Raster {
  const side = squares * squarePx
  if (picture.width * picture.height <= side * side) return picture
  const across = Math.min(squarePx, Math.floor(picture.width / squares))
  const down = Math.min(squarePx, Math.floor(picture.height / squares))
  const [width, height, channels] = [across * squares, down * squares, picture.channels]
  const pixels = Buffer.alloc(width * height * channels)
  for (let y = 0; y < height; y++) {
    const fromY = startOf(Math.floor(y / down), picture.height, down) + (y % down)
    for (let column = 0; column < squares; column++) {
      const from = (fromY * picture.width + startOf(column, picture.width, across)) * channels
      const row = picture.pixels.subarray(from, from + across * channels)
      pixels.set(row, (y * width + column * across) * channels)
    }
  }
  return { pixels, width, height, channels }
}

/** Where the nth square begins: evenly spread, as far from the edges as from each other. */
function startOf(index: number, length: number, square: number): number {
  return Math.floor(((length - square) * (2 * index + 1)) / (2 * squares))
}
