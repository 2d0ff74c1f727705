import { expect, it } from 'vitest'
import { spotAfterKey } from './grid-keys.ts'

const rows = [
  [
    { id: 'a', middle: 100 },
    { id: 'b', middle: 300 },
    { id: 'c', middle: 500 },
  ],
  [
    { id: 'd', middle: 180 },
    { id: 'e', middle: 460 },
  ],
]

it.each([
  ['a', 'ArrowRight', 'b'],
  ['c', 'ArrowRight', 'd'],
  ['d', 'ArrowLeft', 'c'],
  ['a', 'ArrowDown', 'd'],
  ['c', 'ArrowDown', 'e'],
  ['e', 'ArrowUp', 'c'],
  ['a', 'ArrowLeft', null],
  ['b', 'ArrowUp', null],
  ['e', 'ArrowRight', null],
  ['d', 'ArrowDown', null],
  ['gone', 'ArrowRight', null],
  ['a', 'Enter', null],
])('from %s, %s leads to %s', (from, key, to) => {
  expect(spotAfterKey(rows, from, key)).toBe(to)
})
