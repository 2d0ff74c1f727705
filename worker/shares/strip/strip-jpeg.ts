import { BrokenPictureError, type ByteStream } from './byte-stream.ts'
import { orientationExif } from './orientation-exif.ts'

const [startOfImage, endOfImage, startOfScan] = [0xd8, 0xd9, 0xda]
const [app0, app1, app2, app14, app15, comment] = [0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe]

/**
 * A JPEG (ISO 10918-1) without what it says of itself: its pixels are the same bytes, with the colour
 * profile and how to hold it. Thumbnails, notes of makers and second pictures behind the first
 * (CIPA DC-007, motion photos) are left out. Throws `BrokenPictureError`.
 */
export async function* stripJpeg(source: ByteStream): AsyncGenerator<Uint8Array> {
  const [first, second] = await source.take(2)
  if (first !== 0xff || second !== startOfImage) throw new BrokenPictureError('not a JPEG')
  yield Uint8Array.of(0xff, startOfImage)
  let isHeld = false
  for (;;) {
    const code = await nextMarker(source)
    if (code === endOfImage) {
      yield Uint8Array.of(0xff, endOfImage)
      return
    }
    const sized = Uint8Array.from(await source.take(2))
    const length = ((sized[0] ?? 0) << 8) + (sized[1] ?? 0)
    if (length < 2) throw new BrokenPictureError('a segment without a length')
    const isOfApplication = (code >= app0 && code <= app15) || code === comment
    if (!isOfApplication) {
      yield Uint8Array.of(0xff, code, ...sized)
      yield* source.pass(length - 2)
      if (code === startOfScan) yield* source.untilMarker()
      continue
    }
    const kept = keptSegment(code, Uint8Array.from(await source.take(length - 2)))
    if (kept === null || (code === app1 && isHeld)) continue
    isHeld ||= code === app1
    const keptLength = kept.length + 2
    yield Uint8Array.of(0xff, code, keptLength >> 8, keptLength & 0xff)
    yield kept
  }
}

async function nextMarker(source: ByteStream): Promise<number> {
  const [start] = await source.take(1)
  if (start !== 0xff) throw new BrokenPictureError('no marker where one belongs')
  for (;;) {
    // Any number of 0xFF may stand before a marker's code.
    const [code = 0] = await source.take(1)
    if (code !== 0xff) return code
  }
}

/** What stays of a segment of an application; null: nothing. */
function keptSegment(code: number, payload: Uint8Array): Uint8Array | null {
  const startsWith = (name: string) =>
    payload.length >= name.length &&
    [...name].every((char, index) => payload[index] === char.charCodeAt(0))
  if (code === app0 && startsWith('JFIF\0') && payload.length >= 14) {
    // Its last two bytes are the sides of a thumbnail, which follows them.
    return Uint8Array.of(...payload.subarray(0, 12), 0, 0)
  }
  if (code === app1 && startsWith('Exif\0\0')) {
    const exif = orientationExif(payload.subarray(6))
    return exif && Uint8Array.of(...payload.subarray(0, 6), ...exif)
  }
  if (code === app2 && startsWith('ICC_PROFILE\0')) return payload
  if (code === app14 && startsWith('Adobe')) return payload.subarray(0, 12)
  return null
}
