import { fileIdSchema } from '#contracts/ids'
import { compassSchema } from '#contracts/recipe-steps'
import {
  cropBox,
  degreesOf,
  type Edit,
  grownSize,
  type Size,
  turnedSize,
  untouched,
} from './edit-model.ts'
import { filterNames, filters } from './filters.ts'

// The editor speaks the grammar that everything else speaks, always in one order: turn, mirror,
// straighten, crop, knobs, filter, watermarks. So it can read what it wrote.

type Entry = readonly [name: string, value: string]

/** The knobs that are one step each, in their order, with what changes nothing. */
export const knobs = {
  brightness: { label: 'Exposure', min: 40, max: 200, neutral: 100 },
  contrast: { label: 'Contrast', min: 40, max: 180, neutral: 100 },
  saturation: { label: 'Saturation', min: 0, max: 220, neutral: 100 },
  warmth: { label: 'Warmth', min: -100, max: 100, neutral: 0 },
  hue: { label: 'Hue', min: -180, max: 180, neutral: 0 },
} as const
export type Knob = keyof typeof knobs
export const knobNames = ['brightness', 'contrast', 'saturation', 'warmth', 'hue'] as const

/** An edit of a picture of this size as parameters of the grammar; empty when it changes nothing. */
export function printEdit(edit: Edit, original: Size): string {
  const turned = turnedSize(original, edit.turns)
  const box = cropBox(edit, turned)
  const entries: Entry[] = []
  if (edit.turns > 0) entries.push(['rotate', String(edit.turns * 90)])
  if (edit.isMirrored) entries.push(['flip', 'horizontal'])
  if (edit.straighten !== 0) entries.push(['rotate', String(degreesOf(edit.straighten))])
  if (box.width < turned.width || box.height < turned.height || edit.straighten !== 0) {
    entries.push(['crop', `${box.width}x${box.height}+${box.left}+${box.top}`])
  }
  for (const name of knobNames) {
    const value = edit[name]
    if (value === knobs[name].neutral) continue
    entries.push([name, String(name === 'hue' ? degreesOf(value) : value)])
  }
  entries.push(...filters[edit.filter].steps, ...printMarks(edit, box))
  return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString()
}

function printMarks({ text, mark }: Edit, box: Size): Entry[] {
  const shorter = Math.min(box.width, box.height)
  const gap = Math.round(shorter * marginShare)
  const place = ({ at, opacity }: { at: string; opacity: number }): Entry[] => [
    ['position', at],
    ['offset', at === 'centre' ? '0x0' : `${gap}x${gap}`],
    ...(opacity === 100 ? [] : [['opacity', String(opacity)] as const]),
  ]
  const entries: Entry[] = []
  if (text && text.text.trim() !== '') {
    const size = Math.max(6, Math.min(1_000, Math.round((shorter * text.size) / 100)))
    entries.push(['watermark', `text:${text.text}`], ['size', String(size)])
    entries.push(['color', text.colour.replace('#', '')], ...place(text))
  }
  if (mark) {
    entries.push(['watermark', `image:${mark.image}`], ['scale', String(mark.scale)])
    entries.push(...place(mark))
  }
  return entries
}

/** How far a watermark stays from the edge, of the shorter side. */
export const marginShare = 0.025

/** The knobs that such a query was written with; null when the editor would not have written it. */
export function readEdit(query: string, original: Size): Edit | null {
  const entries = [...new URLSearchParams(query)]
  const firstMark = entries.findIndex(([name]) => name === 'watermark')
  const before = firstMark < 0 ? entries : entries.slice(0, firstMark)
  const marks = firstMark < 0 ? [] : entries.slice(firstMark)
  // The longest first: grayscale alone is a filter, and the beginning of another.
  const byLength = [...filterNames].sort(
    (one, other) => filters[other].steps.length - filters[one].steps.length,
  )
  for (const filter of byLength) {
    const { steps } = filters[filter]
    const tail = before.slice(before.length - steps.length)
    if (String(tail) !== String(steps)) continue
    const rest = before.slice(0, before.length - steps.length)
    const edit = readGeometryAndKnobs(rest, original)
    if (!edit) continue
    const shown = cropBox(edit, turnedSize(original, edit.turns))
    const read = readMarks(marks, shown)
    if (read) return { ...edit, ...read, filter }
  }
  return null
}

function readGeometryAndKnobs(entries: readonly Entry[], original: Size): Edit | null {
  const left = [...entries]
  const take = (name: string, pattern: RegExp): string | null => {
    const [first] = left
    if (first?.[0] !== name || !pattern.test(first[1])) return null
    left.shift()
    return first[1]
  }
  const turns = Number(take('rotate', /^(90|180|270)$/) ?? 0) / 90
  const isMirrored = take('flip', /^horizontal$/) !== null
  const degrees = Number(take('rotate', /^[\d.]+$/) ?? 0)
  const straighten = degrees > 180 ? Number((degrees - 360).toFixed(2)) : degrees
  const turned = turnedSize(original, turns)
  const crop = take('crop', /^\d+x\d+\+\d+\+\d+$/)
  const values: Partial<Record<Knob, number>> = {}
  for (const name of knobNames) {
    const value = take(name, /^-?[\d.]+$/)
    if (value === null) continue
    const number = Number(value)
    values[name] = name === 'hue' && number > 180 ? number - 360 : number
  }
  if (left.length > 0) return null
  return {
    ...{ ...untouched, ...values, turns, isMirrored, straighten },
    crop: crop === null ? untouched.crop : readCrop(crop, turned, straighten),
  }
}

function readCrop(value: string, turned: Size, straighten: number) {
  const [width = 0, height = 0, left = 0, top = 0] = value.split(/[x+]/).map(Number)
  const grown = grownSize(turned, straighten)
  return {
    x: (left + width / 2 - grown.width / 2) / turned.width,
    y: (top + height / 2 - grown.height / 2) / turned.height,
    width: width / turned.width,
    height: height / turned.height,
  }
}

function readMarks(entries: readonly Entry[], shown: Size): Pick<Edit, 'text' | 'mark'> | null {
  const read: Pick<Edit, 'text' | 'mark'> = { text: null, mark: null }
  const starts = entries.flatMap(([name], at) => (name === 'watermark' ? [at] : []))
  for (const [index, start] of starts.entries()) {
    const [[, value] = ['', ''], ...rest] = entries.slice(start, starts[index + 1])
    const given = new Map(rest)
    const at = compassSchema.safeParse(given.get('position'))
    if (!at.success) return null
    const placed = { at: at.data, opacity: Number(given.get('opacity') ?? 100) }
    if (value.startsWith('text:') && read.text === null) {
      const size = (Number(given.get('size')) / Math.min(shown.width, shown.height)) * 100
      const colour = `#${given.get('color') ?? 'ffffff'}`
      if (!Number.isFinite(size)) return null
      read.text = { text: value.slice(5), colour, size: Number(size.toFixed(1)), ...placed }
    } else {
      const image = fileIdSchema.safeParse(value.replace(/^image:/, ''))
      if (!image.success || read.mark !== null) return null
      read.mark = { image: image.data, scale: Number(given.get('scale') ?? 25), ...placed }
    }
  }
  return read
}
