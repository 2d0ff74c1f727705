import { ulid } from 'ulid'
import { fileIdSchema } from '#contracts/ids'
import { outputFormats } from '#contracts/recipe'
import { compassPoints, fits, gravities, watermarkFonts } from '#contracts/recipe-steps'
import type { Draft, DraftStep } from '../transforms/draft.ts'
import { tidySteps } from '../transforms/tidy-steps.ts'
import { oneOf, type Random } from './seeded.ts'

const texts = [
  'Hello',
  'Grüße & Küsse',
  '家族 2024',
  'a=b+c%20d#e',
  'two\nlines',
  '👩‍👩‍👧',
  ':',
  '50%, +1',
]

/** Some draft in canonical form, of steps of every kind. */
export function aDraft(random: Random): Draft {
  const whole = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))
  const cents = (min: number, max: number) => whole(min * 100, max * 100) / 100
  const maybe = <Value>(value: Value) => (random() < 0.5 ? value : undefined)
  const colour = () => `#${whole(0, 0xff_ff_ff).toString(16).padStart(6, '0')}`
  const gravity = () => given('gravity', maybe(oneOf(random, gravities)), 'centre')

  const steps: (() => DraftStep)[] = [
    () => {
      const fit = oneOf(random, fits)
      const size = { width: whole(1, 12_000), height: whole(1, 12_000) }
      const sides = fit === 'inside' && random() < 0.5 ? { ...size, height: null } : size
      return {
        ...{ op: 'resize', ...sides, fit },
        ...given('enlarge', maybe(true)),
        ...(fit === 'cover' && gravity()),
        ...(fit === 'contain' && given('background', maybe(`${colour()}80`))),
      }
    },
    () => ({ op: 'scale', percent: cents(1, 99) }),
    () => ({ op: 'crop', width: whole(1, 900), height: whole(1, 900), ...gravity() }),
    () => ({ op: 'extract', left: whole(0, 9), top: whole(0, 9), width: 5, height: whole(1, 9) }),
    () => ({ op: 'aspect', width: 16, height: oneOf(random, [1, 9, 15]), ...gravity() }),
    () => ({ op: 'rotate', degrees: oneOf(random, [90, 180, 270]) }),
    () => ({ op: 'rotate', degrees: cents(1, 89), ...given('background', maybe(colour())) }),
    () => ({ op: 'flip', axis: oneOf(random, ['horizontal', 'vertical']) }),
    () => ({ op: oneOf(random, ['grayscale', 'sepia', 'negate']) }),
    () => ({ op: oneOf(random, ['blur', 'sharpen']), sigma: cents(0.3, 10) }),
    () => ({ op: oneOf(random, ['brightness', 'contrast', 'saturation']), percent: cents(0, 99) }),
    () => ({ op: 'hue', degrees: cents(1, 359) }),
    () => ({ op: 'gamma', gamma: cents(1.01, 3) }),
    () => ({ op: 'tint', colour: colour() }),
    () => ({ op: 'pixelate', size: whole(2, 500) }),
    () => ({
      ...{ op: 'watermark-text', text: oneOf(random, texts).normalize('NFC') },
      font: oneOf(random, watermarkFonts),
      ...given('size', maybe(whole(6, 1_000))),
      ...{ colour: colour(), ...place() },
    }),
    () => ({
      ...{ op: 'watermark-image', image: fileIdSchema.parse(`fil_${ulid()}`) },
      ...{ scale: cents(1, 100), ...place() },
    }),
  ]

  const place = () => {
    const tiled = random() < 0.3
    return {
      at: tiled ? ('centre' as const) : oneOf(random, compassPoints),
      ...{ x: whole(-99, 99), y: whole(-99, 99) },
      ...given('tiled', tiled ? (true as const) : undefined),
      ...given('rotate', maybe(cents(1, 359))),
      ...given('opacity', maybe(whole(1, 99))),
    }
  }

  const made = Array.from({ length: whole(0, 6) }, () => oneOf(random, steps)())
  const isMark = ({ op }: DraftStep) => op.startsWith('watermark')
  return {
    steps: tidySteps(
      made.filter((step, at) => !isMark(step) || made.slice(0, at).filter(isMark).length < 4),
    ),
    output: {
      ...given('format', maybe(oneOf(random, [...outputFormats, 'auto']))),
      ...given('quality', maybe(whole(1, 100))),
      ...given('compress', maybe(true as const)),
      ...given('progressive', maybe(true as const)),
      ...given('metadata', maybe('keep' as const)),
      ...given('maxBytes', maybe(whole(1_000, 50_000_000))),
      ...given('firstFrame', maybe(true as const)),
    },
  }
}

/** The key with its value, unless there is none or it is the default. */
function given<Key extends string, Value, Default extends Value>(
  key: Key,
  value: Value | undefined,
  usual?: Default,
): { [K in Key]?: Exclude<Value, Default> } {
  const given: { [K in Key]?: Exclude<Value, Default> } = {}
  if (value !== undefined && value !== usual) Object.assign(given, { [key]: value })
  return given
}
