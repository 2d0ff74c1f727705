import type { PixelSize } from '#contracts/recipe-size'

/** Pixels a side of a window, and from one window to the next. */
const windowPx = 8
const stridePx = 4
/** The constants of the paper, for values from 0 to 255. */
const c1 = (0.01 * 255) ** 2
const c2 = (0.03 * 255) ** 2

/** Grey pixels, one byte each, rows from the top. */
export interface Grey extends PixelSize {
  pixels: Uint8Array
}

/**
 * How alike two grey pictures of one size are built, 1 for the same: the mean structural similarity
 * of windows of 8 pixels (Wang, Bovik, Sheikh and Simoncelli, 2004), without their Gaussian weights.
 */
export function structuralSimilarity(one: Grey, other: Grey): number {
  const [width, height] = [Math.min(windowPx, one.width), Math.min(windowPx, one.height)]
  let sum = 0
  let count = 0
  for (let top = 0; top + height <= one.height; top += stridePx) {
    for (let left = 0; left + width <= one.width; left += stridePx) {
      sum += ofWindow(one, other, { left, top, width, height })
      count += 1
    }
  }
  return sum / count
}

function ofWindow(
  one: Grey,
  other: Grey,
  { left, top, width, height }: PixelSize & { left: number; top: number },
): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0]
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const [p, q] = [one.pixels[y * one.width + x] ?? 0, other.pixels[y * one.width + x] ?? 0]
      a += p
      b += q
      aa += p * p
      bb += q * q
      ab += p * q
    }
  }
  const area = width * height
  const [meanA, meanB] = [a / area, b / area]
  const varianceA = aa / area - meanA * meanA
  const varianceB = bb / area - meanB * meanB
  const covariance = ab / area - meanA * meanB
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
    ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
  )
}
