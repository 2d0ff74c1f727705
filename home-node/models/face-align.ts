import type { RgbPicture } from './rgb-picture.ts'

type Point = readonly [x: number, y: number]

/** Turns, shifts and scales: (x, y) becomes (a·x − b·y + dx, b·x + a·y + dy). */
export interface Similarity {
  a: number
  b: number
  dx: number
  dy: number
}

/** Eyes, tip of the nose and corners of the mouth by the 68 landmarks of iBUG 300-W (x, y, x, y, …). */
export function fivePoints(landmarks: Float32Array): Point[] {
  const at = (index: number): Point => [landmarks[index * 2] ?? 0, landmarks[index * 2 + 1] ?? 0]
  const middle = (first: number): Point => {
    const points = [0, 1, 2, 3, 4, 5].map((index) => at(first + index))
    const sum = (axis: 0 | 1) => points.reduce((all, point) => all + point[axis], 0)
    return [sum(0) / 6, sum(1) / 6]
  }
  return [middle(36), middle(42), at(30), at(48), at(54)]
}

/**
 * The similarity that brings points nearest to others, by least squares: Umeyama, "Least-squares
 * estimation of transformation parameters between two point patterns" (1991), in the plane, where it
 * has this short form. Null for points that all lie in one place.
 */
export function bestSimilarity(from: readonly Point[], to: readonly Point[]): Similarity | null {
  const mean = (points: readonly Point[], axis: 0 | 1) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [fx, fy, tx, ty] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)]
  let [spread, along, across] = [0, 0, 0]
  for (const [index, [x, y]] of from.entries()) {
    const [u, v] = to[index] ?? [0, 0]
    spread += (x - fx) ** 2 + (y - fy) ** 2
    along += (x - fx) * (u - tx) + (y - fy) * (v - ty)
    across += (x - fx) * (v - ty) - (y - fy) * (u - tx)
  }
  if (!(spread > 0)) return null
  const [a, b] = [along / spread, across / spread]
  if (a === 0 && b === 0) return null
  return { a, b, dx: tx - a * fx + b * fy, dy: ty - b * fx - a * fy }
}

/** Samples a pixel when a face is shrunk: more would only cost time. */
const samplesMax = 4

/**
 * The part of a picture that a similarity maps to a rectangle, black beyond the picture. Each pixel is
 * the mean of as many bilinear samples as the face is shrunk by, so that no noise is taken for skin.
 */
export function warpFace(
  picture: RgbPicture,
  { a, b, dx, dy }: Similarity,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const square = a * a + b * b
  const samples = Math.min(samplesMax, Math.max(1, Math.round(1 / Math.sqrt(square))))
  const out = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 3
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const u = x + ((sample % samples) + 0.5) / samples - 0.5 - dx
        const v = y + (Math.floor(sample / samples) + 0.5) / samples - 0.5 - dy
        addPixel(picture, (a * u + b * v) / square, (a * v - b * u) / square, out, to)
      }
      for (let channel = 0; channel < 3; channel += 1) {
        out[to + channel] = (out[to + channel] ?? 0) / (samples * samples)
      }
    }
  }
  return out
}

/** Adds what lies at a place of the picture, between its four pixels. */
function addPixel(
  { pixels, width, height }: RgbPicture,
  x: number,
  y: number,
  out: Float32Array,
  to: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  for (const [px, py] of [
    [left, top],
    [left + 1, top],
    [left, top + 1],
    [left + 1, top + 1],
  ] as const) {
    if (px < 0 || py < 0 || px >= width || py >= height) continue
    const share = (1 - Math.abs(x - px)) * (1 - Math.abs(y - py))
    const at = (py * width + px) * 3
    for (let channel = 0; channel < 3; channel += 1) {
      out[to + channel] = (out[to + channel] ?? 0) + share * (pixels[at + channel] ?? 0)
    }
  }
}
