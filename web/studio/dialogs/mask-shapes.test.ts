import { describe, expect, it } from 'vitest'
import { boxOf } from './mask-shapes.ts'

describe('a part of a picture that is typed', () => {
  it('is kept within the picture', () => {
    expect(boxOf({ left: 75, top: -10, width: 50, height: 20 })).toEqual({
      ...{ kind: 'box', x: 0.75, y: 0, width: 0.25, height: 0.2 },
    })
  })

  it('is none without a size, or beside the picture', () => {
    expect(boxOf({ left: 10, top: 10, width: 0, height: 20 })).toBeNull()
    expect(boxOf({ left: 100, top: 0, width: 20, height: 20 })).toBeNull()
  })
})
