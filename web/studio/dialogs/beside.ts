import { type Box, touches } from '../canvas/boxes.ts'

const gap = 24

/**
 * Where `count` more pictures of the size of `tile` come to lie: to the right of it in rows of at most
 * `across`, from its own height downwards, where nothing of `others` lies yet.
 */
export function placesBeside(
  tile: Box,
  others: readonly Box[],
  count: number,
  across = 3,
): { x: number; y: number }[] {
  const { width, height } = tile
  const places: { x: number; y: number }[] = []
  // Every tile that is in the way takes a bounded number of places, so this ends.
  for (let row = 0; places.length < count; row++) {
    for (let column = 1; column <= across && places.length < count; column++) {
      const place = { x: tile.x + column * (width + gap), y: tile.y + row * (height + gap) }
      const isFree = !others.some((other) => touches({ ...place, width, height }, other))
      if (isFree) places.push(place)
    }
  }
  return places
}

/**
 * Where a new tile comes to lie: around `at`, or the nearest place in rings about it where nothing of
 * `others` lies. On a canvas that is full far and wide it lies on top.
 */
export function freePlace(
  at: { x: number; y: number },
  { width, height }: Pick<Box, 'width' | 'height'>,
  others: readonly Box[],
  maxRings = 8,
): { x: number; y: number } {
  const first = { x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2) }
  const isFree = (place: { x: number; y: number }) =>
    !others.some((other) => touches({ ...place, width, height }, other))
  // Half a tile a ring, so that a gap between two rows is found.
  const [across, down] = [Math.round(width / 2) + gap, Math.round(height / 2) + gap]
  for (let ring = 0; ring <= maxRings; ring++) {
    for (const [column, row] of ringOf(ring)) {
      const place = { x: first.x + column * across, y: first.y + row * down }
      if (isFree(place)) return place
    }
  }
  return first
}

/** The steps of a ring about the middle, those to the right and below first. */
function ringOf(ring: number): [number, number][] {
  const steps = Array.from({ length: 2 * ring + 1 }, (_, index) => index - ring)
  return steps
    .flatMap((column) => steps.map((row): [number, number] => [column, row]))
    .filter(([column, row]) => Math.max(Math.abs(column), Math.abs(row)) === ring)
    .sort(
      ([a, b], [c, d]) => Math.abs(a) + Math.abs(b) - Math.abs(c) - Math.abs(d) || c + d - a - b,
    )
}
