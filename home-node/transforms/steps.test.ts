import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sizeAfter } from '#contracts/recipe-size'
import { stepSchema } from '#contracts/recipe-steps'
import { cornerColours, fourCorners, storedAs } from '../images/sample-pictures.ts'
import { pixelAt, tryRecipe, trySteps, type WrittenStep } from './try-recipe.ts'

const quarters = await fourCorners(240, 160)
const { topLeft, topRight, bottomRight, bottomLeft } = cornerColours

async function plain(width: number, height: number, background: string): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer()
}

describe('steps of a recipe', () => {
  it('act in the order in which they stand', async () => {
    const left: WrittenStep = { op: 'extract', left: 0, top: 0, width: 120, height: 160 }
    const turn: WrittenStep = { op: 'rotate', degrees: 90 }
    const cutFirst = await trySteps(quarters, [left, turn])
    const turnedFirst = await trySteps(quarters, [turn, left])
    expect([cutFirst.width, cutFirst.height]).toEqual([160, 120])
    expect(pixelAt(cutFirst, 5, 60)).toEqual([...bottomLeft, 255])
    expect([turnedFirst.width, turnedFirst.height]).toEqual([120, 160])
    expect(pixelAt(turnedFirst, 5, 5)).toEqual([...bottomLeft, 255])
    expect(pixelAt(turnedFirst, 5, 155)).toEqual([...bottomRight, 255])
  })

  it('keep their order where sharp would choose another inside one pipeline', async () => {
    // sharp negates last and greys first, whatever is called first.
    const sepiaLast = await trySteps(quarters, [{ op: 'negate' }, { op: 'sepia' }])
    const negateLast = await trySteps(quarters, [{ op: 'sepia' }, { op: 'negate' }])
    // Cyan in sepia is bright; red in sepia is dark, and negated bright and blue.
    expect(pixelAt(sepiaLast, 5, 5).slice(0, 3)).toEqual([244, 217, 169])
    expect(pixelAt(negateLast, 5, 5).slice(0, 3)).toEqual([155, 167, 186])
  })

  it('clip to eight bits between two changes of colour', async () => {
    const grey = await plain(20, 20, '#c0c0c0')
    const steps: WrittenStep[] = [
      { op: 'brightness', percent: 200 },
      { op: 'brightness', percent: 50 },
    ]
    expect(pixelAt(await trySteps(grey, steps), 3, 3)).toEqual([128, 128, 128, 255])
  })

  it('see a picture that lies on its side upright from the first step on', async () => {
    const turned = await storedAs(quarters, 6)
    const steps: WrittenStep[] = [{ op: 'extract', left: 0, top: 0, width: 100, height: 60 }]
    const made = await trySteps(turned, steps)
    expect([made.width, made.height]).toEqual([100, 60])
    const [red = 0, green = 255] = pixelAt(made, 50, 30)
    expect(red).toBeGreaterThan(240)
    expect(green).toBeLessThan(20)
    const flipped = await trySteps(turned, [{ op: 'flip', axis: 'horizontal' }])
    expect(pixelAt(flipped, 20, 20)[1]).toBeGreaterThan(150)
    expect(pixelAt(flipped, 20, 20)[0]).toBeLessThan(20)
  })

  it.each<WrittenStep>([
    { op: 'resize', width: 100, height: null, fit: 'inside' },
    { op: 'resize', width: 100, height: 100, fit: 'outside' },
    { op: 'resize', width: 500, height: 500, fit: 'cover' },
    { op: 'resize', width: 500, height: 500, fit: 'cover', enlarge: true },
    { op: 'resize', width: 50, height: 90, fit: 'cover', gravity: 'attention' },
    { op: 'resize', width: 50, height: 90, fit: 'cover', gravity: 'entropy' },
    { op: 'resize', width: 300, height: 300, fit: 'contain' },
    { op: 'resize', width: 300, height: 300, fit: 'contain', enlarge: true },
    { op: 'resize', width: 30, height: 300, fit: 'fill' },
    { op: 'resize', width: 1, height: 1, fit: 'cover' },
    { op: 'scale', percent: 33.33 },
    { op: 'crop', width: 100, height: 500, gravity: 'southeast' },
    { op: 'aspect', width: 16, height: 9 },
    { op: 'aspect', width: 1, height: 100, gravity: 'entropy' },
    { op: 'extract', left: 200, top: 100, width: 500, height: 500 },
    { op: 'rotate', degrees: 270 },
    ...[0.01, 7.5, 45, 89.99, 133, 359].map((degrees) => ({ op: 'rotate' as const, degrees })),
    { op: 'pixelate', size: 37 },
    { op: 'pixelate', size: 500 },
  ])('make the size that the contract foretells: %o', async (step) => {
    const made = await trySteps(quarters, [step])
    const { width, height } = sizeAfter({ width: 240, height: 160 }, stepSchema.parse(step))
    expect([made.width, made.height]).toEqual([width, height])
  })

  it('cut at the side that was asked for', async () => {
    const at = async (gravity: 'northwest' | 'east' | 'southwest') =>
      pixelAt(await trySteps(quarters, [{ op: 'crop', width: 20, height: 20, gravity }]), 10, 5)
    expect(await at('northwest')).toEqual([...topLeft, 255])
    expect(await at('east')).toEqual([...topRight, 255])
    expect(await at('southwest')).toEqual([...bottomLeft, 255])
  })

  it('turn without a dark seam around what is opaque', async () => {
    const made = await trySteps(await plain(60, 60, '#ffffff'), [{ op: 'rotate', degrees: 30 }])
    for (let index = 0; index < made.pixels.length; index += 4) {
      if ((made.pixels[index + 3] ?? 0) > 8) expect(made.pixels[index]).toBeGreaterThan(245)
    }
    expect(pixelAt(made, 0, 0)[3]).toBe(0)
  })

  it('leave transparency as it is when they change colours', async () => {
    const half = await plain(40, 40, '#6496c880')
    const small: WrittenStep = { op: 'resize', width: 20, height: 20, fit: 'inside' }
    for (const op of ['grayscale', 'sepia', 'negate'] as const) {
      expect(pixelAt(await trySteps(half, [small, { op }]), 10, 10)[3]).toBe(128)
    }
    const brighter = await trySteps(half, [small, { op: 'brightness', percent: 150 }])
    expect(pixelAt(brighter, 10, 10)[3]).toBe(128)
    expect(pixelAt(brighter, 10, 10)[0]).toBeCloseTo(150, -1)
    const negated = await trySteps(half, [{ op: 'negate' }])
    expect(pixelAt(negated, 10, 10)).toEqual([155, 105, 55, 128])
  })

  it('show white through what is transparent in a JPEG', async () => {
    const steps: WrittenStep[] = [{ op: 'rotate', degrees: 45 }, { op: 'negate' }]
    const output = { format: 'jpeg' as const, quality: 95 }
    const made = await tryRecipe(quarters, { steps, output })
    const raster = await sharp(made.bytes).raw().toBuffer()
    expect([...raster.subarray(0, 3)]).toEqual([255, 255, 255])
  })
})

describe('a step that cannot be done', () => {
  it('is told apart from a broken picture: a box outside it', async () => {
    const steps: WrittenStep[] = [{ op: 'extract', left: 500, top: 0, width: 10, height: 10 }]
    await expect(trySteps(quarters, steps)).rejects.toMatchObject({
      code: 'undecodable',
      message: expect.stringContaining('240 × 160'),
    })
  })

  it('is refused when no model for faces is there, and no centre is made up', async () => {
    const steps: WrittenStep[] = [{ op: 'crop', width: 50, height: 50, gravity: 'face' }]
    await expect(trySteps(quarters, steps)).rejects.toMatchObject({ code: 'capability_missing' })
  })

  it('is refused before it takes any memory: a picture of more than 100 megapixels', async () => {
    const steps: WrittenStep[] = [
      { op: 'scale', percent: 1000 },
      { op: 'scale', percent: 1000 },
    ]
    await expect(trySteps(quarters, steps)).rejects.toMatchObject({ code: 'too_large' })
  })
})
