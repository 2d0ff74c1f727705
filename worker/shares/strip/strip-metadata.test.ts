import exifr from 'exifr'
import { describe, expect, it } from 'vitest'
import { type TellingFormat, tellingPicture } from '../../testing/telling-pictures.ts'
import { stripMetadata } from './strip-metadata.ts'

async function strip(bytes: Uint8Array, mimeType: string, portion = 7): Promise<Buffer> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += portion) {
        controller.enqueue(bytes.slice(at, at + portion))
      }
      controller.close()
    },
  })
  return Buffer.from(await new Response(stripMetadata(body, mimeType)).arrayBuffer())
}

const everything = { tiff: true, exif: true, gps: true, xmp: true, iptc: true }

/** All that a reader of metadata finds (it knows no WebP), and all that a search of the bytes does. */
async function told(bytes: Buffer, format: TellingFormat) {
  const options = { ...everything, ihdr: false, jfif: false, translateValues: false }
  const parsed: unknown = format === 'webp' ? {} : await exifr.parse(bytes, options)
  const secrets = ['secretword', 'SERIAL77', 'Telling', 'xmpmeta', 'GPS', 'XMP']
  return { parsed: parsed ?? {}, secrets: secrets.filter((word) => bytes.includes(word)) }
}

const segment = (code: number, text: string) =>
  Buffer.concat([Buffer.from([0xff, code, 0, text.length + 2]), Buffer.from(text, 'latin1')])

describe('an original that leaves through a link', () => {
  it.each<TellingFormat>(['jpeg', 'png', 'webp'])(
    '(%s) says nothing of place, camera, serial number and owner',
    async (format) => {
      const original = Buffer.from(tellingPicture(format))
      expect((await told(original, format)).secrets).toContain('SERIAL77')
      for (const portion of [1, 7, 100_000]) {
        const stripped = await strip(original, `image/${format}`, portion)
        // PNG is upright by itself; the others say how to hold them, and nothing else.
        const parsed = format === 'jpeg' ? { Orientation: 6 } : {}
        expect(await told(stripped, format)).toEqual({ parsed, secrets: [] })
        expect(stripped.includes('EXIF')).toBe(format === 'webp')
      }
    },
  )

  it('(jpeg) has the same pixels, byte by byte, and neither thumbnails nor pictures behind it', async () => {
    const plain = Buffer.from(tellingPicture('jpeg'))
    const clean = await strip(plain, 'image/jpeg')
    const extras = [
      segment(0xe0, 'JFXX\0 thumbnail secretword'),
      segment(0xe2, 'MPF\0 secretword'),
      segment(0xed, 'photoshop secretword'),
      segment(0xef, 'secretword'),
      segment(0xfe, 'secretword'),
    ]
    const busy = Buffer.concat([plain.subarray(0, 2), ...extras, plain.subarray(2), plain])
    expect(await strip(busy, 'image/jpeg')).toEqual(clean)
    const scan = plain.subarray(plain.indexOf(Buffer.from([0xff, 0xdb])))
    expect(clean.subarray(clean.indexOf(Buffer.from([0xff, 0xdb])))).toEqual(scan)
  })

  it('(gif) keeps how often it repeats, and loses comments and what applications wrote', async () => {
    const gif = Buffer.from(
      'R0lGODlhCAAGAIAAAExpcSLudyH5BAUAAAAALAAAAAAIAAYAAAIGjI+py30FADs=',
      'base64',
    )
    const loop = Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1')
    const comment = Buffer.from('\x21\xfe\x0asecretword\0', 'latin1')
    const xmp = Buffer.from('\x21\xff\x0bXMP DataXMP\x0asecretword\0', 'latin1')
    const at = gif.indexOf(Buffer.from([0x21, 0xf9]))
    const [head, tail] = [gif.subarray(0, at), gif.subarray(at)]
    const busy = Buffer.concat([head, loop, comment, xmp, tail, Buffer.from('secretword')])
    expect(await strip(busy, 'image/gif')).toEqual(Buffer.concat([head, loop, tail]))
  })

  it('does not leave when it is not what its type says, or ends too early', async () => {
    const whole = tellingPicture('jpeg')
    for (const type of ['image/png', 'image/webp', 'image/gif']) {
      await expect(strip(whole, type)).rejects.toThrow()
    }
    for (const length of [1, 3, 100, whole.length - 2]) {
      await expect(strip(whole.slice(0, length), 'image/jpeg')).rejects.toThrow()
    }
  })
})
