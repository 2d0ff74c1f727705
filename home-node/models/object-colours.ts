import type { ColourName } from '#contracts/colours'
import type { Box } from '#contracts/found'
import type { Raster } from '../images/decode.ts'
import { colourName } from './colours.ts'

/** A colour with less of the thing than this is not worth naming. */
const smallestShare = 0.22
const atMost = 3

/**
 * The colours that a thing in a picture mostly has, the largest share first. What lies in the middle
 * of its box counts most: at the edges there is what stands behind it. Of any raster with three or
 * four channels; a small one (some hundred pixels a side) is enough.
 */
export function coloursOf({ pixels, width, height, channels }: Raster, box: Box): ColourName[] {
  const [left, top] = [Math.floor(box.left * width), Math.floor(box.top * height)]
  const right = Math.min(width, Math.ceil((box.left + box.width) * width))
  const bottom = Math.min(height, Math.ceil((box.top + box.height) * height))
  const weights = new Map<ColourName, number>()
  let sum = 0
  for (let y = top; y < bottom; y++) {
    const byRow = closeness(y + 0.5, top, bottom)
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * channels
      const weight = byRow * closeness(x + 0.5, left, right)
      const name = colourName(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
      weights.set(name, (weights.get(name) ?? 0) + weight)
      sum += weight
    }
  }
  return [...weights]
    .filter(([, weight]) => weight / sum >= smallestShare)
    .sort(([, one], [, other]) => other - one)
    .slice(0, atMost)
    .map(([name]) => name)
}

/** 1 in the middle between two ends, 0 at them. */
function closeness(at: number, from: number, to: number): number {
  return 1 - Math.abs((2 * (at - from)) / (to - from) - 1)
}
