import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ImageEngineError } from '#contracts/image-engine'
import { recipeSchema } from '#contracts/recipe'
import { sizeAfter } from '#contracts/recipe-size'
import { makeSeeded } from '../faults/seeded.ts'
import { busyPicture } from './busy-picture.ts'
import { randomRecipe } from './random-recipe.ts'
import { sourceOf, tryRecipe } from './try-recipe.ts'

/** More of them: `RECIPES=2000 npx vitest run --project node home-node/transforms/any-recipe.test.ts` */
const count = Number(process.env.RECIPES ?? 60)
const overlay = await busyPicture(24, 18, true)
const still = { width: 45, height: 34 }
const sources = [
  { name: 'a PNG', bytes: await busyPicture(still.width, still.height) },
  { name: 'one with transparency', bytes: await busyPicture(still.width, still.height, true) },
  {
    name: 'a JPEG',
    bytes: await sharp(await busyPicture(45, 34))
      .jpeg()
      .toBuffer(),
  },
  {
    name: 'a grey one',
    bytes: await sharp(await busyPicture(45, 34))
      .toColourspace('b-w')
      .png()
      .toBuffer(),
  },
  {
    name: 'one of 16 bits',
    bytes: await sharp(await busyPicture(45, 34))
      .toColourspace('rgb16')
      .png()
      .toBuffer(),
  },
  {
    name: 'one in CMYK',
    bytes: await sharp(await busyPicture(45, 34))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer(),
  },
  {
    name: 'an animation',
    bytes: await sharp(
      [
        await busyPicture(45, 34),
        await sharp(await busyPicture(45, 34))
          .negate()
          .toBuffer(),
      ],
      { join: { animated: true } },
    )
      .gif()
      .toBuffer(),
  },
]

describe.each(sources)('whatever is asked of $name', ({ bytes }) => {
  it('answers a picture of the size foretold, or says what it cannot do', async () => {
    for (let seed = 0; seed < Math.ceil(count / sources.length); seed++) {
      const written = randomRecipe(makeSeeded(seed), sourceOf(overlay).sha256)
      const told = JSON.stringify(written)
      try {
        const made = await tryRecipe(bytes, written, [overlay])
        const foretold = recipeSchema.parse(written).steps.reduce(sizeAfter, still)
        expect([made.width, made.height], told).toEqual([foretold.width, foretold.height])
        const { width, pageHeight, height } = await sharp(made.bytes).metadata()
        expect([width, pageHeight ?? height], told).toEqual([foretold.width, foretold.height])
      } catch (error) {
        if (!(error instanceof ImageEngineError)) throw error
        const isSaid = error.code === 'too_large' || /lies outside/.test(error.message)
        expect(isSaid, `${told} ${error.message} ${String(error.cause)}`).toBe(true)
      }
    }
  })
})

describe('a file that is damaged', () => {
  it('anywhere, makes a picture or is refused for good, whatever is asked of it', async () => {
    const random = makeSeeded(11)
    for (const { name, bytes } of sources) {
      for (let round = 0; round < 6; round++) {
        const damaged = Buffer.from(bytes.subarray(0, random.between(12, bytes.length)))
        for (let hit = 0; hit < 4; hit++) {
          damaged[random.between(12, damaged.length - 1)] = random.between(0, 255)
        }
        const written = randomRecipe(random, sourceOf(overlay).sha256)
        const outcome = await tryRecipe(damaged, written, [overlay]).catch(
          (error: unknown) => error,
        )
        if (!(outcome instanceof Error)) continue
        expect(outcome, name).toBeInstanceOf(ImageEngineError)
        expect(outcome, `${name} ${outcome.message}`).toMatchObject({ retryable: false })
      }
    }
  })
})
