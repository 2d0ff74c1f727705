import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeHeic } from './heic.ts'
import { ingestPicture } from './ingest.ts'
import { cornerColours } from './sample-pictures.ts'

const picture = await readFile(new URL('./fixtures/four-corners.heic', import.meta.url))

describe('a HEIC picture', () => {
  it('is decoded in its true colours and turned once, by its own box and not by EXIF again', async () => {
    const { result, renditions } = await ingestPicture(picture, { mimeType: 'image/heic' })
    expect(result).toMatchObject({
      preview: 'ready',
      width: 96,
      height: 64,
      takenAt: '2024-05-31T14:03:22',
      camera: 'Acme One',
    })
    const large = renditions.find(({ name }) => name === '1600')
    const { data, info } = await sharp(large?.bytes).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => {
      const start = (y * info.width + x) * info.channels
      return [...data.subarray(start, start + 3)]
    }
    const found = [at(8, 8), at(88, 8), at(88, 56), at(8, 56)]
    const { topLeft, topRight, bottomRight, bottomLeft } = cornerColours
    const expected = [topLeft, topRight, bottomRight, bottomLeft]
    for (const [corner, colour] of expected.entries()) {
      for (const [channel, value] of colour.entries()) {
        expect(Math.abs((found[corner]?.[channel] ?? -999) - value)).toBeLessThan(40)
      }
    }
  })

  it('that is broken is a result, and the next one is decoded by the same thread', async () => {
    const { result } = await ingestPicture(picture.subarray(0, 1_200), { mimeType: 'image/heic' })
    expect(result.preview).toBe('none')
    const { result: next } = await ingestPicture(picture, { mimeType: 'image/heic' })
    expect(next.preview).toBe('ready')
  })

  it('waits its turn when several come at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => decodeHeic(picture, null)))
    for (const tiff of all) {
      expect(await sharp(tiff).metadata()).toMatchObject({ format: 'tiff', width: 96, height: 64 })
    }
  })

  it('keeps its colour profile on the way', async () => {
    const p3 = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#f00' } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
    const { icc = null } = await sharp(p3).metadata()
    expect(icc).not.toBeNull()
    expect((await sharp(await decodeHeic(picture, icc)).metadata()).icc).toEqual(icc)
  })
})
