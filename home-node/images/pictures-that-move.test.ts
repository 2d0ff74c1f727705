import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ingestPicture } from './ingest.ts'

/** An animation of plain frames, one under the other as sharp takes them. */
async function animation(format: 'gif' | 'webp', frames: number, side = 64): Promise<Buffer> {
  const pixels = Buffer.alloc(side * side * frames * 3)
  for (let frame = 0; frame < frames; frame++) {
    pixels.fill((frame * 40) % 256, frame * side * side * 3, (frame + 1) * side * side * 3)
  }
  const raw = { width: side, height: side * frames, channels: 3 as const, pageHeight: side }
  const delay = Array.from({ length: frames }, (_, frame) => 100 + frame * 10)
  return await sharp(pixels, { raw })[format]({ delay, loop: 0 }).toBuffer()
}

async function ingest(bytes: Buffer) {
  const { result, renditions } = await ingestPicture(bytes, { mimeType: '' })
  const [small, large] = await Promise.all(
    renditions.map((rendition) => sharp(rendition.bytes, { animated: true }).metadata()),
  )
  return { result, small, large }
}

describe('an animation', () => {
  it.each(['gif', 'webp'] as const)('as %s keeps moving in its large rendition', async (format) => {
    const { result, small, large } = await ingest(await animation(format, 5))
    expect(result).toMatchObject({ preview: 'ready', isAnimated: true, width: 64, height: 64 })
    expect(large?.pages).toBe(5)
    expect(large?.delay).toEqual([100, 110, 120, 130, 140])
    expect(small?.pages ?? 1).toBe(1)
  })

  it('of more frames than a page should carry shows its first frame', async () => {
    const { result, large } = await ingest(await animation('webp', 310, 8))
    expect(result).toMatchObject({ preview: 'ready', isAnimated: true })
    expect(large?.pages ?? 1).toBe(1)
  })

  it('of one frame is a still picture', async () => {
    const { result } = await ingest(await animation('gif', 1))
    expect(result.isAnimated).toBe(false)
  })
})

describe('the perceptual hash', () => {
  /** Clouds of light and dark, others for every seed. */
  async function clouds(seed: number): Promise<Buffer> {
    let state = seed
    const pixels = Buffer.alloc(12 * 9).map(() => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return (state >> 16) % 256
    })
    return await sharp(pixels, { raw: { width: 12, height: 9, channels: 1 } })
      .resize(600, 450, { kernel: 'cubic' })
      .png()
      .toBuffer()
  }
  const hashOf = async (bytes: Buffer) =>
    BigInt(`0x${(await ingestPicture(bytes, { mimeType: '' })).result.perceptualHash}`)
  const apart = (one: bigint, other: bigint) =>
    [...(one ^ other).toString(2)].filter((bit) => bit === '1').length

  it('of a smaller, brighter, harder compressed copy is nearly the same; of another picture not', async () => {
    const picture = await clouds(7)
    const copy = await sharp(picture)
      .resize(240)
      .modulate({ brightness: 1.15 })
      .jpeg({ quality: 35 })
      .toBuffer()
    const other = await clouds(8)
    const hash = await hashOf(picture)
    expect(apart(hash, await hashOf(copy))).toBeLessThanOrEqual(6)
    expect(apart(hash, await hashOf(other))).toBeGreaterThan(12)
  })

  it('is not there for a picture of one tone', async () => {
    const create = { width: 50, height: 50, channels: 3 as const, background: '#777' }
    const { result } = await ingestPicture(await sharp({ create }).png().toBuffer(), {
      mimeType: '',
    })
    expect(result.perceptualHash).toBeNull()
  })
})
