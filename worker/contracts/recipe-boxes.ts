import type { PixelSize } from './recipe-size.ts'
import type { Compass } from './recipe-steps.ts'

export interface Box extends PixelSize {
  left: number
  top: number
}

/** How far along both axes a compass point lies, 0 to 1. */
export const compassPlaces: Record<Compass, { x: number; y: number }> = {
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
  const { x, y } = compassPlaces[at]
  const left = Math.round((outer.width - inner.width) * x)
  const top = Math.round((outer.height - inner.height) * y)
  return {
    left: left + (x === 1 ? -offset.x : offset.x),
    top: top + (y === 1 ? -offset.y : offset.y),
    width: inner.width,
    height: inner.height,
  }
}
