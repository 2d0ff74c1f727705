import { type Fit, fits, type Gravity, maxSidePx } from '#contracts/recipe-steps'
import { AppError } from '../errors.ts'
import type { DraftStep } from './draft.ts'
import {
  parseColour,
  parseDegrees,
  parseFlag,
  parseNumber,
  parseOneOf,
  parseSide,
  refuse,
} from './parse-values.ts'
import {
  type ModifierName,
  type Modifiers,
  modified,
  parseGravity,
  uselessModifier,
} from './step-modifiers.ts'
import { parseWatermark, watermarkModifiers } from './watermark-parameter.ts'

export interface StepParameter {
  takes: readonly ModifierName[]
  /** The canonical steps that a value means: none when it changes nothing. */
  parse(value: string, modifiers: Modifiers): DraftStep[]
}

/** Parameters that are a step, each with the modifiers that it takes. */
export const stepParameters = {
  resize: { takes: ['fit', 'enlarge', 'gravity', 'background'], parse: parseResize },
  crop: { takes: ['gravity'], parse: parseCrop },
  rotate: { takes: ['background'], parse: parseRotate },
  flip: { takes: [], parse: parseFlip },
  grayscale: { takes: [], parse: whenTrue('grayscale') },
  sepia: { takes: [], parse: whenTrue('sepia') },
  negate: { takes: [], parse: whenTrue('negate') },
  blur: { takes: [], parse: (value) => [{ op: 'blur', sigma: sigmaOf('blur', value, 100) }] },
  sharpen: {
    takes: [],
    parse: (value) => [{ op: 'sharpen', sigma: sigmaOf('sharpen', value, 10) }],
  },
  brightness: { takes: [], parse: asPercent('brightness') },
  contrast: { takes: [], parse: asPercent('contrast') },
  saturation: { takes: [], parse: asPercent('saturation') },
  warmth: { takes: [], parse: parseWarmth },
  hue: { takes: [], parse: parseHue },
  gamma: { takes: [], parse: parseGamma },
  tint: { takes: [], parse: (value) => [{ op: 'tint', colour: opaque('tint', value) }] },
  pixelate: { takes: [], parse: parsePixelate },
  watermark: { takes: watermarkModifiers, parse: parseWatermark },
} as const satisfies Record<string, StepParameter>
export type StepName = keyof typeof stepParameters

const alsoCalled: Readonly<Record<string, StepName>> = {
  greyscale: 'grayscale',
  invert: 'negate',
  mirror: 'flip',
}

/** The parameter of this name, or of another name for it. */
export function toStepName(name: string): StepName | undefined {
  if (Object.hasOwn(alsoCalled, name)) return alsoCalled[name]
  return stepNames.find((known) => known === name)
}

export const stepNames = [
  ...['resize', 'crop', 'rotate', 'flip', 'grayscale', 'sepia', 'negate', 'blur', 'sharpen'],
  ...['brightness', 'contrast', 'saturation', 'warmth', 'hue', 'gamma', 'tint', 'pixelate'],
  ...['watermark'],
] as const satisfies StepName[]

const resizeTakes = 'a size such as 300x200, 300x, x200 or 50%'

function parseResize(value: string, modifiers: Modifiers): DraftStep[] {
  const asked = modified(modifiers, 'fit', (name, text) => parseOneOf(name, text, fits))
  const enlarge = modified(modifiers, 'enlarge', parseFlag) ?? asked === 'fill'
  const gravity = modified(modifiers, 'gravity', parseGravity)
  const background = modified(modifiers, 'background', parseColour)
  if (modifiers.has('gravity') && asked !== 'cover') {
    throw uselessModifier('gravity', 'crop or fit=cover')
  }
  if (background !== undefined && asked !== 'contain') {
    throw uselessModifier('background', 'rotate or fit=contain')
  }
  const percent = /^(\d{1,4}(?:\.\d{1,2})?)%$/.exec(value)?.[1]
  if (percent !== undefined) {
    if (asked !== undefined) throw uselessModifier('fit', 'a size in pixels')
    const range = { min: 1, max: 1_000, digits: 2, example: 50 }
    const scale = parseNumber('resize', percent, range)
    return scale === 100 ? [] : [{ op: 'scale', percent: scale }]
  }
  const [, wide, high] = /^(\d*)x(\d*)$/.exec(value) ?? []
  if (wide === undefined || high === undefined || wide + high === '') {
    throw refuse('resize', resizeTakes, value)
  }
  const width = wide === '' ? null : parseSide('resize', wide, resizeTakes, value)
  const height = high === '' ? null : parseSide('resize', high, resizeTakes, value)
  // With one side only, every fit is the same picture.
  const fit: Fit = width === null || height === null ? 'inside' : (asked ?? 'inside')
  return [
    {
      ...{ op: 'resize', width, height, fit },
      ...(enlarge && { enlarge }),
      ...(fit === 'cover' && gravity && { gravity }),
      ...(fit === 'contain' && background !== undefined && seen(background)),
    },
  ]
}

