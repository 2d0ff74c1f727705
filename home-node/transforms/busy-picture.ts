import sharp from 'sharp'
import { makeSeeded } from '../faults/seeded.ts'

type Rgb = readonly [number, number, number]

/** Discs of plain colours, by parts of the picture's sides: x, y, radius. */
const discs: [number, number, number, Rgb][] = [
  [0.2, 0.3, 0.12, [214, 40, 40]],
  [0.42, 0.2, 0.08, [247, 201, 72]],
  [0.72, 0.62, 0.16, [224, 172, 138]],
  [0.3, 0.75, 0.1, [46, 134, 222]],
]

/**
 * A made picture with something of everything, the same each time: a slope of colours, plain discs
 * (one of them in a tone of skin), rings that get finer, a chequered corner, and a sensor's grain. As
 * a PNG without transparency, or with a slope of it from the left to the right.
 */
export async function busyPicture(
  width: number,
  height: number,
  hasAlpha = false,
): Promise<Buffer> {
  const channels = hasAlpha ? 4 : 3
  const pixels = Buffer.alloc(width * height * channels)
  const random = makeSeeded(7)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grain = random.between(-3, 3)
      for (const value of colourAt(x / width, y / height, width / height)) {
        pixels[at++] = Math.min(255, Math.max(0, Math.round(value + grain)))
      }
      if (hasAlpha) pixels[at++] = Math.round((255 * x) / width)
    }
  }
  return await sharp(pixels, { raw: { width, height, channels } }).png().toBuffer()
}

function colourAt(x: number, y: number, aspect: number): Rgb {
  const disc = discs.find(([cx, cy, radius]) => Math.hypot((x - cx) * aspect, y - cy) < radius)
  if (disc) return disc[3]
  if (x > 0.85 && y < 0.2) {
    const isDark = (Math.floor(x * 60) + Math.floor((y * 60) / aspect)) % 2 === 0
    return isDark ? [20, 20, 24] : [235, 235, 230]
  }
  if (x < 0.25 && y > 0.8) {
    const fromCorner = Math.hypot(x * aspect, 1 - y)
    const ring = 127.5 + 127.5 * Math.cos(900 * fromCorner * fromCorner)
    return [ring, ring, ring]
  }
  return [70 + 120 * x, 150 - 60 * y, 190 - 110 * x * y]
}
