import sharp, { type Sharp } from 'sharp'
import type { Raster } from '../images/decode.ts'
import type { Picture } from '../images/probe.ts'

/** Most that a segment of a JPEG holds; longer blocks are left behind. */
const maxSegmentBytes = 65_533
const xmpName = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')
const timeoutS = 10

type Blocks = Pick<Picture, 'exif' | 'xmp' | 'iptc'>

/**
 * Opens pipelines over pixels that write what the source said of itself (EXIF, XMP, IPTC) as well; its
 * orientation says upright, and its thumbnail is gone, for that would show what was cut off.
 *
 * sharp writes such blocks only where it read them. So it is given a tiny JPEG that carries them,
 * and the pixels are laid over it: the same for every kind of source, HEIC as well.
 */
export async function withMetadata(raster: Raster, blocks: Blocks): Promise<() => Sharp> {
  const { pixels, width, height, channels } = raster
  const raw = { width, height, channels }
  const carrier = await carrierOf(blocks)
  return () => {
    const drawn = sharp(carrier, { failOn: 'none' })
      .timeout({ seconds: timeoutS })
      .autoOrient()
      .resize({ width, height, fit: 'fill', kernel: 'nearest' })
      .composite([{ input: pixels, raw, blend: 'source' }])
      .keepMetadata()
    return channels === 4 ? drawn : drawn.removeAlpha()
  }
}

async function carrierOf({ exif, xmp, iptc }: Blocks): Promise<Buffer> {
  const create = { width: 8, height: 8, channels: 3 as const, background: '#000000' }
  const tiny = await sharp({ create }).jpeg().toBuffer()
  const segments = [
    ...(exif ? [segment(0xe1, withoutThumbnail(exif))] : []),
    ...(xmp ? [segment(0xe1, Buffer.concat([xmpName, xmp]))] : []),
    ...(iptc ? [segment(0xed, iptc)] : []),
  ]
  return Buffer.concat([tiny.subarray(0, 2), ...segments, tiny.subarray(2)])
}

function segment(marker: number, content: Uint8Array): Buffer {
  if (content.length > maxSegmentBytes) return Buffer.alloc(0)
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

const exifStart = 6

/**
 * EXIF whose first directory names no second one, where a thumbnail would be. Its bytes go when the
 * block is written anew, which libvips always does.
 */
function withoutThumbnail(exif: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(exif)
  const tiff = new DataView(copy.buffer, exifStart, Math.max(0, copy.length - exifStart))
  if (tiff.byteLength < 8) return copy
  const isLittle = tiff.getUint16(0) === 0x4949
  const directory = tiff.getUint32(4, isLittle)
  if (directory + 2 > tiff.byteLength) return copy
  const next = directory + 2 + tiff.getUint16(directory, isLittle) * 12
  if (next + 4 <= tiff.byteLength) tiff.setUint32(next, 0, isLittle)
  return copy
}
