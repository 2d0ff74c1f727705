import type { ImageFormat } from '#contracts/images'
import { readAvif } from './avif-header.ts'
import { BrokenHeaderError, ByteReader } from './byte-reader.ts'
import { isTurned } from './exif-orientation.ts'
import { readGif } from './gif-header.ts'
import { readJpeg } from './jpeg-header.ts'
import { readWebp } from './webp-header.ts'

/** What a picture's header declares: sizes as it is stored, and how its reader should hold it. */
export interface StoredHeader {
  width: number
  height: number
  /** How many pictures an animation has; 1 for all else. */
  frames: number
  /** Whether it lies on its side, so that it is shown as wide as it is stored high. */
  isTurned: boolean
}

/** Pixels as people see them, turned upright. */
export interface PictureHeader {
  width: number
  height: number
  frames: number
}

const readers: Record<ImageFormat, (bytes: ByteReader) => StoredHeader> = {
  jpeg: readJpeg,
  png: readPng,
  gif: readGif,
  webp: readWebp,
  avif: readAvif,
}

/**
 * The size that a picture says it has. Walks from marker to marker and decodes nothing, so that it
 * takes no more time or memory for a picture that unfolds to gigabytes. Null: nobody can decode this,
 * because the header is broken, says that there are no pixels, or stands alone.
 */
export function readHeader(format: ImageFormat, bytes: Uint8Array): PictureHeader | null {
  try {
    const { width, height, frames, isTurned } = readers[format](new ByteReader(bytes))
    if (width === 0 || height === 0) return null
    return isTurned ? { width: height, height: width, frames } : { width, height, frames }
  } catch (error) {
    if (error instanceof BrokenHeaderError) return null
    throw error
  }
}

/** Portable Network Graphics (W3C, third edition), §5: chunks after a signature of 8 bytes. */
function readPng(bytes: ByteReader): StoredHeader {
  const [width, height] = [bytes.u32(16), bytes.u32(20)]
  if (bytes.text(12, 4) !== 'IHDR') throw new BrokenHeaderError('no IHDR')
  let [hasPixels, turned] = [false, false]
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.u32(at)) {
    const kind = bytes.text(at + 4, 4)
    if (kind === 'IDAT') hasPixels = true
    if (kind === 'eXIf') turned = isTurned(bytes.slice(at + 8, at + 8 + bytes.u32(at)))
  }
  if (!hasPixels) throw new BrokenHeaderError('no IDAT')
  return { width, height, frames: 1, isTurned: turned }
}
