import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'
import { isTurned } from './exif-orientation.ts'
import type { StoredHeader } from './read-header.ts'

const startOfScan = 0xda
const endOfImage = 0xd9
const app1 = 0xe1

/** ITU-T T.81, annex B: segments behind markers, and the size in the one that begins a frame. */
export function readJpeg(bytes: ByteReader): StoredHeader {
  let size: { width: number; height: number } | null = null
  let turned: boolean | null = null
  for (let at = 2; ; ) {
    // Any number of 0xff may stand before a marker, and readers pass over what is none.
    while (bytes.u8(at) !== 0xff) at++
    while (bytes.u8(at) === 0xff) at++
    const marker = bytes.u8(at)
    at++
    if (standsAlone(marker)) continue
    if (marker === endOfImage) throw new BrokenHeaderError('no scan')
    if (marker === startOfScan) break
    const length = bytes.u16(at)
    if (length < 2) throw new BrokenHeaderError('a segment shorter than its own length')
    if (isStartOfFrame(marker)) size ??= { height: bytes.u16(at + 3), width: bytes.u16(at + 5) }
    if (marker === app1 && turned === null && bytes.text(at + 2, 6) === 'Exif\0\0') {
      turned = isTurned(bytes.slice(at + 8, at + length))
    }
    at += length
  }
  if (!size) throw new BrokenHeaderError('no frame before the scan')
  return { ...size, frames: 1, isTurned: turned ?? false }
}

function standsAlone(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)
}

/** SOF0 to SOF15, but for the three numbers between them that mean something else. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}
