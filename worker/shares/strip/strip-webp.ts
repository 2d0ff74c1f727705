import { BrokenPictureError } from './byte-stream.ts'
import { orientationExif } from './orientation-exif.ts'

/** Chunks of pixels, colours and frames (RFC 9649, §2.7). */
const kept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])

const [exifFlag, xmpFlag] = [0x08, 0x04]

/** A whole WebP without EXIF, but for how to hold it, and without XMP and chunks of others. */
export function stripWebp(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 20 || name(0) !== 'RIFF' || name(8) !== 'WEBP') {
    throw new BrokenPictureError('not a WebP')
  }
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true))
  const parts: Uint8Array[] = []
  let flags: Uint8Array | null = null
  let exif: Uint8Array | null = null
  for (let at = 12; at + 8 <= end; ) {
    const length = view.getUint32(at + 4, true)
    const next = at + 8 + length + (length & 1)
    if (at + 8 + length > end) throw new BrokenPictureError('it ends too early')
    if (name(at) === 'EXIF') exif = tiffOf(bytes.subarray(at + 8, at + 8 + length))
    if (kept.has(name(at))) {
      const part = Uint8Array.from(bytes.subarray(at, Math.min(next, end)))
      if (name(at) === 'VP8X') flags = part
      parts.push(part)
    }
    at = next
  }
  const held = exif && orientationExif(exif)
  if (flags) flags[8] = ((flags[8] ?? 0) & ~(exifFlag | xmpFlag)) | (held ? exifFlag : 0)
  if (flags && held) parts.push(chunk('EXIF', held))
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, 4)
  return [chunk('RIFF', new TextEncoder().encode('WEBP'), sizeBytes), ...parts]
}

/** Some writers put the name of a JPEG's segment before it. */
function tiffOf(payload: Uint8Array): Uint8Array {
  const isNamed = String.fromCharCode(...payload.subarray(0, 4)) === 'Exif'
  return isNamed ? payload.subarray(6) : payload
}

function chunk(name: string, payload: Uint8Array, length = payload.length): Uint8Array {
  const bytes = new Uint8Array(8 + payload.length)
  for (const [index, char] of [...name].entries()) bytes[index] = char.charCodeAt(0)
  new DataView(bytes.buffer).setUint32(4, length, true)
  bytes.set(payload, 8)
  return bytes
}
