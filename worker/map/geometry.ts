import { type CellId, cellIdSchema } from '#contracts/map'
import { finestLevel } from '#contracts/map-levels'

// The square of the web's maps (EPSG:3857): from 180° west, and from some 85° north, where the
// projection of Mercator makes it a square. The migration of `located_files` computes the same in SQL.

/** How finely `located_files` keeps places: in 2^24ths of the side. */
const unitBits = 24

export interface Cell {
  level: number
  column: number
  row: number
}

export function cellOf(id: CellId): Cell {
  const [level = 0, column = 0, row = 0] = id.split('/').map(Number)
  return { level, column, row }
}

export function cellIdOf({ level, column, row }: Cell): CellId {
  return cellIdSchema.parse(`${level}/${column}/${row}`)
}

/** Of coordinates in degrees, the column and row of a level in which they lie. */
export function cellAt(latitude: number, longitude: number, level: number): Cell {
  const side = 2 ** level
  const clamped = Math.min(Math.max(latitude, -85.05), 85.05)
  const north = Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) / (2 * Math.PI)
  const inside = (value: number) => Math.min(Math.max(Math.floor(value * side), 0), side - 1)
  return { level, column: inside((longitude + 180) / 360), row: inside(0.5 - north) }
}

/** The middle of `files` places, of which the sums are kept. */
export function middleOf(sums: { xSum: number; ySum: number; files: number }) {
  const part = (sum: number) => (sum / sums.files + 0.5) / 2 ** unitBits
  const longitude = part(sums.xSum) * 360 - 180
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * part(sums.ySum)))) * 180) / Math.PI
  return { latitude, longitude }
}

/**
 * The `place` of the first and behind the last corner of a cell. The bits of row and column take turns
 * (Morton, 1966), so that all places of a cell follow each other.
 */
export function placesOf({ level, column, row }: Cell): { from: number; until: number } {
  let code = 0
  for (let bit = level - 1; bit >= 0; bit--) {
    code = code * 4 + ((row >> bit) & 1) * 2 + ((column >> bit) & 1)
  }
  const size = 4 ** (finestLevel - level)
  return { from: code * size, until: (code + 1) * size }
}
