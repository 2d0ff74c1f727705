import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'

const orientationTag = 0x0112

/**
 * Whether an EXIF block (TIFF 6.0, §2; orientations 5 to 8 of its tag 274) says that the picture lies
 * on its side. A broken block says nothing.
 */
export function isTurned(tiff: ByteReader): boolean {
  try {
    const isLittle = tiff.text(0, 2) === 'II'
    const directory = tiff.u32(4, isLittle)
    const entries = tiff.u16(directory, isLittle)
    for (let index = 0; index < entries; index++) {
      const entry = directory + 2 + index * 12
      if (tiff.u16(entry, isLittle) !== orientationTag) continue
      const orientation = tiff.u16(entry + 8, isLittle)
      return orientation >= 5 && orientation <= 8
    }
    return false
  } catch (error) {
    if (error instanceof BrokenHeaderError) return false
    throw error
  }
}
