import { compassPoints, type Gravity, gravities, maxSidePx } from '#contracts/recipe-steps'
import { AppError } from '../errors.ts'
import { parseNumber, parseOneOf, refuse } from './parse-values.ts'

/** Parameters that say more of the step before them, or of the next that can take them. */
export const modifierNames = [
  ...['fit', 'enlarge', 'gravity', 'background'],
  ...['position', 'offset', 'opacity', 'tile', 'angle', 'scale', 'font', 'size', 'color'],
] as const
export type ModifierName = (typeof modifierNames)[number]

const alsoCalled: Readonly<Record<string, ModifierName>> = {
  colour: 'color',
  bg: 'background',
  tiled: 'tile',
  pos: 'position',
}

/** The modifier of this name, or of another name for it. */
export function toModifier(name: string): ModifierName | undefined {
  const plain = modifierNames.find((modifier) => modifier === name)
  return plain ?? (Object.hasOwn(alsoCalled, name) ? alsoCalled[name] : undefined)
}

/** The modifiers of one step, as they were written. */
export type Modifiers = ReadonlyMap<ModifierName, string>

/** The parsed modifier, or nothing when it is not there. */
export function modified<Value>(
  modifiers: Modifiers,
  name: ModifierName,
  parse: (name: string, value: string) => Value,
): Value | undefined {
  const value = modifiers.get(name)
  return value === undefined ? undefined : parse(name, value)
}

const otherCompass = {
  center: 'centre',
  middle: 'centre',
  top: 'north',
  bottom: 'south',
  left: 'west',
  right: 'east',
  'top-left': 'northwest',
  'top-right': 'northeast',
  'bottom-left': 'southwest',
  'bottom-right': 'southeast',
} as const

const otherGravity = { ...otherCompass, smart: 'attention', auto: 'attention' } as const

export function parseCompass(name: string, value: string) {
  return parseOneOf(name, value, compassPoints, otherCompass)
}

/** Nothing for the centre, which is the default. */
export function parseGravity(name: string, value: string): Exclude<Gravity, 'centre'> | undefined {
  const gravity = parseOneOf(name, value, gravities, otherGravity)
  return gravity === 'centre' ? undefined : gravity
}

/** `10x20`: pixels inwards from the edges, which may be negative. */
export function parseOffset(name: string, value: string): { x: number; y: number } {
  const [, x, y] = /^(-?\d{1,6})x(-?\d{1,6})$/.exec(value) ?? []
  if (x === undefined || y === undefined) throw refuse(name, 'two numbers such as 10x20', value)
  const range = { min: -maxSidePx, max: maxSidePx, example: 10 }
  return { x: parseNumber(name, x, range), y: parseNumber(name, y, range) }
}

/** For a modifier that means something only together with `wanted`. */
export function uselessModifier(name: ModifierName, wanted: string): AppError {
  return new AppError('validation_failed', `“${name}” means something only with ${wanted}.`)
}
