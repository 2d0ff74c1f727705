import { describe, expect, it } from 'vitest'
import type { ColourName } from '#contracts/colours'
import { colourName, nameColours } from './colours.ts'

/** CSS names of colours and the basic term that people use for them. */
const terms: [string, number, ColourName][] = [
  ['black', 0x000000, 'black'],
  ['almost black', 0x111111, 'black'],
  ['a shadow with a blue cast', 0x14161c, 'black'],
  ['white', 0xffffff, 'white'],
  ['snow', 0xfffafa, 'white'],
  ['whitesmoke', 0xf5f5f5, 'white'],
  ['grey', 0x808080, 'grey'],
  ['lightgrey', 0xd3d3d3, 'grey'],
  ['dimgrey', 0x696969, 'grey'],
  ['red', 0xff0000, 'red'],
  ['crimson', 0xdc143c, 'red'],
  ['firebrick', 0xb22222, 'red'],
  ['a red sofa', 0xb24b4b, 'red'],
  ['orange', 0xffa500, 'orange'],
  ['darkorange', 0xff8c00, 'orange'],
  ['yellow', 0xffff00, 'yellow'],
  ['gold', 0xffd700, 'yellow'],
  ['khaki', 0xf0e68c, 'yellow'],
  ['green', 0x008000, 'green'],
  ['lime', 0x00ff00, 'green'],
  ['forestgreen', 0x228b22, 'green'],
  ['olivedrab', 0x6b8e23, 'green'],
  ['teal', 0x008080, 'blue'],
  ['blue', 0x0000ff, 'blue'],
  ['navy', 0x000080, 'blue'],
  ['skyblue', 0x87ceeb, 'blue'],
  ['royalblue', 0x4169e1, 'blue'],
  ['purple', 0x800080, 'purple'],
  ['indigo', 0x4b0082, 'purple'],
  ['blueviolet', 0x8a2be2, 'purple'],
  ['pink', 0xffc0cb, 'pink'],
  ['hotpink', 0xff69b4, 'pink'],
  ['deeppink', 0xff1493, 'pink'],
  ['a cyclamen', 0xdb5a96, 'pink'],
  ['saddlebrown', 0x8b4513, 'brown'],
  ['sienna', 0xa0522d, 'brown'],
  ['tan', 0xd2b48c, 'brown'],
  ['a tree trunk', 0x5c4033, 'brown'],
]

const rgb = (hex: number): [number, number, number] => [hex >> 16, (hex >> 8) & 255, hex & 255]

/** A raster of `count` pixels for each colour given. */
function raster(...parts: [hex: number, count: number, alpha?: number][]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap(([hex, count, alpha = 255]) =>
      Array.from({ length: count }, () => [...rgb(hex), alpha]).flat(),
    ),
  )
}

describe('the basic colour term', () => {
  it.each(terms)('of %s is the one people use', (_, hex, term) => {
    expect(colourName(...rgb(hex))).toBe(term)
  })
})

describe('the colours of a picture', () => {
  it('come with their shares, largest first', () => {
    expect(nameColours(raster([0x0000ff, 30], [0xff0000, 70]))).toEqual([
      { name: 'red', share: 0.7 },
      { name: 'blue', share: 0.3 },
    ])
  })

  it.each([
    ['8%', 8, ['white', 'green']],
    ['just under 8%', 7, ['white']],
  ])('with a share of %s are named or not', (_, count, names) => {
    const shares = nameColours(raster([0xffffff, 100 - count], [0x008000, count]))
    expect(shares.map(({ name }) => name)).toEqual(names)
  })

  it('do not count what cannot be seen', () => {
    expect(nameColours(raster([0xff0000, 50], [0x0000ff, 50, 20]))).toEqual([
      { name: 'red', share: 1 },
    ])
  })

  it('are none when nothing can be seen', () => {
    expect(nameColours(raster([0xff0000, 10, 0]))).toEqual([])
    expect(nameColours(new Uint8Array())).toEqual([])
  })
})
