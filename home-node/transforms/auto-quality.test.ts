import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type Raster, toRaster } from '../images/decode.ts'
import { autoQuality, wantedSimilarity } from './auto-quality.ts'
import { busyPicture } from './busy-picture.ts'
import { structuralSimilarity } from './ssim.ts'
import { tryRecipe } from './try-recipe.ts'

const output = { format: 'jpeg', quality: 'auto' } as const
/** Its grain is half gone: what is noise, no quality that is looked for would keep. */
const busy = await sharp(await busyPicture(300, 200))
  .blur(0.9)
  .png()
  .toBuffer()

async function greyOf(bytes: Buffer) {
  return await toRaster(sharp(bytes).flatten().grayscale().toColourspace('b-w'))
}

async function rasterOf(bytes: Buffer): Promise<Raster> {
  return await toRaster(sharp(bytes))
}

describe('quality chosen by the picture', () => {
  it('is enough for the picture to look like itself, and hardly more', async () => {
    const quality = await autoQuality(await rasterOf(busy), output)
    const similarityAt = async (tried: number) =>
      structuralSimilarity(
        await greyOf(busy),
        await greyOf(await sharp(busy).jpeg({ quality: tried }).toBuffer()),
      )
    expect(await similarityAt(quality)).toBeGreaterThanOrEqual(wantedSimilarity)
    expect(await similarityAt(quality - 8)).toBeLessThan(wantedSimilarity)
  })

  it('is less for a plain picture than for a detailed one', async () => {
    const plain = await sharp(busy).blur(12).png().toBuffer()
    const [one, other] = [await rasterOf(plain), await rasterOf(busy)]
    expect(await autoQuality(one, output)).toBeLessThan(await autoQuality(other, output))
  })

  it('is found on a sample where the picture is large, the same each time', async () => {
    const large = await rasterOf(await sharp(busy).resize(3_000, 2_000).png().toBuffer())
    expect(await autoQuality(large, output)).toBe(await autoQuality(large, output))
  })

  it.each(['jpeg', 'webp', 'avif', 'png', 'gif'] as const)(
    'can be asked for in %s, with transparency, bounds and metadata',
    async (format) => {
      const source = await busyPicture(60, 40, true)
      const recipe = { steps: [], output: { format, quality: 'auto' as const } }
      expect((await tryRecipe(source, recipe)).width).toBe(60)
      const bound = { ...recipe.output, maxBytes: 2_500, metadata: 'keep' as const }
      const made = await tryRecipe(await sharp(source).resize(20).png().toBuffer(), {
        ...recipe,
        output: bound,
      })
      expect(made.bytes.length).toBeLessThanOrEqual(2_500)
    },
  )
})

describe('structural similarity', () => {
  it('is 1 for the same, less with noise, and below 0 for the negative', async () => {
    const grey = await greyOf(busy)
    const noisy = { ...grey, pixels: grey.pixels.map((value, at) => value ^ (at % 7)) }
    const stripes = {
      width: 32,
      height: 32,
      pixels: Uint8Array.from({ length: 1_024 }, (_, at) => (at % 2) * 255),
    }
    const negative = { ...stripes, pixels: stripes.pixels.map((value) => 255 - value) }
    expect(structuralSimilarity(grey, grey)).toBeCloseTo(1, 9)
    expect(structuralSimilarity(grey, noisy)).toBeLessThan(0.95)
    expect(structuralSimilarity(stripes, negative)).toBeLessThan(0)
  })
})
