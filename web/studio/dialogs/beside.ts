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
