import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { ingestResultSchema } from '#contracts/jobs'
import type { StoredRenditionName } from '#contracts/renditions'
import { type IngestedPicture, ingestPicture } from './ingest.ts'
import { undecodableNote, unsupportedNote } from './probe.ts'
import {
  blackPng,
  cornerColours,
  fourCorners,
  pngChunk,
  storedAs,
  tellingExif,
} from './sample-pictures.ts'

const jpeg = { mimeType: 'image/jpeg' }

function bytesOf({ renditions }: IngestedPicture, name: StoredRenditionName): Uint8Array {
  const rendition = renditions.find((each) => each.name === name)
  if (!rendition) throw new Error(`no rendition ${name}`)
  return rendition.bytes
}

/** The colours near the corners of an encoded picture, clockwise from the top left. */
async function cornersOf(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const near = (part: number, side: number) => Math.floor(side * part)
  const at = (x: number, y: number) => {
    const start = (near(y, info.height) * info.width + near(x, info.width)) * 3
    return [...data.subarray(start, start + 3)]
  }
  return [at(0.1, 0.1), at(0.9, 0.1), at(0.9, 0.9), at(0.1, 0.9)]
}

async function expectFourCorners(bytes: Uint8Array, tolerance = 40) {
  const { topLeft, topRight, bottomRight, bottomLeft } = cornerColours
  const expected = [topLeft, topRight, bottomRight, bottomLeft].flat()
  const found = (await cornersOf(bytes)).flat()
  const worst = Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? -999))))
  expect(worst).toBeLessThanOrEqual(tolerance)
}

/** Inks reach neither this blue nor this green; an inverted picture would be 255 off. */
const printTolerance = 130

describe('a picture that arrives', () => {
  it('gets both renditions, its facts, a thumbhash and its colours, in the shape of the contract', async () => {
    const picture = await sharp(await fourCorners(2_000, 1_500))
      .jpeg({ quality: 92 })
      .withExif(tellingExif)
      .toBuffer()
    const ingested = await ingestPicture(picture, jpeg)
    expect(ingestResultSchema.parse(ingested.result)).toEqual(ingested.result)
    expect(ingested.result).toMatchObject({
      preview: 'ready',
      previewNote: null,
      width: 2_000,
      height: 1_500,
      takenAt: '2024-05-31T14:03:22',
      camera: 'Acme One',
    })
    for (const { name, width, height, sizeBytes } of ingested.result.renditions) {
      const bytes = bytesOf(ingested, name)
      expect(sizeBytes).toBe(bytes.length)
      expect([width, height]).toEqual(name === '320' ? [320, 240] : [1_600, 1_200])
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height })
      await expectFourCorners(bytes)
    }
    expect(ingested.result.renditions.map(({ name }) => name)).toEqual(['320', '1600'])
    expect(Buffer.from(ingested.result.thumbhash ?? '', 'base64').length).toBeGreaterThan(10)
  })

  it.each<[string, (from: Sharp) => Sharp, tolerance?: number]>([
    ['a progressive JPEG', (it) => it.jpeg({ progressive: true, quality: 95 })],
    ['a CMYK JPEG', (it) => it.toColourspace('cmyk').jpeg({ quality: 95 }), printTolerance],
    ['a 16-bit PNG', (it) => it.toColourspace('rgb16').png()],
    ['a PNG with a palette', (it) => it.png({ palette: true })],
    ['an interlaced PNG', (it) => it.png({ progressive: true })],
    ['a Display P3 PNG', (it) => it.withIccProfile('p3').png()],
    ['a WebP', (it) => it.webp({ quality: 95 })],
    ['a lossless WebP', (it) => it.webp({ lossless: true })],
    ['an AVIF', (it) => it.avif({ quality: 80, effort: 0 })],
    ['a GIF', (it) => it.gif()],
  ])('is shown in its true colours when it is %s', async (_, encode, tolerance = 60) => {
    const bytes = await encode(sharp(await fourCorners(400, 300))).toBuffer()
    const ingested = await ingestPicture(bytes, jpeg)
    expect(ingested.result).toMatchObject({ preview: 'ready', width: 400, height: 300 })
    await expectFourCorners(bytesOf(ingested, '320'), tolerance)
    await expectFourCorners(bytesOf(ingested, '1600'), tolerance)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is upright from EXIF orientation %i', async (orientation) => {
    const stored = await storedAs(await fourCorners(400, 300), orientation)
    const ingested = await ingestPicture(stored, jpeg)
    expect(ingested.result).toMatchObject({ preview: 'ready', width: 400, height: 300 })
    await expectFourCorners(bytesOf(ingested, '320'))
    await expectFourCorners(bytesOf(ingested, '1600'))
    expect((await sharp(bytesOf(ingested, '1600')).metadata()).orientation).toBeUndefined()
  })

  it('carries nothing about its owner into a rendition', async () => {
    const source = await sharp(await fourCorners(400, 300))
      .jpeg()
      .withExif(tellingExif)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
      .toBuffer()
    for (const told of ['SERIAL-4711', 'Nobody At All', 'xmpmeta']) {
      expect(source.includes(told)).toBe(true)
    }
    const ingested = await ingestPicture(source, jpeg)
    for (const { bytes } of ingested.renditions) {
      const rendition = Buffer.from(bytes)
      for (const told of ['SERIAL-4711', 'Nobody', 'Acme', 'xmpmeta', 'secret', 'EXIF', 'ICCP']) {
        expect(rendition.includes(told)).toBe(false)
      }
      const { exif, xmp, iptc, icc } = await sharp(rendition).metadata()
      expect({ exif, xmp, iptc, icc }).toEqual({})
    }
  })

  it('is never enlarged, down to a single pixel', async () => {
    const { result } = await ingestPicture(blackPng(1, 1), { mimeType: 'image/png' })
    expect(result).toMatchObject({ preview: 'ready', width: 1, height: 1 })
    expect(result.renditions.map(({ width, height }) => [width, height])).toEqual([
      [1, 1],
      [1, 1],
    ])
    expect(result.tags).toEqual([{ label: 'black', probability: 1, engine: 'colours-1' }])
  })

  it('keeps at least a pixel of a picture that is a line', async () => {
    const { result } = await ingestPicture(blackPng(12_000, 1), { mimeType: 'image/png' })
    expect(result.renditions.map(({ width, height }) => [width, height])).toEqual([
      [320, 1],
      [1_600, 1],
    ])
  })

  it('keeps its transparency', async () => {
    const clear = { width: 400, height: 300, channels: 4 as const, background: '#ff000000' }
    const bytes = await sharp({ create: clear }).png().toBuffer()
    const ingested = await ingestPicture(bytes, { mimeType: 'image/png' })
    expect(ingested.result).toMatchObject({ preview: 'ready', tags: [] })
    expect((await sharp(bytesOf(ingested, '320')).stats()).isOpaque).toBe(false)
  })

  it('is shown in grey when it is grey, with and without transparency', async () => {
    const grey = await sharp(await fourCorners(400, 300))
      .greyscale()
      .png()
      .toBuffer()
    const withAlpha = await sharp(grey).ensureAlpha(0.9).png().toBuffer()
    for (const bytes of [grey, withAlpha]) {
      const { result } = await ingestPicture(bytes, { mimeType: 'image/png' })
      expect(result.preview).toBe('ready')
      for (const { label } of result.tags) expect(['black', 'grey', 'white']).toContain(label)
    }
  })

  it('is its first frame when it is animated', async () => {
    const red = { width: 40, height: 40, channels: 3 as const, background: '#ff0000' }
    const frames = [red, { ...red, background: '#0000ff' }].map((create) => ({ create }))
    const stack = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()))
    for (const format of ['gif', 'webp'] as const) {
      const bytes = await sharp(stack, { join: { animated: true } })
        .toFormat(format)
        .toBuffer()
      expect((await sharp(bytes).metadata()).pages).toBe(2)
      const { result } = await ingestPicture(bytes, { mimeType: `image/${format}` })
      expect(result).toMatchObject({ preview: 'ready', width: 40, height: 40 })
      expect(result.tags.map(({ label }) => label)).toEqual(['red'])
    }
  })
})

