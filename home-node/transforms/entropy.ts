import type { Box } from '#contracts/recipe-boxes'
import type { PixelSize } from '#contracts/recipe-size'

/** Shades of grey that are told apart; positions that are tried along each axis. */
const shades = 16
const positions = 24

/** Grey pixels, one byte each, rows from the top. */
interface GreyPicture extends PixelSize {
  pixels: Uint8Array
}

/**
 * The box of a size with most going on in it: that whose shades of grey have the largest Shannon
 * entropy. Of equals the one nearest to the middle. Every box is counted from four corners of a
 * summed-area table per shade (Crow 1984), whatever its size.
 */
export function liveliestBox(picture: GreyPicture, size: PixelSize): Box {
  const sums = summedShades(picture)
  const lefts = spread(picture.width - size.width)
  const tops = spread(picture.height - size.height)
  const middle = { left: lefts.length / 2 - 0.5, top: tops.length / 2 - 0.5 }
  let best = { left: 0, top: 0, score: Number.NEGATIVE_INFINITY, away: Number.POSITIVE_INFINITY }
  for (const [row, top] of tops.entries()) {
    for (const [column, left] of lefts.entries()) {
      const score = entropyOf(sums, picture.width, { left, top, ...size })
      const away = Math.abs(column - middle.left) + Math.abs(row - middle.top)
      const isMore = score > best.score + 1e-9
      if (isMore || (score > best.score - 1e-9 && away < best.away))
        best = { left, top, score, away }
    }
  }
  return { left: best.left, top: best.top, width: size.width, height: size.height }
}

/** Up to `positions` even steps from 0 to `most`. */
function spread(most: number): number[] {
  const count = Math.min(positions, most + 1)
  return Array.from({ length: count }, (_, step) =>
    count === 1 ? 0 : Math.round((most * step) / (count - 1)),
  )
}

/** For each shade a table, one wider and higher than the picture, of how often it is above and left. */
function summedShades({ pixels, width, height }: GreyPicture): Uint32Array[] {
  const wide = width + 1
  return Array.from({ length: shades }, (_, shade) => {
    const sums = new Uint32Array(wide * (height + 1))
    for (let y = 0; y < height; y++) {
      let inRow = 0
      for (let x = 0; x < width; x++) {
        if ((pixels[y * width + x] ?? 0) >> 4 === shade) inRow += 1
        sums[(y + 1) * wide + x + 1] = (sums[y * wide + x + 1] ?? 0) + inRow
      }
    }
    return sums
  })
}

function entropyOf(sums: Uint32Array[], pictureWidth: number, box: Box): number {
  const wide = pictureWidth + 1
  const [first, last] = [box.top * wide, (box.top + box.height) * wide]
  const [left, right] = [box.left, box.left + box.width]
  const area = box.width * box.height
  let bits = 0
  for (const table of sums) {
    const at = (index: number) => table[index] ?? 0
    const part = (at(last + right) - at(last + left) - at(first + right) + at(first + left)) / area
    if (part > 0) bits -= part * Math.log2(part)
  }
  return bits
}
