import { BrokenHeaderError, type ByteReader } from './byte-reader.ts'
import { isTurned } from './exif-orientation.ts'
import type { StoredHeader } from './read-header.ts'

/** RFC 9649: RIFF chunks, of which a canvas (VP8X) outranks the size of a bitstream. */
export function readWebp(bytes: ByteReader): StoredHeader {
  const end = 8 + bytes.u32(4, true)
  if (end > bytes.length) throw new BrokenHeaderError('shorter than it says')
  let canvas: Pick<StoredHeader, 'width' | 'height'> | null = null
  let picture: Pick<StoredHeader, 'width' | 'height'> | null = null
  let [frames, turned] = [0, false]
  for (let at = 12; at + 8 <= end; ) {
    const [kind, length, data] = [bytes.text(at, 4), bytes.u32(at + 4, true), at + 8]
    if (kind === 'VP8X') canvas = sizeLessOne(bytes, data + 4)
    if (kind === 'VP8 ') picture ??= lossySize(bytes, data)
    if (kind === 'VP8L') picture ??= losslessSize(bytes, data)
    if (kind === 'ANMF') {
      picture ??= sizeLessOne(bytes, data + 6)
      frames++
    }
    if (kind === 'EXIF') turned = isTurned(exifOf(bytes, data, length))
    at = data + length + (length % 2)
  }
  if (!picture) throw new BrokenHeaderError('no picture')
  // Readers leave an animation as it lies.
  return { ...(canvas ?? picture), frames: Math.max(frames, 1), isTurned: turned && frames === 0 }
}

/** Width and height, each less one in 24 bits. */
function sizeLessOne(bytes: ByteReader, at: number) {
  return { width: 1 + bytes.u24le(at), height: 1 + bytes.u24le(at + 3) }
}

/** RFC 6386, §9.1: a key frame's start code and two sizes of 14 bits. */
function lossySize(bytes: ByteReader, at: number) {
  if (bytes.text(at + 3, 3) !== '\x9d\x01\x2a') throw new BrokenHeaderError('no key frame')
  return { width: bytes.u16(at + 6, true) & 0x3fff, height: bytes.u16(at + 8, true) & 0x3fff }
}

/** RFC 9649, §3.4: a signature, then both sizes less one in 14 bits. */
function losslessSize(bytes: ByteReader, at: number) {
  if (bytes.u8(at) !== 0x2f) throw new BrokenHeaderError('no lossless bitstream')
  const packed = bytes.u32(at + 1, true)
  return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) }
}

/** Some writers keep the head that EXIF has in a JPEG. */
function exifOf(bytes: ByteReader, at: number, length: number): ByteReader {
  const start = length >= 6 && bytes.text(at, 6) === 'Exif\0\0' ? at + 6 : at
  return bytes.slice(start, at + length)
}
