import type { Fit } from '#contracts/recipe-steps'
import type { Entry } from '../draft.ts'
import { asPercent, notUnderstood, resizeEntries } from './resize-entries.ts'

const vocabulary = 'imgproxy'

const shortNames: Readonly<Record<string, string>> = {
  rs: 'resize',
  s: 'size',
  rt: 'resizing_type',
  w: 'width',
  h: 'height',
  el: 'enlarge',
  g: 'gravity',
  c: 'crop',
  rot: 'rotate',
  fl: 'flip',
  q: 'quality',
  f: 'format',
  ext: 'format',
  bl: 'blur',
  sh: 'sharpen',
  pix: 'pixelate',
  bg: 'background',
  co: 'contrast',
  sa: 'saturation',
  mb: 'max_bytes',
  sm: 'strip_metadata',
}

const fits: Readonly<Record<string, Fit>> = {
  fit: 'inside',
  fill: 'cover',
  'fill-down': 'cover',
  force: 'fill',
}

const gravities: Readonly<Record<string, string>> = {
  ce: 'centre',
  no: 'north',
  so: 'south',
  ea: 'east',
  we: 'west',
  noea: 'northeast',
  nowe: 'northwest',
  soea: 'southeast',
  sowe: 'southwest',
  sm: 'attention',
  'obj:face': 'face',
}

const isTrue = (value: string | undefined) => ['1', 't', 'true'].includes(value ?? '')

/** Options of imgproxy, one a segment; its order is fixed: crop, rotate, flip, resize, filters, encode. */
export function readImgproxy(segments: string[]): Entry[] {
  const given = new Map<string, string[]>()
  for (const segment of segments) {
    const [key = '', ...args] = segment.split(':').map((each) => decodeURIComponent(each))
    const name = Object.hasOwn(shortNames, key) ? (shortNames[key] ?? key) : key
    spread(given, name, args)
  }
  const take = (name: string) => {
    const args = given.get(name)
    given.delete(name)
    return args
  }
  const one = (name: string, as = name, change = (value: string) => value): Entry[] => {
    const [value] = take(name) ?? []
    return value === undefined ? [] : [[as, change(value)]]
  }
  const gravity = gravityOf(take('gravity'))
  const [type = 'fit'] = take('resizing_type') ?? []
  const fit = fits[type]
  if (fit === undefined) throw notUnderstood(vocabulary, `resizing_type:${type}`)
  const size = { width: take('width')?.[0], height: take('height')?.[0], fit }
  const enlarge = isTrue(take('enlarge')?.[0])
  const entries: Entry[] = [
    ...cropEntries(take('crop'), gravity),
    ...one('rotate'),
    ...flips(take('flip')),
    ...resizeEntries({ ...size, enlarge, gravity }),
    ...one('blur'),
    ...one('sharpen'),
    ...one('pixelate'),
    ...one('contrast', 'contrast', asPercent),
    ...one('saturation', 'saturation', asPercent),
    ...one('quality').filter(([, value]) => value !== '0'),
    ...one('format'),
    ...one('max_bytes'),
    ...one('dpr'),
    ...one('strip_metadata', 'strip', (value) => String(isTrue(value))),
  ]
  const [left] = given.keys()
  if (left !== undefined) throw notUnderstood(vocabulary, left)
  return entries
}

/** `resize` and `size` are several options in one. */
function spread(given: Map<string, string[]>, name: string, args: string[]): void {
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined && value !== '') given.set(key, [value])
  }
  if (name === 'resize') {
    set('resizing_type', args[0])
    spread(given, 'size', args.slice(1))
  } else if (name === 'size') {
    if (args.slice(3).some((arg) => arg !== '' && arg !== '0')) {
      throw notUnderstood(vocabulary, 'extend')
    }
    set('width', args[0])
    set('height', args[1])
    set('enlarge', args[2])
  } else given.set(name, args)
}

function gravityOf(args: string[] | undefined): string | undefined {
  if (args === undefined) return undefined
  const [x = '0', y = '0'] = args[0] === 'obj' ? [] : args.slice(1)
  const name = args[0] === 'obj' ? args.slice(0, 2).join(':') : (args[0] ?? '')
  const known = Object.hasOwn(gravities, name) ? gravities[name] : undefined
  if (known !== undefined && Number(x) === 0 && Number(y) === 0) return known
  throw notUnderstood(vocabulary, `gravity:${args.join(':')}`)
}

function cropEntries(args: string[] | undefined, gravity: string | undefined): Entry[] {
  if (args === undefined) return []
  const [width = '', height = '', ...own] = args
  const at = own.length > 0 ? gravityOf(own) : gravity
  return [['crop', `${width}x${height}`], ...(at === undefined ? [] : [['gravity', at] as const])]
}

function flips(args: string[] | undefined): Entry[] {
  const [horizontal, vertical] = args ?? []
  return [
    ...(isTrue(horizontal) ? [['flip', 'horizontal'] as const] : []),
    ...(isTrue(vertical) ? [['flip', 'vertical'] as const] : []),
  ]
}
