import { describe, expect, it } from 'vitest'
import { shiftInto } from './keep-in-sight.ts'

const free = { x: 16, y: 100, width: 400, height: 300 }
const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height })

describe('what is seen', () => {
  it('stays where it is while nothing lies over what is chosen', () => {
    expect(shiftInto(free, box(50, 150))).toEqual({ x: 0, y: 0 })
  })

  it('moves just as far as it has to, in both ways', () => {
    expect(shiftInto(free, box(400, 350))).toEqual({ x: 84, y: 50 })
    expect(shiftInto(free, box(0, 40))).toEqual({ x: -16, y: -60 })
  })

  it('begins with the top left of what has no room', () => {
    expect(shiftInto(free, box(20, 150, 900, 900))).toEqual({ x: 4, y: 50 })
  })
})
