import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { toRaster } from '../images/decode.ts'
import { pixelAt, tryRecipe, type WrittenRecipe, type WrittenStep } from './try-recipe.ts'
import { maxFrames } from './work.ts'

const [width, height] = [80, 60]

/** Frames in which a white square wanders over red from the left to the right. */
async function wandering(format: 'gif' | 'webp', frames: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * frames * 3)
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const left = (frame * 10) % width
        const isSquare = y >= 20 && y < 40 && x >= left && x < left + 20
        const colour = isSquare ? [255, 255, 255] : [200, 0, 0]
        pixels.set(colour, ((frame * height + y) * width + x) * 3)
      }
    }
  }
  const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height }
  const delay = Array.from({ length: frames }, (_, frame) => 50 + frame * 20)
  return await sharp(pixels, { raw })[format]({ delay, loop: 3 }).toBuffer()
}

async function run(source: Buffer, steps: WrittenStep[], output: WrittenRecipe['output']) {
  const made = await tryRecipe(source, { steps, output }, [source])
  return { ...made, header: await sharp(made.bytes, { animated: true }).metadata() }
}

async function frameOf(bytes: Buffer, page: number) {
  return await toRaster(sharp(bytes, { page }).ensureAlpha())
}

const animated = (format: 'gif' | 'webp') => ({ format, quality: 90, animated: true as const })

describe('an animation', () => {
  const everyKind: WrittenStep[] = [
    { op: 'resize', width: 120, height: 90, fit: 'cover', enlarge: true },
    { op: 'crop', width: 100, height: 70, gravity: 'attention' },
    { op: 'rotate', degrees: 30, background: '#0000ff' },
    { op: 'flip', axis: 'vertical' },
    { op: 'sepia' },
    { op: 'blur', sigma: 1 },
    { op: 'pixelate', size: 4 },
    ...[
      { op: 'watermark-text' as const, text: 'Hi', font: 'sans' as const, colour: '#ffffff' },
    ].map((text) => ({ ...text, at: 'north' as const, x: 0, y: 4 })),
  ]

  it.each(['gif', 'webp'] as const)(
    'keeps its frames, times and loops through every kind of step, as %s',
    async (format) => {
      for (const source of ['gif', 'webp'] as const) {
        const { header, ...made } = await run(
          await wandering(source, 5),
          everyKind,
          animated(format),
        )
        expect(header.pages).toBe(5)
        expect(header.delay).toEqual([50, 70, 90, 110, 130])
        expect(header.loop).toBe(3)
        expect([made.width, made.height]).toEqual([header.width, header.pageHeight])
      }
    },
  )

  it('moves after as it did before', async () => {
    const half: WrittenStep[] = [
      { op: 'scale', percent: 50 },
      { op: 'flip', axis: 'horizontal' },
    ]
    const { bytes } = await run(await wandering('gif', 5), half, animated('webp'))
    for (const page of [0, 2, 4]) {
      const frame = await frameOf(bytes, page)
      const middle = 40 - (page * 5 + 5)
      expect(pixelAt(frame, middle, 15)[1]).toBeGreaterThan(220)
      expect(pixelAt(frame, (middle + 20) % 40, 15)[1]).toBeLessThan(60)
    }
  })

  it('is cut at one place in all its frames, however clever the cut', async () => {
    const cut: WrittenStep[] = [{ op: 'crop', width: 40, height: 40, gravity: 'attention' }]
    const { bytes } = await run(await wandering('gif', 4), cut, animated('webp'))
    const lefts: number[] = []
    for (const page of [0, 1, 2]) {
      const frame = await frameOf(bytes, page)
      lefts.push(
        Array.from({ length: 40 }, (_, x) => x).findIndex(
          (x) => (pixelAt(frame, x, 20)[1] ?? 0) > 128,
        ),
      )
    }
    // The square goes on by ten pixels a frame, until it leaves the cut.
    expect(lefts[2]).toBe((lefts[1] ?? 0) + 10)
  })

  it('shows its first frame where it may not move, or cannot', async () => {
    const source = await wandering('gif', 3)
    const still = await run(source, [], { format: 'webp', quality: 90 })
    const jpeg = await run(source, [], { format: 'jpeg', quality: 90, animated: true })
    expect([still.header.pages ?? 1, jpeg.header.pages ?? 1]).toEqual([1, 1])
  })

  it('of too many frames is refused with a sentence, and its first frame can be had', async () => {
    const source = await wandering('gif', maxFrames + 1)
    await expect(run(source, [], animated('webp'))).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('first frame'),
    })
    expect((await run(source, [], { format: 'webp', quality: 80 })).width).toBe(width)
  })

  it('that would grow beyond what all frames may have together is refused', async () => {
    const steps: WrittenStep[] = [
      { op: 'scale', percent: 1000 },
      { op: 'scale', percent: 500 },
    ]
    await expect(run(await wandering('gif', 8), steps, animated('gif'))).rejects.toMatchObject({
      code: 'too_large',
    })
  })

  it('that stands still for minutes goes on doing so, as long as the format can say', async () => {
    const two = [
      Buffer.alloc(300, 10),
      Buffer.alloc(300, 200),
      ...Array(30).fill(Buffer.alloc(300, 90)),
    ]
    const raw = { width: 10, height: 10 * two.length, channels: 3 as const, pageHeight: 10 }
    const source = await sharp(Buffer.concat(two), { raw })
      .gif({ delay: two.map(() => 10_000) })
      .toBuffer()
    const { header } = await run(source, [{ op: 'negate' }], animated('webp'))
    expect(header.delay?.slice(0, 3)).toEqual([10_000, 10_000, 65_535])
  })

  it('meets a bound in bytes', async () => {
    const source = await wandering('webp', 5)
    const free = await run(source, everyKind, animated('webp'))
    const maxBytes = Math.max(1000, Math.round(free.bytes.length * 0.8))
    const bound = await run(source, everyKind, { ...animated('webp'), maxBytes })
    expect(bound.bytes.length).toBeLessThanOrEqual(maxBytes)
    expect(bound.header.pages).toBe(5)
  })
})
