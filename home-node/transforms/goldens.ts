import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Raster, toRaster } from '../images/decode.ts'
import { busyPicture } from './busy-picture.ts'
import { sourceOf, trySteps, type WrittenStep } from './try-recipe.ts'

/*
 * Golden pictures: what each operation made when somebody looked at it and found it right. They lie
 * in `goldens/` as AVIF of high quality and are compared by how they look, not by bytes. After a
 * wanted change: `npx node home-node/transforms/renew-goldens.ts`, and look at what changed.
 */

const folder = join(import.meta.dirname, 'goldens')

const original = await busyPicture(192, 144)
const mark = await busyPicture(64, 48, true)
const markHash = sourceOf(mark).sha256

const place = { at: 'southeast', x: 8, y: 6 } as const
const text = { op: 'watermark-text', font: 'sans', colour: '#ffffff', ...place } as const

/** By name, which is also that of the file: the steps, on `busyPicture` of 192 × 144 pixels. */
export const goldens: Record<string, WrittenStep[]> = {
  untouched: [],
  'resize-inside': [{ op: 'resize', width: 96, height: 96, fit: 'inside' }],
  'resize-outside': [{ op: 'resize', width: 96, height: 96, fit: 'outside' }],
  'resize-cover': [{ op: 'resize', width: 96, height: 120, fit: 'cover' }],
  'resize-cover-east': [{ op: 'resize', width: 96, height: 120, fit: 'cover', gravity: 'east' }],
  'resize-contain': [{ op: 'resize', width: 120, height: 120, fit: 'contain' }],
  'resize-contain-colour': [
    { op: 'resize', width: 120, height: 120, fit: 'contain', background: '#ff8800' },
  ],
  'resize-fill': [{ op: 'resize', width: 150, height: 60, fit: 'fill' }],
  'resize-enlarge': [{ op: 'resize', width: 240, height: 180, fit: 'inside', enlarge: true }],
  'scale-40': [{ op: 'scale', percent: 40 }],
  'crop-centre': [{ op: 'crop', width: 80, height: 80 }],
  'crop-northwest': [{ op: 'crop', width: 80, height: 80, gravity: 'northwest' }],
  'crop-attention': [{ op: 'crop', width: 70, height: 70, gravity: 'attention' }],
  'crop-entropy': [{ op: 'crop', width: 80, height: 80, gravity: 'entropy' }],
  extract: [{ op: 'extract', left: 110, top: 50, width: 70, height: 75 }],
  'aspect-16-9': [{ op: 'aspect', width: 16, height: 9 }],
  'aspect-1-1-west': [{ op: 'aspect', width: 1, height: 1, gravity: 'west' }],
  'rotate-90': [{ op: 'rotate', degrees: 90 }],
  'rotate-180': [{ op: 'rotate', degrees: 180 }],
  'rotate-270': [{ op: 'rotate', degrees: 270 }],
  'rotate-20': [{ op: 'rotate', degrees: 20 }],
  'rotate-20-colour': [{ op: 'rotate', degrees: 20, background: '#00a050' }],
  'flip-horizontal': [{ op: 'flip', axis: 'horizontal' }],
  'flip-vertical': [{ op: 'flip', axis: 'vertical' }],
  grayscale: [{ op: 'grayscale' }],
  sepia: [{ op: 'sepia' }],
  negate: [{ op: 'negate' }],
  blur: [{ op: 'blur', sigma: 3 }],
  sharpen: [{ op: 'sharpen', sigma: 3 }],
  'brightness-150': [{ op: 'brightness', percent: 150 }],
  'brightness-60': [{ op: 'brightness', percent: 60 }],
  'contrast-160': [{ op: 'contrast', percent: 160 }],
  'contrast-50': [{ op: 'contrast', percent: 50 }],
  'saturation-200': [{ op: 'saturation', percent: 200 }],
  'saturation-30': [{ op: 'saturation', percent: 30 }],
  'warmth-80': [{ op: 'warmth', percent: 80 }],
  'warmth-cool': [{ op: 'warmth', percent: -80 }],
  'hue-120': [{ op: 'hue', degrees: 120 }],
  'gamma-2': [{ op: 'gamma', gamma: 2 }],
  'gamma-half': [{ op: 'gamma', gamma: 0.5 }],
  tint: [{ op: 'tint', colour: '#3366cc' }],
  pixelate: [{ op: 'pixelate', size: 12 }],
  'text-corner': [{ ...text, text: 'Ωmega & <b>' }],
  'text-serif-large': [{ ...text, text: 'Grüße', font: 'serif', size: 40, colour: '#ffee00' }],
  'text-mono-centre': [{ ...text, text: 'Жук 42', font: 'mono', size: 24, at: 'centre' }],
  'text-tiled': [
    { ...text, text: 'Probe', size: 16, x: 14, y: 20, tiled: true, rotate: 330, opacity: 60 },
  ],
  'image-corner': [
    { op: 'watermark-image', image: markHash, scale: 25, ...place, at: 'northeast' },
  ],
  'image-faint': [
    { op: 'watermark-image', image: markHash, scale: 60, at: 'centre', x: 0, y: 0, opacity: 35 },
  ],
  'image-turned': [
    { op: 'watermark-image', image: markHash, scale: 30, at: 'west', x: -12, y: 0, rotate: 45 },
  ],
  'image-tiled': [
    { op: 'watermark-image', image: markHash, scale: 12, at: 'centre', x: 10, y: 10, tiled: true },
  ],
  chain: [
    { op: 'resize', width: 160, height: 120, fit: 'cover' },
    { op: 'rotate', degrees: 15, background: '#202020' },
    { op: 'sepia' },
    { op: 'contrast', percent: 130 },
    { op: 'crop', width: 120, height: 90 },
    { ...text, text: 'chain', size: 18 },
  ],
}

/** What the engine makes of the steps today. */
export async function makeNow(steps: WrittenStep[]): Promise<Raster> {
  return await trySteps(original, steps, [mark])
}

/** What was found right. Rejects when there is no golden picture of this name. */
export async function readGolden(name: string): Promise<Raster> {
  return await toRaster(sharp(await readFile(pathOf(name))).ensureAlpha())
}

/** Makes today's picture the golden one. */
export async function writeGolden(name: string): Promise<void> {
  const { pixels, width, height } = await makeNow(goldens[name] ?? [])
  await sharp(pixels, { raw: { width, height, channels: 4 } })
    .avif({ quality: 90, effort: 4, chromaSubsampling: '4:4:4' })
    .toFile(pathOf(name))
}

function pathOf(name: string): string {
  return join(folder, `${name}.avif`)
}
