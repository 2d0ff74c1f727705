import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { pick, randomOf } from './demo-random.ts'

/** One generated scene: a small JPEG as the original, and what a vault shows of it. */
export interface DemoPicture {
  original: Buffer
  small: Buffer
  large: Buffer
  smallWidth: number
  smallHeight: number
  width: number
  height: number
  thumbhash: string
}

const shapes = [
  [480, 320],
  [480, 360],
  [320, 480],
  [480, 270],
  [400, 400],
] as const

const skies = [
  ['#79b4e8', '#dff0fa'],
  ['#27406b', '#f0a868'],
  ['#a9b8c4', '#e9edf0'],
  ['#121c33', '#3c4f76'],
  ['#f6c177', '#fae3c6'],
] as const
const lands = ['#4d6b3c', '#7d7a52', '#2f4858', '#c3a46f', '#5b4636', '#8fa3ad'] as const

/** Draws the picture of a number: sky, sun, hills, water or meadow, some shapes, and a sensor's grain. */
export async function drawPicture(seed: number): Promise<DemoPicture> {
  const random = randomOf(seed)
  const [width, height] = pick(shapes, random())
  const scene = Buffer.from(sceneOf(random, width, height))
  const flat = await sharp(scene).removeAlpha().raw().toBuffer()
  const original = await sharp(withGrain(flat, random), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer()
  const [small, large, tiny] = await Promise.all([
    sharp(original).resize(320, 320, { fit: 'inside' }).webp({ quality: 72 }).toBuffer({
      resolveWithObject: true,
    }),
    sharp(original).webp({ quality: 45 }).toBuffer(),
    sharp(original).resize(80, 80, { fit: 'inside' }).ensureAlpha().raw().toBuffer({
      resolveWithObject: true,
    }),
  ])
  const hash = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)
  return {
    ...{ original, small: small.data, large, width, height },
    ...{ smallWidth: small.info.width, smallHeight: small.info.height },
    thumbhash: Buffer.from(hash).toString('base64'),
  }
}

/** Without it a picture would be a tenth of the bytes that a photograph of its size has. */
function withGrain(pixels: Buffer, random: () => number): Buffer {
  for (let at = 0; at < pixels.length; at += 3) {
    const grain = (random() + random() - 1) * 20
    for (const channel of [0, 1, 2]) {
      const value = (pixels[at + channel] ?? 0) + grain
      pixels[at + channel] = Math.min(255, Math.max(0, value))
    }
  }
  return pixels
}

function sceneOf(random: () => number, width: number, height: number): string {
  const [top, bottom] = pick(skies, random())
  const horizon = height * (0.4 + random() * 0.3)
  const hills = [0, 1, 2].map((depth) => {
    const from = horizon + (depth * (height - horizon)) / 4
    const points = Array.from({ length: 9 }, (_, index) => {
      return `${(index * width) / 8},${from - random() * height * 0.16 * (3 - depth) * 0.6}`
    })
    const colour = pick(lands, random())
    return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="${colour}" opacity="${0.6 + depth * 0.2}"/>`
  })
  const things = Array.from({ length: Math.floor(random() * 7) }, () => {
    const [x, y] = [random() * width, horizon + random() * (height - horizon)]
    const size = 6 + random() * height * 0.12
    return random() < 0.5
      ? `<ellipse cx="${x}" cy="${y}" rx="${size}" ry="${size * 1.4}" fill="${pick(lands, random())}"/>`
      : `<rect x="${x}" y="${y - size}" width="${size}" height="${size}" fill="hsl(${Math.floor(random() * 360)} 45% 55%)"/>`
  })
  const sun = `<circle cx="${random() * width}" cy="${random() * horizon}" r="${8 + random() * 24}" fill="#fff4d2" opacity="0.85"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>${sun}${hills.join('')}${things.join('')}</svg>`
}
