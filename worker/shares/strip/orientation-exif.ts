import { ByteReader } from '../../image-api/byte-reader.ts'
import { orientationOf } from '../../image-api/exif-orientation.ts'

/**
 * An EXIF block that says how to hold the picture and nothing else, or null when the given one says
 * that it is upright. Without it a phone's pictures would lie on their side.
 */
export function orientationExif(tiff: Uint8Array): Uint8Array | null {
  const orientation = orientationOf(new ByteReader(tiff))
  if (orientation === 1) return null
  // Big-endian TIFF: its header, one directory with one entry, and no next directory.
  const words = [0x4d4d, 0x002a, 0, 8, 1, 0x0112, 3, 0, 1, orientation, 0, 0, 0]
  const block = new DataView(new ArrayBuffer(words.length * 2))
  for (const [index, word] of words.entries()) block.setUint16(index * 2, word)
  return new Uint8Array(block.buffer)
}
