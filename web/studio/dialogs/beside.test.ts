import { describe, expect, it } from 'vitest'
import { freePlace, placesBeside } from './beside.ts'

const tile = { x: 0, y: 0, width: 100, height: 50 }

describe('pictures that come of a tile', () => {
  it('lie to the right of it, in rows', () => {
    expect(placesBeside(tile, [tile], 4)).toEqual([
      { x: 124, y: 0 },
      { x: 248, y: 0 },
      { x: 372, y: 0 },
      { x: 124, y: 74 },
    ])
  })

  it('leave out places where something lies', () => {
    const inTheWay = { x: 130, y: 10, width: 150, height: 10 }
    expect(placesBeside(tile, [tile, inTheWay], 2)).toEqual([
      { x: 372, y: 0 },
      { x: 124, y: 74 },
    ])
  })
})

describe('a new tile', () => {
  const size = { width: 100, height: 50 }

  it('lies in the middle, or next to what lies there', () => {
    expect(freePlace({ x: 50, y: 25 }, size, [])).toEqual({ x: 0, y: 0 })
    const place = freePlace({ x: 50, y: 25 }, size, [tile])
    expect(place).toEqual({ x: 0, y: 98 })
  })

  it('lies on top where there is no room far and wide', () => {
    const ground = { x: -9_000, y: -9_000, width: 18_000, height: 18_000 }
    expect(freePlace({ x: 50, y: 25 }, size, [ground])).toEqual({ x: 0, y: 0 })
  })
})
