// The earth as a square of side 1, from 180° west and some 85° north (Mercator, as the Worker's cells).

/** How wide the earth is at zoom 0, in px. */
const tilePx = 256

/** What part of the earth is shown: the middle of the page, and how near. */
export interface View {
  x: number
  y: number
  zoom: number
}

export interface Size {
  width: number
  height: number
}

export const minZoom = 1

export function sideOf(zoom: number): number {
  return tilePx * 2 ** zoom
}

export function toSquare(latitude: number, longitude: number): { x: number; y: number } {
  const clamped = Math.min(Math.max(latitude, -85.05), 85.05)
  const north = Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) / (2 * Math.PI)
  return { x: (longitude + 180) / 360, y: 0.5 - north }
}

function toLatitude(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
}

/** Where on the page a place is; of its repetitions round the earth, the nearest to the middle. */
export function toPage(view: View, size: Size, place: { x: number; y: number }) {
  const side = sideOf(view.zoom)
  const across = place.x - view.x
  const nearest = across - Math.round(across)
  return {
    left: size.width / 2 + nearest * side,
    top: size.height / 2 + (place.y - view.y) * side,
  }
}

/** The view moved by px of the page: round the earth, and up and down as far as there is something. */
export function moved(view: View, size: Size, byX: number, byY: number): View {
  const side = sideOf(view.zoom)
  const x = view.x + byX / side
  return settled({ ...view, x: x - Math.floor(x), y: view.y + byY / side }, size)
}

/** Nearer or farther, so that what is under a point of the page stays there. */
export function zoomed(
  view: View,
  size: Size,
  to: { zoom: number; max: number },
  point = { left: size.width / 2, top: size.height / 2 },
): View {
  const zoom = Math.min(Math.max(to.zoom, minZoom), to.max)
  const [fromX, fromY] = [point.left - size.width / 2, point.top - size.height / 2]
  const before = moved(view, { width: 0, height: 0 }, fromX, fromY)
  const after = moved({ ...before, zoom }, { width: 0, height: 0 }, -fromX, -fromY)
  return settled(after, size)
}

function settled(view: View, { height }: Size): View {
  const half = Math.min(height / 2 / sideOf(view.zoom), 0.5)
  return { ...view, y: Math.min(Math.max(view.y, half), 1 - half) }
}

/** Degrees of what is shown and a little around it: `west,south,east,north`. */
export function bboxOf(view: View, size: Size): string {
  const side = sideOf(view.zoom)
  const [halfX, halfY] = [(size.width / 2 + 64) / side, (size.height / 2 + 64) / side]
  const inside = (y: number) => Math.min(Math.max(y, 0), 1)
  const north = toLatitude(inside(view.y - halfY))
  const south = toLatitude(inside(view.y + halfY))
  const around = (x: number) => (x - Math.floor(x)) * 360 - 180
  const [west, east] = halfX >= 0.5 ? [-180, 180] : [around(view.x - halfX), around(view.x + halfX)]
  return [west, south, east, north].map((degrees) => degrees.toFixed(5)).join(',')
}

/** The nearest view in which all of these places are seen. */
export function viewOf(
  places: { latitude: number; longitude: number }[],
  size: Size,
  max: number,
): View {
  const points = places.map(({ latitude, longitude }) => toSquare(latitude, longitude))
  if (points.length === 0) return settled({ x: 0.5, y: 0.4, zoom: minZoom }, size)
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const fits = (span: number, px: number) =>
    Math.log2(Math.max(px - 200, 80) / tilePx / Math.max(span, 1e-6))
  const zoom = Math.min(fits(right - left, size.width), fits(bottom - top, size.height), max)
  return settled(
    { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(zoom, minZoom) },
    size,
  )
}

/** Degrees around these cells, `level/column/row`: `west,south,east,north`. */
export function bboxOfCells(cells: string[]): string {
  const edges = cells.map((id) => {
    const [level = 0, column = 0, row = 0] = id.split('/').map(Number)
    const side = 2 ** level
    return {
      left: column / side,
      right: (column + 1) / side,
      top: row / side,
      end: (row + 1) / side,
    }
  })
  const west = Math.min(...edges.map(({ left }) => left)) * 360 - 180
  const east = Math.max(...edges.map(({ right }) => right)) * 360 - 180
  const north = toLatitude(Math.min(...edges.map(({ top }) => top)))
  const south = toLatitude(Math.max(...edges.map(({ end }) => end)))
  return [west, south, east, north].map((degrees) => degrees.toFixed(5)).join(',')
}