describe('a file that cannot be shown', () => {
  it.each([
    ['a video', '\0\0\0\x20ftypisom\0\0\x02\0', 'video/mp4', unsupportedNote],
    ['a drawing with a script', '<svg><script>1</script></svg>', 'image/svg+xml', unsupportedNote],
    ['a text called a picture', 'hello', 'image/jpeg', undecodableNote],
    ['a text', 'hello', 'text/plain', unsupportedNote],
    ['nothing at all', '', 'application/octet-stream', unsupportedNote],
  ])('is a result with a sentence, as %s is', async (_, text, mimeType, previewNote) => {
    const { result, renditions } = await ingestPicture(Buffer.from(text, 'latin1'), { mimeType })
    expect(ingestResultSchema.parse(result)).toEqual(result)
    expect(result).toMatchObject({ preview: 'none', previewNote, renditions: [], tags: [] })
    expect(renditions).toEqual([])
  })

  it('is a picture with absurdly many scans: given up at once', async () => {
    const size = { width: 600, height: 400, channels: 3 as const, background: '#888' }
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
    const bytes = await sharp({ create: { ...size, noise } })
      .jpeg({ progressive: true })
      .toBuffer()
    const scan = bytes.lastIndexOf(Buffer.from([0xff, 0xda]))
    const scans = Array.from({ length: 1_000 }, () => bytes.subarray(scan, -2))
    const bomb = Buffer.concat([bytes.subarray(0, -2), ...scans, bytes.subarray(-2)])
    expect((await ingestPicture(bomb, jpeg)).result).toMatchObject({
      preview: 'none',
      previewNote: undecodableNote,
      width: 600,
      height: 400,
    })
  })
})

describe('a picture with a bomb beside its pixels', () => {
  it.each([
    ['10 MB of EXIF', pngChunk('eXIf', Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(1e7)]))],
    [
      'XMP that unfolds to gigabytes',
      pngChunk(
        'iTXt',
        Buffer.from(
          `XML:com.adobe.xmp\0\0\0\0\0<!DOCTYPE x [<!ENTITY a "ha">${Array.from(
            { length: 30 },
            (_, level) => `<!ENTITY ${'b'.repeat(level + 1)} "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`,
          ).join('')}]><x:xmpmeta>&b;</x:xmpmeta>`,
        ),
      ),
    ],
  ])('is shown all the same: %s', async (_, chunk) => {
    const png = await sharp(await fourCorners(400, 300))
      .png()
      .toBuffer()
    const afterHeader = 8 + 25
    const bytes = Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)])
    const { result } = await ingestPicture(bytes, { mimeType: 'image/png' })
    expect(result).toMatchObject({ preview: 'ready', takenAt: null, camera: null })
  })
})
