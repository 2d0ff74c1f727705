import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'
import type { StoredHeader } from './read-header.ts'

const extension = 0x21
const imageDescriptor = 0x2c

/**
 * GIF89a, §18 to §26: the logical screen, and blocks of which some are pictures. Readers make the
 * screen as large as its largest picture. One that is cut off has the pictures that began.
 */
export function readGif(bytes: ByteReader): StoredHeader {
  let [width, height] = [bytes.u16(6, true), bytes.u16(8, true)]
  let at = 13 + tableBytes(bytes.u8(10))
  let frames = 0
  while (at < bytes.length) {
    const block = bytes.u8(at)
    if (block === imageDescriptor && at + 10 <= bytes.length) {
      width = Math.max(width, bytes.u16(at + 1, true) + bytes.u16(at + 5, true))
      height = Math.max(height, bytes.u16(at + 3, true) + bytes.u16(at + 7, true))
      frames++
      at = pastSubBlocks(bytes, at + 11 + tableBytes(bytes.u8(at + 9)))
    } else if (block === extension) {
      at = pastSubBlocks(bytes, at + 2)
    } else {
      break
    }
  }
  if (frames === 0) throw new BrokenHeaderError('no picture')
  return { width, height, frames, isTurned: false }
}

/** The length of the colour table that packed fields announce. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0
}

function pastSubBlocks(bytes: ByteReader, start: number): number {
  let at = start
  while (at < bytes.length && bytes.u8(at) !== 0) at += 1 + bytes.u8(at)
  return at + 1
}
