import type { FileId } from '#contracts/ids'
import { sizeAfter } from '#contracts/recipe-size'
import type { Compass } from '#contracts/recipe-steps'
import type { FilterName } from './filters.ts'

/** A part of a picture, from its middle, in shares of its sides: the whole is 0, 0, 1, 1. */
export interface Crop {
  /** Of the middle of the part. */
  x: number
  y: number
  width: number
  height: number
}

export interface TextMark {
  text: string
  colour: string
  /** Height of a line in percent of the shorter side. */
  size: number
  at: Compass
  /** Percent. */
  opacity: number
}

export interface ImageMark {
  image: FileId
  /** Percent of the picture's width. */
  scale: number
  at: Compass
  opacity: number
}

/** What the editor's knobs say, in the order in which it is done to a picture. */
export interface Edit {
  /** Quarter turns, clockwise. */
  turns: number
  /** Left and right swapped, after the turns. */
  isMirrored: boolean
  /** Degrees, clockwise, after those. */
  straighten: number
  /** As it was drawn; `cropOf` says what of it lies in the straightened picture. */
  crop: Crop
  brightness: number
  contrast: number
  saturation: number
  warmth: number
  hue: number
  filter: FilterName
  text: TextMark | null
  mark: ImageMark | null
}

export const wholeCrop: Crop = { x: 0, y: 0, width: 1, height: 1 }

export const untouched: Edit = {
  ...{ turns: 0, isMirrored: false, straighten: 0, crop: wholeCrop },
  ...{ brightness: 100, contrast: 100, saturation: 100, warmth: 0, hue: 0 },
  ...{ filter: 'none', text: null, mark: null },
}

export const maxStraighten = 45
/** No side of a part is smaller than this share of the picture's. */
const minShare = 0.04

export interface Size {
  width: number
  height: number
}

/** The picture after its quarter turns. */
export function turnedSize({ width, height }: Size, turns: number): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** The picture after straightening: it grows to hold its corners, around the same middle. */
export function grownSize(turned: Size, straighten: number): Size {
  const degrees = degreesOf(straighten)
  return degrees === 0 ? turned : sizeAfter(turned, { op: 'rotate', degrees })
}

/** -2.5 is 357.5: steps turn clockwise. */
export function degreesOf(straighten: number): number {
  return Number(((straighten + 360) % 360).toFixed(2))
}

