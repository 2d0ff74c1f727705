import type { Fit } from '#contracts/recipe-steps'
import type { Entry } from '../draft.ts'
import { asPercent, notUnderstood, resizeEntries } from './resize-entries.ts'

const vocabulary = 'Cloudflare'

const shortNames: Readonly<Record<string, string>> = {
  w: 'width',
  h: 'height',
  g: 'gravity',
  q: 'quality',
  f: 'format',
}

const fits: Readonly<Record<string, [Fit, enlarge: boolean]>> = {
  'scale-down': ['inside', false],
  contain: ['inside', true],
  cover: ['cover', true],
  crop: ['cover', false],
  pad: ['contain', true],
  squeeze: ['fill', true],
}

const qualities: Readonly<Record<string, string>> = {
  high: '90',
  'medium-high': '80',
  'medium-low': '65',
  low: '50',
}

/** Options that say something of delivery and nothing of the picture. */
const withoutMeaning = new Set(['onerror', 'compression', 'slow-connection-quality'])

/** `width=300,fit=cover,…` as Cloudflare writes it; its order is fixed: rotate, flip, resize, filters, encode. */
export function readCloudflare(options: string): Entry[] {
  const given = new Map<string, string>()
  for (const option of options.split(',').filter((each) => each !== '')) {
    const [key = '', value = ''] = option.split('=', 2)
    const name = Object.hasOwn(shortNames, key) ? (shortNames[key] ?? key) : key
    if (given.has(name)) throw notUnderstood(vocabulary, option)
    if (!withoutMeaning.has(name)) given.set(name, decodeURIComponent(value))
  }
  const take = (name: string) => {
    const value = given.get(name)
    given.delete(name)
    return value
  }
  const [fit, enlarge] = fits[take('fit') ?? 'scale-down'] ?? []
  if (fit === undefined || enlarge === undefined) throw notUnderstood(vocabulary, 'fit')
  const size = { width: take('width'), height: take('height'), fit, enlarge }
  const gravity = gravityOf(take('gravity'))
  const entries: Entry[] = [
    ...renamed('rotate', take('rotate')),
    ...flips(take('flip')),
    ...resizeEntries({ ...size, gravity, background: take('background') }),
    ...renamed('blur', take('blur')),
    ...renamed('sharpen', take('sharpen')),
    ...factor('brightness', take('brightness')),
    ...factor('contrast', take('contrast')),
    ...factor('saturation', take('saturation')),
    ...renamed('gamma', take('gamma')),
    ...encoding(take('format'), take('quality')),
    ...renamed('dpr', take('dpr')),
    ...(take('metadata') === 'keep' ? [['strip', 'false'] as const] : []),
    ...(take('anim') === 'false' ? [['frames', 'first'] as const] : []),
  ]
  const [left] = given.keys()
  if (left !== undefined) throw notUnderstood(vocabulary, left)
  return entries
}

function renamed(name: string, value: string | undefined): Entry[] {
  return value === undefined ? [] : [[name, value]]
}

function factor(name: string, value: string | undefined): Entry[] {
  return value === undefined ? [] : [[name, asPercent(value)]]
}

function flips(value: string | undefined): Entry[] {
  if (value === undefined) return []
  if (!['h', 'v', 'hv'].includes(value)) throw notUnderstood(vocabulary, `flip=${value}`)
  return [...value].map((axis) => ['flip', axis])
}

function gravityOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const known = ['auto', 'face', 'left', 'right', 'top', 'bottom', 'center']
  if (!known.includes(value)) throw notUnderstood(vocabulary, `gravity=${value}`)
  return value
}

function encoding(format: string | undefined, quality: string | undefined): Entry[] {
  const plain = format === 'baseline-jpeg' ? 'jpeg' : format
  const number = quality !== undefined ? (qualities[quality] ?? quality) : undefined
  return [...renamed('format', plain), ...renamed('quality', number)]
}
