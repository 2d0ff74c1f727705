import type { PixelSize } from '#contracts/recipe-size'
import type { Compass } from '#contracts/recipe-steps'

export interface Box extends PixelSize {
  left: number
  top: number
}

export interface Point {
  x: number
  y: number
}

/** How far along both axes a compass point lies, 0 to 1. */
const along: Record<Compass, Point> = {
  northwest: { x: 0, y: 0 },
  north: { x: 0.5, y: 0 },
  northeast: { x: 1, y: 0 },
  west: { x: 0, y: 0.5 },
  centre: { x: 0.5, y: 0.5 },
  east: { x: 1, y: 0.5 },
  southwest: { x: 0, y: 1 },
  south: { x: 0.5, y: 1 },
  southeast: { x: 1, y: 1 },
}

/** The box of a size at a compass point within `outer`, `offset` pixels from its edges inwards. */
export function boxAt(
  outer: PixelSize,
  inner: PixelSize,
  at: Compass,
  offset = { x: 0, y: 0 },
): Box {
  const { x, y } = along[at]
  const left = Math.round((outer.width - inner.width) * x)
  const top = Math.round((outer.height - inner.height) * y)
  return {
    left: left + (x === 1 ? -offset.x : offset.x),
    top: top + (y === 1 ? -offset.y : offset.y),
    width: inner.width,
    height: inner.height,
  }
}

/** The box of a size whose centre is as near to `centre` as the edges of `outer` allow. */
export function boxAround(outer: PixelSize, inner: PixelSize, centre: Point): Box {
  const clamp = (value: number, most: number) => Math.min(Math.max(0, Math.round(value)), most)
  return {
    left: clamp(centre.x - inner.width / 2, outer.width - inner.width),
    top: clamp(centre.y - inner.height / 2, outer.height - inner.height),
    width: inner.width,
    height: inner.height,
  }
}

/** What two boxes share, or null. */
export function sharedBox(one: Box, other: Box): Box | null {
  const left = Math.max(one.left, other.left)
  const top = Math.max(one.top, other.top)
  const width = Math.min(one.left + one.width, other.left + other.width) - left
  const height = Math.min(one.top + one.height, other.top + other.height) - top
  return width > 0 && height > 0 ? { left, top, width, height } : null
}
