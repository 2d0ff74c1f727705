import type { Fit } from '#contracts/recipe-steps'
import type { Entry } from '../draft.ts'
import { notUnderstood, resizeEntries } from './resize-entries.ts'

const vocabulary = 'Cloudinary'

const fits: Readonly<Record<string, [Fit, enlarge: boolean]>> = {
  scale: ['fill', true],
  fit: ['inside', true],
  limit: ['inside', false],
  mfit: ['outside', true],
  fill: ['cover', true],
  lfill: ['cover', false],
  thumb: ['cover', true],
  pad: ['contain', true],
  lpad: ['contain', false],
}

/** Effects from -100 to 100, where 0 is unchanged. */
const relativeEffects = new Set(['brightness', 'contrast', 'saturation'])
const plainEffects: Readonly<Record<string, string>> = {
  grayscale: 'grayscale',
  sepia: 'sepia',
  negate: 'negate',
}

const flags: Readonly<Record<string, Entry | null>> = {
  progressive: ['progressive', 'true'],
  keep_iptc: ['strip', 'false'],
  strip_profile: null,
  force_strip: null,
  layer_apply: null,
}

/** Components of Cloudinary, one a segment, one after the other; within one: size, angle, effects, encoding. */
export function readCloudinary(segments: string[]): Entry[] {
  return segments.flatMap(readComponent)
}

function readComponent(component: string): Entry[] {
  const effects: string[] = []
  const given = new Map<string, string>()
  const after: Entry[] = []
  for (const option of component.split(',')) {
    const [, key = '', raw = ''] = /^([a-z]{1,3})_(.+)$/.exec(option) ?? []
    const value = decodeURIComponent(raw)
    if (key === 'e') effects.push(value)
    else if (key === 'fl') after.push(...flagEntries(value))
    else if (key === '' || given.has(key)) throw notUnderstood(vocabulary, option)
    else given.set(key, value)
  }
  const take = (key: string) => {
    const value = given.get(key)
    given.delete(key)
    return value
  }
  const entries: Entry[] = [
    ...(given.has('l') ? layerEntries(take) : sizeEntries(take)),
    ...angleEntries(take('a')),
    ...effects.flatMap(effectEntries),
    ...encodingEntries(take),
    ...after,
  ]
  const [left] = given
  if (left !== undefined) throw notUnderstood(vocabulary, left.join('_'))
  return entries
}

type Take = (key: string) => string | undefined

function sizeEntries(take: Take): Entry[] {
  const mode = take('c') ?? 'scale'
  const [width, height, aspect] = [take('w'), take('h'), take('ar')]
  const gravity = gravityOf(take('g'))
  const background = colourOf(take('b'))
  if (mode === 'crop') return cropEntries({ width, height, aspect, gravity }, take('x'), take('y'))
  const [fit, enlarge] = (Object.hasOwn(fits, mode) ? fits[mode] : undefined) ?? []
  if (fit === undefined || enlarge === undefined) throw notUnderstood(vocabulary, `c_${mode}`)
  const shape = aspect === undefined ? [] : aspectEntries(aspect, gravity)
  return [...shape, ...resizeEntries({ width, height, fit, enlarge, gravity, background })]
}

function cropEntries(
  asked: { width?: string | undefined; height?: string | undefined } & {
    aspect?: string | undefined
    gravity?: string | undefined
  },
  x: string | undefined,
  y: string | undefined,
): Entry[] {
  const { width = '', height = '', aspect, gravity } = asked
  if (aspect !== undefined) return aspectEntries(aspect, gravity)
  if (x === undefined && y === undefined) {
    return [['crop', `${width}x${height}`], ...(gravity ? [['gravity', gravity] as const] : [])]
  }
  return [['crop', `${width}x${height}+${x ?? 0}+${y ?? 0}`]]
}

function aspectEntries(aspect: string, gravity: string | undefined): Entry[] {
  return [['crop', aspect], ...(gravity ? [['gravity', gravity] as const] : [])]
}

function gravityOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const [plain = ''] = value.split(':')
  const name = { faces: 'face', xy_center: '' }[plain] ?? plain.replace('_', '')
  const isKnown = /^(?:center|auto|face|north|south|(?:north|south)?(?:east|west))$/.test(name)
  if (isKnown) return name
  throw notUnderstood(vocabulary, `g_${value}`)
}

function colourOf(value: string | undefined): string | undefined {
  return value?.replace(/^rgb:/, '')
}

/** `l_text:Arial_40:Hello`, placed by g, x and y and coloured by co. */
function layerEntries(take: Take): Entry[] {
  const layer = take('l') ?? ''
  const [, size, text] = /^text:[\w %-]+?_(\d+)(?:_\w+)*:(.+)$/s.exec(layer) ?? []
  if (size === undefined || text === undefined) throw notUnderstood(vocabulary, `l_${layer}`)
  const [colour, opacity] = [colourOf(take('co')), take('o')]
  return [
    ['watermark', `text:${decodeURIComponent(text)}`],
    ['size', size],
    ['position', gravityOf(take('g')) ?? 'center'],
    ['offset', `${take('x') ?? 0}x${take('y') ?? 0}`],
    ['color', colour ?? 'black'],
    ...(opacity === undefined ? [] : [['opacity', opacity] as const]),
  ]
}

function angleEntries(value: string | undefined): Entry[] {
  if (value === undefined) return []
  return value.split('.').map((part) => {
    if (part === 'hflip') return ['flip', 'horizontal']
    if (part === 'vflip') return ['flip', 'vertical']
    return ['rotate', part]
  })
}

function effectEntries(effect: string): Entry[] {
  const [name = '', value] = effect.split(':')
  const plain = Object.hasOwn(plainEffects, name) ? plainEffects[name] : undefined
  if (plain !== undefined && value === undefined) return [[plain, 'true']]
  const amount = Number(value ?? Number.NaN)
  if (relativeEffects.has(name)) return [[name, String(100 + amount)]]
  if (name === 'hue') return [['hue', String(Number((amount * 1.8).toFixed(2)))]]
  if (name === 'pixelate') return [['pixelate', value ?? '5']]
  // Strengths go to 2,000 there; a hundredth of them is about as many pixels.
  if (name === 'blur') return [['blur', hundredth(value ?? '100')]]
  if (name === 'sharpen') return [['sharpen', hundredth(value ?? '100')]]
  throw notUnderstood(vocabulary, `e_${effect}`)
}

function hundredth(strength: string): string {
  const sigma = Number(strength) / 100
  return Number.isFinite(sigma) ? String(Math.max(0.3, sigma)) : strength
}

function encodingEntries(take: Take): Entry[] {
  const [format, quality, dpr] = [take('f'), take('q'), take('dpr')]
  const plainQuality = quality?.startsWith('auto') ? 'auto' : quality
  return [
    ...(format === undefined ? [] : [['format', format] as const]),
    ...(plainQuality === undefined ? [] : [['quality', plainQuality] as const]),
    ...(dpr === undefined || dpr === 'auto' ? [] : [['dpr', dpr] as const]),
  ]
}

function flagEntries(value: string): Entry[] {
  return value.split('.').flatMap((flag) => {
    const entry = Object.hasOwn(flags, flag) ? flags[flag] : undefined
    if (entry === undefined) throw notUnderstood(vocabulary, `fl_${flag}`)
    return entry === null ? [] : [entry]
  })
}
