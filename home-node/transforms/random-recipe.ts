import type { Seeded } from '../faults/seeded.ts'
import type { WrittenRecipe, WrittenStep } from './try-recipe.ts'

const compass = ['north', 'southeast', 'west', 'northwest', 'southwest'] as const
const gravities = [...compass, 'attention', 'entropy'] as const
const texts = [
  'a',
  '<i>&',
  'Ω\nЖ',
  '\u202eabc',
  '😀',
  '\u0301',
  'x'.repeat(200),
  ' ',
  '日本',
] as const
const colours = ['#ffffff', '#00000080', '#12345600'] as const

/** A recipe that the contract allows, whatever that would look like. `overlay` is the hash of a picture. */
export function randomRecipe(random: Seeded, overlay: string): WrittenRecipe {
  const steps = Array.from({ length: random.between(0, 7) }, () => randomStep(random, overlay))
  const isMark = ({ op }: WrittenStep) => op.startsWith('watermark')
  const format = pick(random, ['webp', 'jpeg', 'png', 'avif', 'gif'] as const)
  return {
    steps: [...steps.filter((step) => !isMark(step)), ...steps.filter(isMark).slice(0, 4)],
    output: {
      ...{ format, quality: random.between(1, 100) },
      ...(chance(random) && { compress: true }),
      ...(chance(random) && { progressive: true }),
      ...(chance(random) && { metadata: 'keep' }),
      ...(chance(random) && { maxBytes: random.between(1_000, 20_000) }),
      ...(chance(random) && { animated: true }),
    },
  }
}

function randomStep(random: Seeded, image: string): WrittenStep {
  const side = () => random.between(1, pick(random, [5, 60, 400]))
  const percent = (most: number) => random.between(0, most)
  const degrees = () => pick(random, [90, 180, 270, 0.01, 45, random.between(1, 359)])
  const placed = {
    at: pick(random, compass),
    x: random.between(-50, 50),
    y: random.between(-50, 50),
    ...(chance(random) && { tiled: true as const }),
    ...(chance(random) && { rotate: degrees() }),
    ...(chance(random) && { opacity: random.between(1, 99) }),
  }
  const gravity = chance(random) ? { gravity: pick(random, gravities) } : {}
  const background = chance(random) ? { background: pick(random, colours) } : {}
  const fit = pick(random, ['inside', 'outside', 'cover', 'contain', 'fill'] as const)
  const steps: WrittenStep[] = [
    {
      ...{ op: 'resize', width: side(), height: side(), fit },
      ...(chance(random) && { enlarge: true }),
      ...(fit === 'cover' && gravity),
      ...(fit === 'contain' && background),
    },
    { op: 'resize', width: side(), height: null, fit: 'inside' },
    { op: 'scale', percent: random.between(1, 300) },
    { op: 'crop', width: side(), height: side(), ...gravity },
    { op: 'extract', left: percent(30), top: percent(30), width: side(), height: side() },
    { op: 'aspect', width: random.between(1, 100), height: random.between(1, 100), ...gravity },
    { op: 'rotate', degrees: degrees(), ...background },
    { op: 'flip', axis: pick(random, ['horizontal', 'vertical'] as const) },
    ...(['grayscale', 'sepia', 'negate'] as const).map((op) => ({ op })),
    { op: 'blur', sigma: pick(random, [0.3, 5, 100]) },
    { op: 'sharpen', sigma: pick(random, [0.3, 2, 10]) },
    ...(['brightness', 'contrast', 'saturation'] as const).map((op) => ({
      op,
      percent: percent(400),
    })),
    { op: 'warmth', percent: pick(random, [-100, -12.5, 40, 100]) },
    { op: 'hue', degrees: degrees() },
    { op: 'gamma', gamma: pick(random, [0.34, 0.7, 1.5, 3]) },
    { op: 'tint', colour: pick(random, colours) },
    { op: 'pixelate', size: random.between(2, 500) },
    {
      ...{ op: 'watermark-text', text: pick(random, texts), colour: pick(random, colours) },
      ...{ font: pick(random, ['sans', 'serif', 'mono'] as const), ...placed },
      ...(chance(random) && { size: random.between(6, 1_000) }),
    },
    { op: 'watermark-image', image, scale: random.between(1, 100), ...placed },
  ]
  return pick(random, steps)
}

function chance(random: Seeded): boolean {
  return random.next() < 0.3
}

function pick<Item>(random: Seeded, items: readonly Item[]): Item {
  const item = items[random.between(0, items.length - 1)]
  if (item === undefined) throw new RangeError('There is nothing to pick from.')
  return item
}
