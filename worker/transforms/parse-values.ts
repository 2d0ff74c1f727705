import { maxSidePx } from '#contracts/recipe-steps'
import { AppError } from '../errors.ts'

/**
 * The values of parameters. Each throws `validation_failed` with a sentence that names the parameter,
 * what it takes and an example.
 */
export function refuse(name: string, takes: string, value: string): AppError {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value
  return new AppError('validation_failed', `“${name}” takes ${takes}; it was “${shown}”.`)
}

const numberPattern = /^-?(?:\d{1,6})(?:\.\d{1,4})?$/

export interface NumberRange {
  min: number
  max: number
  /** Digits after the point; more are rounded. */
  digits?: number
  example: number
}

/** A decimal number from `min` to `max`. */
export function parseNumber(name: string, value: string, range: NumberRange): number {
  const { min, max, digits = 0, example } = range
  const kind = digits === 0 ? 'a whole number' : 'a number'
  const takes = `${kind} from ${min} to ${max}, such as ${example}`
  if (!numberPattern.test(value)) throw refuse(name, takes, value)
  const number = roundTo(Number(value), digits)
  if (number < min || number > max || (digits === 0 && number !== Number(value))) {
    throw refuse(name, takes, value)
  }
  return number
}

/** Rounded to so many digits after the point; never minus zero. */
export function roundTo(number: number, digits: number): number {
  return Number(number.toFixed(digits)) + 0
}

/** Degrees clockwise, brought to 0 up to 360. */
export function parseDegrees(name: string, value: string): number {
  const range = { min: -3_600, max: 3_600, digits: 2, example: 90 }
  const turned = parseNumber(name, value, range) % 360
  return roundTo(turned < 0 ? turned + 360 : turned, 2) % 360
}

/** `true`, `1`, `yes` or nothing at all; `false`, `0` or `no`. */
export function parseFlag(name: string, value: string): boolean {
  if (['true', '1', 'yes', ''].includes(value)) return true
  if (['false', '0', 'no'].includes(value)) return false
  throw refuse(name, 'true or false', value)
}

export function parseOneOf<Choice extends string>(
  name: string,
  value: string,
  choices: readonly Choice[],
  alsoCalled: Readonly<Record<string, Choice>> = {},
): Choice {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  if (Object.hasOwn(alsoCalled, value) && alsoCalled[value]) return alsoCalled[value]
  throw refuse(name, `one of ${choices.join(', ')}`, value)
}

/** A side in pixels from the digits of a larger value. */
export function parseSide(name: string, digits: string, takes: string, value: string): number {
  const side = Number(digits)
  if (digits.length <= 6 && side >= 1 && side <= maxSidePx) return side
  throw refuse(name, `${takes}, each side from 1 to ${maxSidePx} pixels`, value)
}

const colourNames: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  grey: '#808080',
  gray: '#808080',
  silver: '#c0c0c0',
  red: '#ff0000',
  maroon: '#800000',
  orange: '#ffa500',
  yellow: '#ffff00',
  gold: '#ffd700',
  olive: '#808000',
  green: '#008000',
  lime: '#00ff00',
  teal: '#008080',
  cyan: '#00ffff',
  aqua: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  purple: '#800080',
  magenta: '#ff00ff',
  fuchsia: '#ff00ff',
  pink: '#ffc0cb',
  brown: '#a52a2a',
  transparent: '#00000000',
}

/** A name of CSS, or 3, 4, 6 or 8 hex digits with or without `#`; answers the canonical form. */
export function parseColour(name: string, value: string): string {
  const folded = value.toLowerCase()
  const named = Object.hasOwn(colourNames, folded) ? colourNames[folded] : undefined
  if (named !== undefined) return named
  const hex = /^#?([0-9a-f]+)$/.exec(folded)?.[1] ?? ''
  const digits = hex.length < 5 ? hex.replace(/./g, '$&$&') : hex
  if (digits.length !== 6 && digits.length !== 8) {
    throw refuse(name, 'a colour such as white, ff8800 or ff8800cc', value)
  }
  return `#${digits.endsWith('ff') && digits.length === 8 ? digits.slice(0, 6) : digits}`
}
