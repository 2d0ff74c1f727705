import { describe, expect, it } from 'vitest'
import { placesBeside } from './beside.ts'

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
