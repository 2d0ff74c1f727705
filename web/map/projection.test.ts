import { describe, expect, it } from 'vitest'
import {
  bboxOf,
  bboxOfCells,
  minZoom,
  moved,
  sideOf,
  toPage,
  toSquare,
  viewOf,
  zoomed,
} from './projection.ts'

const size = { width: 1_000, height: 600 }
const lausanne = { latitude: 46.52, longitude: 6.63 }
const tokyo = { latitude: 35.68, longitude: 139.7 }

describe('the view of the map', () => {
  it('keeps what is under the pointer where it is while zooming', () => {
    const place = toSquare(lausanne.latitude, lausanne.longitude)
    const before = { x: 0.52, y: 0.37, zoom: 4 }
    const point = toPage(before, size, place)
    const after = zoomed(before, size, { zoom: 6.5, max: 14 }, point)
    expect(toPage(after, size, place).left).toBeCloseTo(point.left, 6)
    expect(toPage(after, size, place).top).toBeCloseTo(point.top, 6)
  })

  it('never zooms beyond its ends, and never leaves the earth to the north or south', () => {
    const view = { x: 0.5, y: 0.5, zoom: 3 }
    expect(zoomed(view, size, { zoom: 99, max: 14 }).zoom).toBe(14)
    expect(zoomed(view, size, { zoom: -5, max: 14 }).zoom).toBe(minZoom)
    expect(moved(view, size, 0, -1e6).y).toBeCloseTo(300 / sideOf(3))
    expect(moved(view, size, 0, 1e6).y).toBeCloseTo(1 - 300 / sideOf(3))
  })

  it('goes round the earth, and shows a place on the side that is nearer', () => {
    const east = { x: 0.99, y: 0.5, zoom: 4 }
    const round = moved(east, size, 0.02 * sideOf(4), 0)
    expect(round.x).toBeCloseTo(0.01)
    const samoa = toSquare(-13.8, -171.8)
    const { left } = toPage(east, size, samoa)
    expect(left).toBeGreaterThan(500)
    expect(left).toBeLessThan(1_000)
  })

  it('begins with all places in it', () => {
    const view = viewOf([lausanne, tokyo], size, 12)
    for (const { latitude, longitude } of [lausanne, tokyo]) {
      const { left, top } = toPage(view, size, toSquare(latitude, longitude))
      expect(left > 0 && left < 1_000 && top > 0 && top < 600).toBe(true)
    }
    expect(viewOf([lausanne], size, 12).zoom).toBe(12)
  })

  it('knows the degrees around cells', () => {
    expect(bboxOfCells(['2/2/1', '2/3/1'])).toBe('0.00000,0.00000,180.00000,66.51326')
  })

  it('asks for what it shows, also over the date line, and for all of the earth at once', () => {
    const place = toSquare(0, 180)
    const [west, , east] = bboxOf({ ...place, zoom: 5 }, size)
      .split(',')
      .map(Number)
    expect(west).toBeGreaterThan(0)
    expect(east).toBeLessThan(0)
    expect(bboxOf({ x: 0.5, y: 0.5, zoom: 1 }, size)).toMatch(/^-180.0+,-85.*,180.0+,85/)
  })
})