/** Whether a part of the straightened picture shows none of its empty corners. */
function liesInside(crop: Crop, turned: Size, straighten: number): boolean {
  const angle = (-straighten * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [-1, 1].every((right) =>
    [-1, 1].every((down) => {
      const x = (crop.x + (right * crop.width) / 2) * turned.width
      const y = (crop.y + (down * crop.height) / 2) * turned.height
      const isWithin = (at: number, side: number) => Math.abs(at) <= side / 2 + 1e-6
      return isWithin(x * cos - y * sin, turned.width) && isWithin(x * sin + y * cos, turned.height)
    }),
  )
}

/**
 * The part that is shown: what was drawn, made smaller and moved to the middle until it holds no
 * empty corner. Going back to no straightening gives back what was drawn.
 */
export function cropOf(edit: Pick<Edit, 'crop' | 'straighten'>, turned: Size): Crop {
  const { crop, straighten } = edit
  if (liesInside(crop, turned, straighten)) return crop
  let [fits, tooMuch] = [0, 1]
  for (let tries = 0; tries < 24; tries++) {
    const share = (fits + tooMuch) / 2
    if (liesInside(scaled(crop, share), turned, straighten)) fits = share
    else tooMuch = share
  }
  return scaled(crop, fits)
}

function scaled({ x, y, width, height }: Crop, share: number): Crop {
  return { x: x * share, y: y * share, width: width * share, height: height * share }
}

/** The same part in pixels of the straightened picture, whole and within it. */
export function cropBox(edit: Pick<Edit, 'crop' | 'straighten'>, turned: Size) {
  const grown = grownSize(turned, edit.straighten)
  const crop = cropOf(edit, turned)
  const width = Math.max(1, Math.min(grown.width, Math.floor(crop.width * turned.width + 1e-6)))
  const height = Math.max(1, Math.min(grown.height, Math.floor(crop.height * turned.height + 1e-6)))
  const place = (middle: number, size: number, whole: number) =>
    Math.max(0, Math.min(whole - size, Math.round(whole / 2 + middle - size / 2)))
  const left = place(crop.x * turned.width, width, grown.width)
  const top = place(crop.y * turned.height, height, grown.height)
  return { left, top, width, height }
}

/** As far on the way from one part to another as no empty corner shows. */
export function cropTowards(from: Crop, to: Crop, turned: Size, straighten: number): Crop {
  if (liesInside(to, turned, straighten)) return to
  let [fits, tooMuch] = [0, 1]
  for (let tries = 0; tries < 16; tries++) {
    const share = (fits + tooMuch) / 2
    if (liesInside(between(from, to, share), turned, straighten)) fits = share
    else tooMuch = share
  }
  return between(from, to, fits)
}

function between(from: Crop, to: Crop, share: number): Crop {
  const mix = (key: keyof Crop) => from[key] + (to[key] - from[key]) * share
  return { x: mix('x'), y: mix('y'), width: mix('width'), height: mix('height') }
}

/** Which sides somebody drags: -1 the left or upper one, 1 the other, 0 none. */
export interface Grip {
  right: -1 | 0 | 1
  down: -1 | 0 | 1
}

/**
 * A part whose sides at the grip were moved by shares of the picture; without a grip all of it moves.
 * `aspect`: of its pixels, when that is to stay.
 */
export function draggedCrop(
  crop: Crop,
  grip: Grip,
  by: { x: number; y: number },
  shape: { aspect: number | null; turned: Size },
): Crop {
  if (grip.right === 0 && grip.down === 0)
    return kept({ ...crop, x: crop.x + by.x, y: crop.y + by.y })
  const { aspect, turned } = shape
  let width = Math.max(minShare, crop.width + grip.right * by.x)
  let height = Math.max(minShare, crop.height + grip.down * by.y)
  if (aspect !== null) {
    const ratio = aspect * (turned.height / turned.width)
    const isWide = grip.down === 0 || (grip.right !== 0 && width / ratio > height)
    if (isWide) height = width / ratio
    else width = height * ratio
  }
  // The side across from the grip stays where it is.
  const x = crop.x + (grip.right * (width - crop.width)) / 2
  const y = crop.y + (grip.down * (height - crop.height)) / 2
  const edge = (middle: number, size: number, sign: number) =>
    Math.min(0.5, middle * sign + size / 2)
  const trim = (middle: number, size: number) => {
    const [low, high] = [-edge(middle, size, -1), edge(middle, size, 1)]
    return { middle: (low + high) / 2, size: Math.max(minShare, high - low) }
  }
  if (aspect !== null) {
    const isOver = Math.abs(x) + width / 2 > 0.5 + 1e-9 || Math.abs(y) + height / 2 > 0.5 + 1e-9
    return isOver ? crop : { x, y, width, height }
  }
  const [across, along] = [trim(x, width), trim(y, height)]
  return { x: across.middle, y: along.middle, width: across.size, height: along.size }
}

/** The largest part with these sides, `width`:`height`, around the middle of the part before. */
export function withAspect(crop: Crop, turned: Size, aspect: number): Crop {
  const ratio = aspect * (turned.height / turned.width)
  const width = Math.min(1, ratio)
  const height = Math.min(1, 1 / ratio)
  return kept({ x: crop.x, y: crop.y, width, height })
}

/** Moved and shrunk until it lies in the picture. */
export function kept(crop: Crop): Crop {
  const width = Math.min(1, Math.max(minShare, crop.width))
  const height = Math.min(1, Math.max(minShare, crop.height))
  const within = (at: number, size: number) =>
    Math.max(-(1 - size) / 2, Math.min((1 - size) / 2, at))
  return { x: within(crop.x, width), y: within(crop.y, height), width, height }
}

/** A quarter turn more, clockwise, with the part that is shown. */
export function turnedOnce(edit: Edit): Edit {
  const { x, y, width, height } = edit.crop
  // What is mirrored already turns the other way below its mirror.
  const turns = (edit.turns + (edit.isMirrored ? 3 : 1)) % 4
  return { ...edit, turns, crop: { x: -y, y: x, width: height, height: width } }
}

/** Left and right swapped, with the part that is shown. */
export function mirrored(edit: Edit): Edit {
  const crop = { ...edit.crop, x: -edit.crop.x }
  return { ...edit, isMirrored: !edit.isMirrored, straighten: 0 - edit.straighten, crop }
}

export function isSame(one: Edit, other: Edit): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
