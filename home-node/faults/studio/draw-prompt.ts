import { createHash } from 'node:crypto'
import sharp from 'sharp'

export interface Drawing {
  text: string
  seed: number
  width: number
  height: number
  /** The picture that is drawn over, if any. */
  reference?: Buffer | undefined
  strength?: number | undefined
}

/**
 * A picture that depends on nothing but words, seed, size and reference: the same makes the same
 * bytes. It is drawn, not generated; tests alone see it.
 */
export async function drawPrompt(drawing: Drawing, format: 'png' | 'jpeg' | 'webp' = 'png') {
  const { text, seed, width, height, reference, strength = 0.7 } = drawing
  const hash = createHash('sha256').update(`${seed}\n${text}`).digest()
  const at = (index: number) => (hash[index % hash.length] ?? 0) / 255
  const hue = (index: number) => Math.round(at(index) * 360)
  const shapes = Array.from({ length: 7 }, (_, index) => {
    const [x, y] = [at(index * 3) * 100, at(index * 3 + 1) * 100]
    const radius = 8 + at(index * 3 + 2) * 26
    return `<circle cx="${x}%" cy="${y}%" r="${radius}%" fill="hsl(${hue(index + 9)} 65% 55% / .55)"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="hsl(${hue(1)} 55% 40%)"/>
      <stop offset="1" stop-color="hsl(${hue(2)} 60% 72%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>${shapes.join('')}</svg>`
  const drawn = sharp(Buffer.from(svg))
  if (reference === undefined) return await drawn.toFormat(format).toBuffer()
  const below = await sharp(reference).resize(width, height, { fit: 'cover' }).png().toBuffer()
  const over = await drawn.ensureAlpha(strength).png().toBuffer()
  return await sharp(below)
    .composite([{ input: over }])
    .toFormat(format)
    .toBuffer()
}
