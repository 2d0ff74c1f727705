import { openRaster, type Raster, toRaster } from '../images/decode.ts'

/** 8-bit sRGB pixels of a picture, three bytes each, rows from the top. */
export interface RgbPicture {
  pixels: Uint8Array<ArrayBuffer>
  width: number
  height: number
}

/** A part of a picture in its pixels; it may reach beyond the borders. */
export interface PixelBox {
  left: number
  top: number
  width: number
  height: number
}

/** A raster without its transparency (on white, as a page shows it), in memory of its own. */
export async function toRgb(raster: Raster): Promise<RgbPicture> {
  const { pixels, width, height } =
    raster.channels === 3
      ? raster
      : await toRaster(openRaster(raster).flatten({ background: '#ffffff' }).toColourspace('srgb'))
  return { pixels: new Uint8Array(pixels), width, height }
}

/**
 * The part of a picture in a box, black where the box reaches beyond it. Shrunk by whole factors,
 * averaging, until its longer side is less than twice `side`: a network that takes single pixels out
 * of a large crop would see noise.
 */
export function cropBox(picture: RgbPicture, box: PixelBox, side: number): RgbPicture {
  const left = Math.floor(box.left)
  const top = Math.floor(box.top)
  const factor = Math.max(1, Math.floor(Math.max(box.width, box.height) / side))
  const width = Math.max(1, Math.floor(box.width / factor))
  const height = Math.max(1, Math.floor(box.height / factor))
  const pixels = new Uint8Array(width * height * 3)
  const share = 1 / (factor * factor)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sums = [0, 0, 0]
      for (let down = 0; down < factor; down += 1) {
        const fromY = top + y * factor + down
        if (fromY < 0 || fromY >= picture.height) continue
        for (let across = 0; across < factor; across += 1) {
          const fromX = left + x * factor + across
          if (fromX < 0 || fromX >= picture.width) continue
          const at = (fromY * picture.width + fromX) * 3
          for (let channel = 0; channel < 3; channel += 1) {
            sums[channel] = (sums[channel] ?? 0) + (picture.pixels[at + channel] ?? 0)
          }
        }
      }
      const to = (y * width + x) * 3
      for (let channel = 0; channel < 3; channel += 1) {
        pixels[to + channel] = Math.round((sums[channel] ?? 0) * share)
      }
    }
  }
  return { pixels, width, height }
}

/** Luma of each pixel, 0 to 255 (Rec. 601). */
export function lumaOf({ pixels, width, height }: RgbPicture): Float32Array {
  const luma = new Float32Array(width * height)
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] =
      0.299 * (pixels[at * 3] ?? 0) +
      0.587 * (pixels[at * 3 + 1] ?? 0) +
      0.114 * (pixels[at * 3 + 2] ?? 0)
  }
  return luma
}
