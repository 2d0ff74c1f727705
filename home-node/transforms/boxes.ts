import type { Box } from '#contracts/recipe-boxes'
import type { PixelSize } from '#contracts/recipe-size'

export interface Point {
  x: number
  y: number
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
