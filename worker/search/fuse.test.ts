import { expect, it } from 'vitest'
import { fuse } from './fuse.ts'
import { floorOf, scoreAbove } from './similarity-floor.ts'

it('what two lists have comes before the best of one', () => {
  expect(
    fuse([
      { ids: ['a', 'b', 'c'], weight: 1 },
      { ids: ['d', 'c'], weight: 1 },
    ]),
  ).toEqual(['c', 'a', 'd', 'b'])
})

it('a list that weighs less comes after one that weighs more', () => {
  expect(
    fuse([
      { ids: ['a', 'b'], weight: 0.5 },
      { ids: ['c', 'd'], weight: 1 },
    ]),
  ).toEqual(['c', 'd', 'a', 'b'])
})

it('the floor is what nine of ten nonsense texts do not pass', () => {
  expect(floorOf([0.3, 0.1, 0.2, 0.15, 0.12, 0.11, 0.18, 0.17, 0.16, 0.19, 0.5])).toBe(0.3)
  expect(floorOf([])).toBe(1)
})

it('a score is a half at the floor and never more than 1', () => {
  expect(scoreAbove(0.2, 0.2)).toBe(0.5)
  expect(scoreAbove(0.23, 0.2)).toBe(0.75)
  expect(scoreAbove(1, 0.2)).toBe(1)
})
