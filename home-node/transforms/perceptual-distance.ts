import type { PixelSize } from '#contracts/recipe-size'
import { toOklab } from '../images/oklab.ts'

/** Pixels a side of the squares within which differences are averaged. */
const squarePx = 4
/** The part of all squares, the worst ones, that speak for a picture. */
const worstPart = 0.02

/** How far a picture may be from its golden one: what compression does is under half of it. */
export const bound = 0.025

/** RGBA pixels, rows from the top. */
export interface Rgba extends PixelSize {
  pixels: Uint8Array
}

/**
 * How different two pictures look: 0 for the same, 0.02 for what is just seen, 1 for black and white,
 * infinite for different sizes. Both are averaged over squares of 4 pixels in OKLab, which forgives
 * noise and what compression does to it; the worst fiftieth of the squares counts, so that a small
 * mark at a wrong place is as bad as a wrong tone all over. What is transparent is looked at on black
 * and on white.
 */
export function perceptualDistance(one: Rgba, other: Rgba): number {
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY
  const distances = [0, 255].map((ground) => {
    const [ones, others] = [squaresOf(one, ground), squaresOf(other, ground)]
    const apart = ones.map((square, index) => between(square, others[index] ?? square))
    const worst = apart.sort((a, b) => b - a).slice(0, Math.ceil(apart.length * worstPart))
    return worst.reduce((sum, distance) => sum + distance, 0) / worst.length
  })
  return Math.max(...distances)
}

type Lab = [lightness: number, a: number, b: number]

/** The mean colour of every square, in rows from the top. */
function squaresOf(picture: Rgba, ground: number): Lab[] {
  const across = Math.ceil(picture.width / squarePx)
  const down = Math.ceil(picture.height / squarePx)
  const sums = Array.from({ length: across * down }, () => ({ lab: [0, 0, 0] as Lab, count: 0 }))
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const square = sums[Math.floor(y / squarePx) * across + Math.floor(x / squarePx)]
      if (square === undefined) continue
      const [lightness, a, b] = shown(picture, (y * picture.width + x) * 4, ground)
      square.lab = [square.lab[0] + lightness, square.lab[1] + a, square.lab[2] + b]
      square.count += 1
    }
  }
  return sums.map(({ lab: [lightness, a, b], count }) => [lightness / count, a / count, b / count])
}

function shown({ pixels }: Rgba, at: number, ground: number): Lab {
  const alpha = (pixels[at + 3] ?? 0) / 255
  const over = (channel: number) =>
    Math.round((pixels[at + channel] ?? 0) * alpha + ground * (1 - alpha))
  return toOklab(over(0), over(1), over(2))
}

function between(one: Lab, other: Lab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}
