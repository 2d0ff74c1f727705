import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { maxPictureBytes, probePicture, undecodableNote, unsupportedNote } from './probe.ts'
import { blackPng, fourCorners, pngHeader, storedAs } from './sample-pictures.ts'

/** A GIF header and frame of one pixel, then `frames` more of the same. */
function gif(width: number, height: number, frames: number): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1')
  screen.writeUInt16LE(width, 6)
  screen.writeUInt16LE(height, 8)
  const frame = '\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0'
  return Buffer.concat([screen, Buffer.from(frame.repeat(frames), 'latin1'), Buffer.from(';')])
}

describe('the probe', () => {
  it.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)(
    'knows %s by its bytes and reads its size',
    async (format) => {
      const bytes = await sharp(await fourCorners(160, 120))
        .toFormat(format)
        .toBuffer()
      const size = { width: 160, height: 120 }
      expect(await probePicture(bytes)).toMatchObject({ kind: 'picture', format, ...size })
    },
  )

  it('knows HEIC, its size after turning and its EXIF', async () => {
    const bytes = await readFile(new URL('./fixtures/four-corners.heic', import.meta.url))
    const picture = await probePicture(bytes)
    expect(picture).toMatchObject({ kind: 'picture', format: 'heic', width: 96, height: 64 })
    expect(picture.kind === 'picture' && picture.exif?.length).toBeGreaterThan(100)
  })

  it('gives the size as it is seen, not as it is stored', async () => {
    const turned = await storedAs(await fourCorners(160, 120), 6)
    expect(await probePicture(turned)).toMatchObject({ width: 160, height: 120 })
  })

  it.each([
    ['16,383 × 16,383', blackPng(16_383, 16_383)],
    ['60,000 × 60,000', pngHeader(60_000, 60_000)],
    ['12,001 × 1', pngHeader(12_001, 1)],
    ['10,001 × 10,000', pngHeader(10_001, 10_000)],
    ['2,147,483,647 × 2,147,483,647', pngHeader(2_147_483_647, 2_147_483_647)],
  ])('refuses %s pixels and says so, without taking memory for them', async (text, bytes) => {
    const before = process.memoryUsage().rss
    const answer = await probePicture(bytes)
    expect(answer).toMatchObject({ kind: 'none', reason: 'too_large' })
    expect(answer.kind === 'none' && answer.note).toContain(`${text} pixels`)
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000)
  })

  it('lets through what is just within the limits', async () => {
    expect(await probePicture(blackPng(10_000, 10_000))).toMatchObject({ kind: 'picture' })
    expect(await probePicture(blackPng(12_000, 1))).toMatchObject({ kind: 'picture' })
  })

  it('refuses a JPEG by the size in its header alone', async () => {
    const bytes = await sharp(await fourCorners(160, 120))
      .jpeg()
      .toBuffer()
    const size = bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5
    bytes.writeUInt16BE(65_500, size)
    bytes.writeUInt16BE(65_500, size + 2)
    expect(await probePicture(bytes)).toMatchObject({ kind: 'none', reason: 'too_large' })
  })

  it('refuses an animation that unfolds to thousands of large frames, not one of small ones', async () => {
    expect(await probePicture(gif(2_000, 2_000, 12_000))).toMatchObject({ reason: 'too_large' })
    expect(await probePicture(gif(200, 200, 12_000))).toMatchObject({ kind: 'picture' })
  })

  it('refuses files over 100 MB whatever their header says', async () => {
    const bytes = new Uint8Array(maxPictureBytes + 1)
    bytes.set(blackPng(8, 8))
    expect(await probePicture(bytes)).toMatchObject({ kind: 'none', reason: 'too_large' })
  })

  it.each([
    ['nothing', ''],
    ['one byte', 'x'],
    ['text', 'only words, and no picture at all'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['PDF', '%PDF-1.7\n'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['MP4', '\0\0\0\x20ftypisom\0\0\x02\0isomiso2'],
    ['JPEG XL', '\xff\x0a\xfa\x1f\x01'],
  ])('never hands %s to a decoder', async (_, text) => {
    const answer = await probePicture(Buffer.from(text, 'latin1'))
    expect(answer).toMatchObject({ kind: 'none', reason: 'unsupported', note: unsupportedNote })
  })

  it.each([
    ['JPEG', '\xff\xd8\xff\xe0'],
    ['PNG', '\x89PNG\r\n\x1a\n'],
    ['GIF', 'GIF89a'],
    ['WebP', 'RIFF\0\0\0\0WEBP'],
    ['AVIF', '\0\0\0\x1cftypavif\0\0\0\0mif1miaf'],
    ['HEIC', '\0\0\0\x1cftypheic\0\0\0\0mif1heic'],
  ])('calls a %s that ends after its first bytes damaged', async (_, text) => {
    const answer = await probePicture(Buffer.from(text, 'latin1'))
    expect(answer).toMatchObject({ kind: 'none', reason: 'undecodable', note: undecodableNote })
  })
})
