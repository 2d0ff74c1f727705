import { expect, it } from 'vitest'
import { markName, shortCount, shortPlace } from './map-words.ts'

it('names a cluster by how many and where, its country from afar and its town from near by', () => {
  expect(markName({ files: 1, placeName: null })).toBe('1 picture')
  expect(markName({ files: 1_240, placeName: 'Nyon, Switzerland' })).toBe(
    '1,240 pictures near Nyon, Switzerland',
  )
  expect(shortPlace('Nyon, Switzerland', 2)).toBe('Switzerland')
  expect(shortPlace('Nyon, Switzerland', 6)).toBe('Nyon')
  expect([shortCount(9_999), shortCount(12_800)]).toEqual(['9,999', '12k'])
})
