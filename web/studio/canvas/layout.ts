import type { Tile, TileChange } from '#contracts/canvas'
import type { TileId } from '#contracts/ids'
import { around, type Box } from './boxes.ts'

export interface Move {
  tile: TileId
  set: Pick<TileChange, 'x' | 'y'>
}

const gap = 24

export type Edge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/** From top to bottom, and from left to right where two begin at about the same height. */
export function inReadingOrder<T extends Box>(tiles: readonly T[]): T[] {
  const rows: { top: number; bottom: number; tiles: T[] }[] = []
  for (const tile of tiles.toSorted((one, other) => one.y - other.y)) {
    const middle = tile.y + tile.height / 2
    const row = rows.at(-1)
    // It belongs to the row when its middle, or that of the row's first, lies within the other.
    if (row && (middle <= row.bottom || tile.y <= (row.top + row.bottom) / 2)) row.tiles.push(tile)
    else rows.push({ top: tile.y, bottom: tile.y + tile.height, tiles: [tile] })
  }
  return rows.flatMap((row) => row.tiles.toSorted((one, other) => one.x - other.x))
}

/**
 * Puts tiles into rows of about one width, as large as they are and in reading order, beginning where
 * the topmost and the leftmost of them are. Tidying what is tidy moves nothing.
 */
export function tidied(tiles: readonly Tile[]): Move[] {
  const whole = around(tiles)
  if (!whole) return []
  const area = tiles.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0)
  const widest = Math.max(...tiles.map(({ width }) => width))
  // A little wider than high, as screens are.
  const maxWidth = Math.max(widest, Math.sqrt(area * 1.5))
  let [x, y, rowHeight] = [0, 0, 0]
  return moved(
    inReadingOrder(tiles).map((tile) => {
      if (x > 0 && x + tile.width > maxWidth) {
        x = 0
        y += rowHeight + gap
        rowHeight = 0
      }
      const to = { tile, x: whole.x + x, y: whole.y + y }
      x += tile.width + gap
      rowHeight = Math.max(rowHeight, tile.height)
      return to
    }),
  )
}

/** Brings tiles to one edge, or to the middle, of the box around them. */
export function aligned(tiles: readonly Tile[], edge: Edge): Move[] {
  const whole = around(tiles)
  if (!whole) return []
  return moved(
    tiles.map((tile) => ({ tile, x: tile.x, y: tile.y, ...alongEdge(tile, whole, edge) })),
  )
}

function alongEdge(tile: Box, whole: Box, edge: Edge): Partial<{ x: number; y: number }> {
  switch (edge) {
    case 'left':
      return { x: whole.x }
    case 'centre':
      return { x: whole.x + (whole.width - tile.width) / 2 }
    case 'right':
      return { x: whole.x + whole.width - tile.width }
    case 'top':
      return { y: whole.y }
    case 'middle':
      return { y: whole.y + (whole.height - tile.height) / 2 }
    case 'bottom':
      return { y: whole.y + whole.height - tile.height }
  }
}

/** The same space between each and the next; the first and the last stay. */
export function distributed(tiles: readonly Tile[], along: 'x' | 'y'): Move[] {
  const side = along === 'x' ? 'width' : 'height'
  const sorted = tiles.toSorted((one, other) => one[along] - other[along])
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || sorted.length < 3) return []
  const inside = sorted.reduce((sum, tile) => sum + tile[side], 0)
  const space = (last[along] + last[side] - first[along] - inside) / (sorted.length - 1)
  let at = first[along]
  return moved(
    sorted.map((tile) => {
      const to = { tile, x: tile.x, y: tile.y, [along]: at }
      at += tile[side] + space
      return to
    }),
  )
}

function moved(places: readonly { tile: Tile; x: number; y: number }[]): Move[] {
  return places
    .map(({ tile, x, y }) => ({ tile, x: Math.round(x), y: Math.round(y) }))
    .filter(({ tile, x, y }) => tile.x !== x || tile.y !== y)
    .map(({ tile, x, y }) => ({ tile: tile.id, set: { x, y } }))
}
