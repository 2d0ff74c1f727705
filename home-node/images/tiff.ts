/** Decoded pixels to be handed on: RGBA rows from the top, 8 bits a channel, alpha not multiplied. */
interface Pixels {
  rgba: Uint8Array | Uint8ClampedArray
  width: number
  height: number
  hasAlpha: boolean
  icc: Uint8Array | null
}

const short = 3
const long = 4
const undefinedType = 7
const rowsPerStrip = 16

/**
 * Writes pixels as an uncompressed TIFF, because it can carry the colour profile, which raw pixels
 * cannot: a phone's Display P3 would come out pale. Without transparency, alpha is left out.
 */
export function writeTiff(picture: Pixels): Uint8Array<ArrayBuffer> {
  const { rgba, width, height, hasAlpha, icc } = picture
  const channels = hasAlpha ? 4 : 3
  const strips = Math.ceil(height / rowsPerStrip)
  const stripBytes = width * rowsPerStrip * channels
  const pixelBytes = width * height * channels

  // [tag, type, values]; tags in rising order, as the format asks.
  const tags: [number, number, number[] | Uint8Array][] = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, Array.from({ length: channels }, () => 8)],
    [259, short, [1]],
    [262, short, [2]],
    [273, long, Array.from({ length: strips }, (_, strip) => strip * stripBytes)],
    [277, short, [channels]],
    [278, long, [rowsPerStrip]],
    [
      279,
      long,
      Array.from({ length: strips }, (_, strip) =>
        Math.min(stripBytes, pixelBytes - strip * stripBytes),
      ),
    ],
    [284, short, [1]],
    ...(hasAlpha ? [[338, short, [2]] satisfies [number, number, number[]]] : []),
    ...(icc ? [[34_675, undefinedType, icc] satisfies [number, number, Uint8Array]] : []),
  ]
  const sizeOf = (type: number, count: number) =>
    count * (type === long ? 4 : type === short ? 2 : 1)
  const even = (size: number) => size + (size % 2)
  const tableBytes = 8 + 2 + tags.length * 12 + 4
  const valueBytes = tags.reduce((sum, [, type, values]) => {
    const size = sizeOf(type, values.length)
    return sum + (size > 4 ? even(size) : 0)
  }, 0)
  const pixelsAt = tableBytes + valueBytes

  const file = new Uint8Array(pixelsAt + pixelBytes)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0x49492a00)
  view.setUint32(4, 8, true)
  view.setUint16(8, tags.length, true)
  let valuesAt = tableBytes
  tags.forEach(([tag, type, values], index) => {
    const entryAt = 10 + index * 12
    const size = sizeOf(type, values.length)
    view.setUint16(entryAt, tag, true)
    view.setUint16(entryAt + 2, type, true)
    view.setUint32(entryAt + 4, values.length, true)
    let at = entryAt + 8
    if (size > 4) {
      view.setUint32(at, valuesAt, true)
      at = valuesAt
      valuesAt += even(size)
    }
    if (values instanceof Uint8Array) file.set(values, at)
    else {
      const offset = tag === 273 ? pixelsAt : 0
      values.forEach((value, place) => {
        if (type === long) view.setUint32(at + place * 4, value + offset, true)
        else view.setUint16(at + place * 2, value, true)
      })
    }
  })
  copyPixels(rgba, file.subarray(pixelsAt), channels)
  return file
}

function copyPixels(rgba: Uint8Array | Uint8ClampedArray, to: Uint8Array, channels: number): void {
  if (channels === 4) {
    to.set(rgba)
    return
  }
  for (let from = 0, at = 0; at < to.length; from += 4, at += 3) {
    to[at] = rgba[from] ?? 0
    to[at + 1] = rgba[from + 1] ?? 0
    to[at + 2] = rgba[from + 2] ?? 0
  }
}
