import exifr from 'exifr'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fourCorners, storedAs, tellingExif } from '../images/sample-pictures.ts'
import { busyPicture } from './busy-picture.ts'
import { tryRecipe, type WrittenRecipe, type WrittenStep } from './try-recipe.ts'

const busy = await busyPicture(400, 300)

async function write(output: WrittenRecipe['output'], source = busy, steps: WrittenStep[] = []) {
  const made = await tryRecipe(source, { steps, output })
  return { ...made, header: await sharp(made.bytes).metadata() }
}

describe('a bound in bytes', () => {
  it.each(['jpeg', 'webp', 'avif', 'png', 'gif'] as const)('is kept in %s', async (format) => {
    const free = await write({ format, quality: 95 })
    const maxBytes = Math.round(free.bytes.length * 0.7)
    const bound = await write({ format, quality: 95, maxBytes })
    expect(bound.bytes.length).toBeLessThanOrEqual(maxBytes)
    expect([bound.width, bound.height]).toEqual([400, 300])
  })

  it('costs no quality where there is room', async () => {
    const free = await write({ format: 'webp', quality: 80 })
    const bound = await write({ format: 'webp', quality: 80, maxBytes: 1_000_000 })
    expect(bound.bytes.equals(free.bytes)).toBe(true)
  })

  it('that cannot be kept is said, with what the picture needs', async () => {
    await expect(write({ format: 'jpeg', quality: 90, maxBytes: 1_000 })).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringMatching(/\d+ bytes, and 1000 were asked for/),
    })
  })
})

describe('how a picture is encoded', () => {
  it('is smaller when it may take longer', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const quick = await write({ format, quality: 80 })
      const compressed = await write({ format, quality: 80, compress: true })
      expect(compressed.bytes.length, format).toBeLessThan(quick.bytes.length)
    }
  })

  it('is progressive where that was asked for', async () => {
    for (const format of ['jpeg', 'png'] as const) {
      const one = await write({ format, quality: 80 })
      const other = await write({ format, quality: 80, progressive: true })
      expect([one.header.isProgressive, other.header.isProgressive]).toEqual([false, true])
    }
  })

  it('is the same in PNG and GIF whatever the quality', async () => {
    for (const format of ['png', 'gif'] as const) {
      const one = await write({ format, quality: 100 })
      expect((await write({ format, quality: 30 })).bytes.equals(one.bytes)).toBe(true)
    }
  })
})

describe('what a picture says of itself', () => {
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/">told</x:xmpmeta>'
  const told = async () => {
    const turned = await storedAs(await fourCorners(600, 800), 6)
    const thumbnail = await sharp(turned).keepMetadata().withExifMerge(tellingExif)
    return await thumbnail.withXmp(xmp).jpeg({ quality: 95 }).toBuffer()
  }

  it('is not told on: no place, no serial number, no name', async () => {
    const { bytes, header } = await write({ format: 'jpeg', quality: 80 }, await told())
    expect([header.exif, header.xmp, header.iptc]).toEqual([undefined, undefined, undefined])
    expect(bytes.toString('latin1')).not.toMatch(/SERIAL-4711|Nobody|xmpmeta/)
  })

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'is kept in %s when asked for',
    async (format) => {
      const steps: WrittenStep[] = [{ op: 'resize', width: 200, height: 200, fit: 'inside' }]
      const output = { format, quality: 80, metadata: 'keep' as const }
      const { bytes, header } = await write(output, await told(), steps)
      expect([header.width, header.height, header.orientation ?? 1]).toEqual([150, 200, 1])
      expect(header.exif?.toString('latin1')).toContain('SERIAL-4711')
      expect(header.xmp?.toString('utf8')).toContain('told')
      const [red = 0, green = 255] = await sharp(bytes).raw().toBuffer()
      expect(red).toBeGreaterThan(230)
      expect(green).toBeLessThan(30)
      if (format === 'jpeg') {
        expect(await exifr.gps(bytes)).toMatchObject({ latitude: expect.closeTo(46.52, 1) })
      }
    },
  )

  it('loses its thumbnail even when it is kept: that would show what was cut off', async () => {
    const source = withThumbnail(await told(), Buffer.from('OLD-THUMBNAIL'.repeat(20)))
    expect(source.toString('latin1')).toContain('OLD-THUMBNAIL')
    const output = { format: 'jpeg' as const, quality: 80, metadata: 'keep' as const }
    const { bytes } = await write(output, source)
    expect(bytes.toString('latin1')).toContain('Nobody At All')
    expect(bytes.toString('latin1')).not.toContain('OLD-THUMBNAIL')
  })
})

/** A JPEG whose EXIF has a second directory with a thumbnail, as cameras write it. */
function withThumbnail(jpeg: Buffer, thumbnail: Buffer): Buffer {
  const start = jpeg.indexOf('Exif\0\0', 0, 'latin1')
  const segmentLength = jpeg.readUInt16BE(start - 2)
  const tiff = jpeg.subarray(start + 6, start - 2 + segmentLength)
  const first = Buffer.from(tiff)
  const directory = first.readUInt32LE(4)
  first.writeUInt32LE(first.length, directory + 2 + first.readUInt16LE(directory) * 12)
  const second = Buffer.alloc(2 + 3 * 12 + 4)
  second.writeUInt16LE(3)
  const entries = [
    [0x0103, 3, 1, 6],
    [0x0201, 4, 1, first.length + second.length],
    [0x0202, 4, 1, thumbnail.length],
  ] as const
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    second.writeUInt16LE(tag, 2 + index * 12)
    second.writeUInt16LE(type, 4 + index * 12)
    second.writeUInt32LE(count, 6 + index * 12)
    second.writeUInt32LE(value, 10 + index * 12)
  }
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), first, second, thumbnail])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length + 2)
  const rest = jpeg.subarray(start - 2 + segmentLength)
  return Buffer.concat([jpeg.subarray(0, start - 2), length, content, rest])
}