const cropTakes = 'a size such as 300x200, a box such as 300x200+10+20, or an aspect such as 16:9'

function parseCrop(value: string, modifiers: Modifiers): DraftStep[] {
  const found = modified(modifiers, 'gravity', parseGravity)
  const gravity = found && { gravity: found }
  // A plus of a query that nobody escaped arrives as a space.
  const [, wide, high, left, top] = /^(\d+)x(\d+)(?:[+ ](\d{1,6})[+ ](\d{1,6}))?$/.exec(value) ?? []
  if (wide === undefined || high === undefined) return [parseAspect(value, gravity)]
  const width = parseSide('crop', wide, cropTakes, value)
  const height = parseSide('crop', high, cropTakes, value)
  if (left === undefined || top === undefined) return [{ op: 'crop', width, height, ...gravity }]
  if (modifiers.has('gravity')) throw uselessModifier('gravity', 'a crop without coordinates')
  const box = { left: Number(left), top: Number(top), width, height }
  if (box.left > maxSidePx || box.top > maxSidePx) throw refuse('crop', cropTakes, value)
  return [{ op: 'extract', ...box }]
}

interface AtGravity {
  gravity: Exclude<Gravity, 'centre'>
}

function parseAspect(value: string, gravity: AtGravity | undefined): DraftStep {
  const [, wide = '', high = ''] = /^(\d{1,3}):(\d{1,3})$/.exec(value) ?? []
  const shared = commonDivisor(Number(wide), Number(high))
  const [width, height] = [Number(wide) / shared, Number(high) / shared]
  if (!(width >= 1 && height >= 1 && width <= 100 && height <= 100)) {
    throw refuse('crop', cropTakes, value)
  }
  return { op: 'aspect', width, height, ...gravity }
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other)
}

function parseRotate(value: string, modifiers: Modifiers): DraftStep[] {
  const degrees = parseDegrees('rotate', value)
  const background = modified(modifiers, 'background', parseColour)
  if (degrees === 0) return []
  if (degrees % 90 === 0 || background === undefined) return [{ op: 'rotate', degrees }]
  return [{ op: 'rotate', degrees, ...seen(background) }]
}

/** Wholly transparent is what there is without a background. */
function seen(background: string): { background: string } | undefined {
  return background.length === 9 && background.endsWith('00') ? undefined : { background }
}

function parseFlip(value: string): DraftStep[] {
  const other = { h: 'horizontal', v: 'vertical' } as const
  return [{ op: 'flip', axis: parseOneOf('flip', value, ['horizontal', 'vertical'], other) }]
}

function whenTrue(op: 'grayscale' | 'sepia' | 'negate') {
  return (value: string): DraftStep[] => (parseFlag(op, value) ? [{ op }] : [])
}

function sigmaOf(name: string, value: string, max: number): number {
  if (value === 'true' || value === '') return 1
  return parseNumber(name, value, { min: 0.3, max, digits: 2, example: 2 })
}

function asPercent(op: 'brightness' | 'contrast' | 'saturation') {
  return (value: string): DraftStep[] => {
    const range = { min: 0, max: 400, digits: 2, example: 120 }
    const percent = parseNumber(op, value.replace(/%$/, ''), range)
    return percent === 100 ? [] : [{ op, percent }]
  }
}

function parseWarmth(value: string): DraftStep[] {
  const range = { min: -100, max: 100, digits: 2, example: 20 }
  const percent = parseNumber('warmth', value.replace(/%$/, ''), range)
  return percent === 0 ? [] : [{ op: 'warmth', percent }]
}

function parseHue(value: string): DraftStep[] {
  const degrees = parseDegrees('hue', value)
  return degrees === 0 ? [] : [{ op: 'hue', degrees }]
}

function parseGamma(value: string): DraftStep[] {
  const gamma = parseNumber('gamma', value, { min: 0.34, max: 3, digits: 2, example: 1.5 })
  return gamma === 1 ? [] : [{ op: 'gamma', gamma }]
}

function parsePixelate(value: string): DraftStep[] {
  return [
    { op: 'pixelate', size: parseNumber('pixelate', value, { min: 2, max: 500, example: 12 }) },
  ]
}

function opaque(name: string, value: string): string {
  const colour = parseColour(name, value)
  if (colour.length === 7) return colour
  throw new AppError('validation_failed', `“${name}” takes a colour that is not transparent.`)
}
