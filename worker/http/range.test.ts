import { expect, it } from 'vitest'
import { parseRange } from './range.ts'

it.each([
  [null, 100, undefined],
  ['bytes=0-9', 100, { start: 0, end: 9 }],
  ['bytes=90-', 100, { start: 90, end: 99 }],
  ['bytes=-10', 100, { start: 90, end: 99 }],
  ['bytes=-1000', 100, { start: 0, end: 99 }],
  ['bytes=0-1000', 100, { start: 0, end: 99 }],
  ['bytes=99-99', 100, { start: 99, end: 99 }],
  ['bytes=100-', 100, 'unsatisfiable'],
  ['bytes=-0', 100, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=9-3', 100, undefined],
  ['bytes=0-1,4-5', 100, undefined],
  ['lines=1-2', 100, undefined],
  ['bytes=-', 100, undefined],
  ['bytes=a-b', 100, undefined],
])('a range of %s over %i bytes means %o', (header, size, expected) => {
  expect(parseRange(header, size)).toEqual(expected)
})
