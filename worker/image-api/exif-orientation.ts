import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'

const orientationTag = 0x0112

/** Whether an EXIF block says that the picture lies on its side: orientations 5 to 8. */
export function isTurned(tiff: ByteReader): boolean {
  return orientationOf(tiff) >= 5
}

/** What an EXIF block says of how to hold the picture, 1 to 8 (TIFF 6.0, §2, tag 274). A broken block says 1. */
export function orientationOf(tiff: ByteReader): number {
  try {
    const isLittle = tiff.text(0, 2) === 'II'
    const directory = tiff.u32(4, isLittle)
    const entries = tiff.u16(directory, isLittle)
    for (let index = 0; index < entries; index++) {
      const entry = directory + 2 + index * 12
      if (tiff.u16(entry, isLittle) !== orientationTag) continue
      const orientation = tiff.u16(entry + 8, isLittle)
      return orientation >= 1 && orientation <= 8 ? orientation : 1
    }
    return 1
  } catch (error) {
    if (error instanceof BrokenHeaderError) return 1
    throw error
  }
}
