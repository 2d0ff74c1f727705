import { fileIdSchema } from '#contracts/ids'
import {
  compassPoints,
  maxTextPx,
  maxWatermarkText,
  minTextPx,
  watermarkFonts,
} from '#contracts/recipe-steps'
import type { DraftStep } from './draft.ts'
import {
  parseColour,
  parseDegrees,
  parseFlag,
  parseNumber,
  parseOneOf,
  refuse,
} from './parse-values.ts'
import {
  type ModifierName,
  type Modifiers,
  modified,
  parseCompass,
  parseOffset,
  uselessModifier,
} from './step-modifiers.ts'

const placeModifiers = ['position', 'offset', 'opacity', 'tile', 'angle'] as const
const textModifiers = ['font', 'size', 'color'] as const
export const watermarkModifiers = [...placeModifiers, ...textModifiers, 'scale'] as const

const edgePx = 16
const tileGapPx = 64
/** Controls but the end of a line, halves of characters, and what turns the direction of text. */
const unprintable = /(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u
const takes = 'text:Hello or image:fil_… (the id of a picture)'

/** `text:…` or `image:{file id}`, at the lower right corner unless it is said otherwise. */
export function parseWatermark(value: string, modifiers: Modifiers): DraftStep[] {
  const colon = value.indexOf(':')
  const [kind, rest] = [value.slice(0, colon), value.slice(colon + 1)]
  if (colon < 0 || rest === '') throw refuse('watermark', takes, value)
  if (kind === 'text') return [parseText(rest, modifiers)]
  const image = fileIdSchema.safeParse(rest)
  if (kind !== 'image' || !image.success) throw refuse('watermark', takes, value)
  refuseOf(modifiers, textModifiers, 'watermark=text:…')
  const scale = modified(modifiers, 'scale', (name, text) =>
    parseNumber(name, text.replace(/%$/, ''), { min: 1, max: 100, digits: 2, example: 20 }),
  )
  return [
    { op: 'watermark-image', image: image.data, scale: scale ?? 20, ...parsePlace(modifiers) },
  ]
}

function parseText(written: string, modifiers: Modifiers): DraftStep {
  refuseOf(modifiers, ['scale'], 'watermark=image:…')
  const text = written.normalize('NFC').replaceAll('\r\n', '\n')
  if (text.length > maxWatermarkText || unprintable.test(text)) {
    const most = `text of at most ${maxWatermarkText} characters, none of them for control`
    throw refuse('watermark', most, text)
  }
  const size = modified(modifiers, 'size', (name, value) =>
    parseNumber(name, value, { min: minTextPx, max: maxTextPx, example: 32 }),
  )
  return {
    ...{ op: 'watermark-text', text },
    font: modified(modifiers, 'font', parseFont) ?? 'sans',
    ...(size !== undefined && { size }),
    colour: modified(modifiers, 'color', parseColour) ?? '#ffffff',
    ...parsePlace(modifiers),
  }
}

function parseFont(name: string, value: string) {
  return parseOneOf(name, value, watermarkFonts)
}

function parsePlace(modifiers: Modifiers) {
  const tiled = modified(modifiers, 'tile', parseFlag) ?? false
  const compass = modified(modifiers, 'position', parseCompass)
  // All over the picture there is no place: one spelling for all of them.
  const at = tiled ? compassPoints[0] : (compass ?? 'southeast')
  const gap = tiled ? tileGapPx : edgePx
  const offset = modified(modifiers, 'offset', parseOffset)
  const rotate = modified(modifiers, 'angle', parseDegrees)
  const opacity = modified(modifiers, 'opacity', (name, value) =>
    parseNumber(name, value.replace(/%$/, ''), { min: 1, max: 100, example: 60 }),
  )
  return {
    at,
    ...(offset ?? placedBy(at, tiled, gap)),
    ...(tiled && { tiled }),
    ...(rotate !== undefined && rotate !== 0 && { rotate }),
    ...(opacity !== undefined && opacity !== 100 && { opacity }),
  }
}

function placedBy(at: string, tiled: boolean, gap: number): { x: number; y: number } {
  if (tiled) return { x: gap, y: gap }
  return {
    x: at.includes('west') || at.includes('east') ? gap : 0,
    y: at.includes('north') || at.includes('south') ? gap : 0,
  }
}

function refuseOf(modifiers: Modifiers, names: readonly ModifierName[], wanted: string): void {
  for (const name of names) if (modifiers.has(name)) throw uselessModifier(name, wanted)
}
