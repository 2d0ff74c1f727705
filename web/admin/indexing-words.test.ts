import { expect, it } from 'vitest'
import { indexedWords, rateWords } from './indexing-words.ts'

it('how far the indexing is can be read', () => {
  expect(indexedWords({ total: 0, indexed: 0 })).toBe('No picture to look at yet')
  expect(indexedWords({ total: 3_000, indexed: 1_204 })).toBe('1,204 of 3,000 files')
  expect(indexedWords({ total: 1, indexed: 1 })).toBe('All of 1 file')
})

it('a rate and the time left are said only while something moves', () => {
  expect(rateWords({ perMinute: 0, secondsLeft: null })).toBe('')
  expect(rateWords({ perMinute: 9.4, secondsLeft: 0 })).toBe('')
  expect(rateWords({ perMinute: 4.25, secondsLeft: 200 })).toBe('4.3 a minute, about 3 min left')
  expect(rateWords({ perMinute: 41.7, secondsLeft: null })).toBe('42 a minute')
})
