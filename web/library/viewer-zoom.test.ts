import { describe, expect, it } from 'vitest'
import {
  actualScale,
  clampView,
  fitted,
  frameOf,
  outgrows,
  panBy,
  swipeOf,
  zoomAt,
} from './viewer-zoom.ts'

const stage = { width: 1_000, height: 600 }
const frame = frameOf(stage, { width: 4_000, height: 3_000 })

describe('a picture on the stage', () => {
  it('fits with its own aspect, and a small one is not enlarged', () => {
    expect(frame).toMatchObject({ width: 800, height: 600, maxScale: 20 })
    expect(frameOf(stage, { width: 200, height: 100 })).toMatchObject({ width: 200, height: 100 })
  })

  it('keeps what is under the pointer there when it grows', () => {
    const at = { x: 120, y: -80 }
    const before = { scale: 3, x: 40, y: 30 }
    const after = zoomAt(before, 1.5, at, frame)
    const under = (view: typeof before) => [
      (at.x - view.x) / view.scale,
      (at.y - view.y) / view.scale,
    ]
    expect(after.scale).toBeCloseTo(4.5)
    expect(under(after)[0]).toBeCloseTo(under(before)[0] ?? Number.NaN)
    expect(under(after)[1]).toBeCloseTo(under(before)[1] ?? Number.NaN)
  })

  it('is never smaller than its fit nor larger than allowed, and comes back to the middle', () => {
    expect(zoomAt({ scale: 1.2, x: 50, y: 0 }, 0.5, { x: 300, y: 200 }, frame)).toEqual(fitted)
    expect(zoomAt(fitted, 1_000, { x: 0, y: 0 }, frame).scale).toBe(20)
  })

  it('leaves no gap at an edge however far it is dragged', () => {
    const far = panBy({ scale: 2, x: 0, y: 0 }, 9_000, -9_000, frame)
    expect(far).toEqual({ scale: 2, x: 300, y: -300 })
  })

  it('does not move in a direction in which all of it is seen', () => {
    expect(clampView({ scale: 1.1, x: 90, y: 500 }, frame)).toEqual({ scale: 1.1, x: 0, y: 30 })
  })

  it('knows when its own pixels meet those of the screen', () => {
    expect(actualScale(frame, 4_000, 1)).toBe(5)
    expect(actualScale(frame, 4_000, 2)).toBe(2.5)
    expect(actualScale(frameOf(stage, { width: 200, height: 100 }), 200, 2)).toBe(1)
  })

  it('asks for the original once the rendition has too few pixels', () => {
    expect(outgrows(fitted, frame, 1_600, 1)).toBe(false)
    expect(outgrows({ scale: 1.9, x: 0, y: 0 }, frame, 1_600, 1)).toBe(false)
    expect(outgrows({ scale: 2.2, x: 0, y: 0 }, frame, 1_600, 1)).toBe(true)
    expect(outgrows({ scale: 1.2, x: 0, y: 0 }, frame, 1_600, 2)).toBe(true)
  })
})

describe('a finger on a fitted picture', () => {
  it.each([
    ['to the left', -90, 10, 400, 'next'],
    ['to the right', 90, -10, 400, 'previous'],
    ['down', 10, 140, 400, 'close'],
    ['quickly to the left', -35, 4, 120, 'next'],
    ['a little to the left', -35, 4, 400, null],
    ['up', 5, -200, 300, null],
    ['aslant', 80, 75, 300, null],
  ] as const)('that goes %s', (_, dx, dy, ms, meant) => {
    expect(swipeOf(dx, dy, ms)).toBe(meant)
  })
})
