import { crc32 } from 'node:zlib'
import type { PictureBytes } from '../providers/generator.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const concat = (parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

/**
 * The picture with an XMP packet beside its pixels, which stay as they are. Where it goes is said by
 * the XMP specification, part 3: PNG §1.1.5 (an iTXt chunk), JPEG §1.1.3 (APP1), WebP by RFC 9649.
 * A packet that the picture had is not looked for: providers send none.
 */
export function embedXmp(picture: PictureBytes & { width: number; height: number }, xmp: string) {
  const packet = new TextEncoder().encode(xmp)
  if (picture.mimeType === 'image/png') return inPng(picture.bytes, packet)
  return picture.mimeType === 'image/jpeg' ? inJpeg(picture.bytes, packet) : inWebp(picture, packet)
}

const pngHeadBytes = 33

/** After the signature and IHDR, which is always first. */
function inPng(bytes: Uint8Array, packet: Uint8Array): Uint8Array {
  // Keyword, not compressed, no method, no language, no translated keyword.
  const content = Buffer.concat([latin('iTXtXML:com.adobe.xmp\0\0\0\0\0'), packet])
  const chunk = Buffer.alloc(content.length + 8)
  chunk.writeUInt32BE(content.length - 4, 0)
  content.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(content), content.length + 4)
  return concat([bytes.subarray(0, pngHeadBytes), chunk, bytes.subarray(pngHeadBytes)])
}

const jpegMarkerMaxBytes = 65_533

/** After the JFIF header, which has to be first where there is one. Too long a packet is left out. */
function inJpeg(bytes: Uint8Array, packet: Uint8Array): Uint8Array {
  const content = Buffer.concat([latin('http://ns.adobe.com/xap/1.0/\0'), packet])
  if (content.length > jpegMarkerMaxBytes) return bytes
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = view.readUInt16BE(2) === 0xff_e0 ? 4 + view.readUInt16BE(4) : 2
  const marker = Buffer.from([0xff, 0xe1, 0, 0])
  marker.writeUInt16BE(content.length + 2, 2)
  return concat([bytes.subarray(0, at), marker, content, bytes.subarray(at)])
}

const hasXmp = 0x04
const hasAlpha = 0x10

/** Last, behind a VP8X that says so: a picture without one gets it. */
function inWebp(
  { bytes, width, height }: { bytes: Uint8Array; width: number; height: number },
  packet: Uint8Array,
): Uint8Array {
  const body = Buffer.from(bytes.subarray(12))
  const kind = body.toString('latin1', 0, 4)
  const extended = Buffer.alloc(18)
  if (kind === 'VP8X') {
    body.writeUInt8(body.readUInt8(8) | hasXmp, 8)
  } else {
    extended.write('VP8X', 0, 'latin1')
    extended.writeUInt32LE(10, 4)
    // Of VP8L: bit 28 behind the signature and both sizes says that alpha is used.
    const isSeeThrough = kind === 'VP8L' && ((body.readUInt32LE(9) >>> 28) & 1) === 1
    extended.writeUInt8(hasXmp | (isSeeThrough ? hasAlpha : 0), 8)
    extended.writeUIntLE(width - 1, 12, 3)
    extended.writeUIntLE(height - 1, 15, 3)
  }
  const head = Buffer.alloc(8)
  head.write('XMP ', 0, 'latin1')
  head.writeUInt32LE(packet.length, 4)
  const padding = new Uint8Array(packet.length % 2)
  const parts = [...(kind === 'VP8X' ? [] : [extended]), body, head, packet, padding]
  const riff = Buffer.alloc(12)
  riff.write('RIFF', 0, 'latin1')
  riff.writeUInt32LE(4 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  riff.write('WEBP', 8, 'latin1')
  return concat([riff, ...parts])
}
