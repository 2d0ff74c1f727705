import { expect, it } from 'vitest'
import { changingWords, countWords, namesOf, searchForTag } from './tag-words.ts'

it.each([
  [1, 0, '1 file'],
  [1_200, 3, '1,200 files · 3 by hand'],
  [2, 2, '2 files · by hand'],
])('a tag of %i files with %i by hand says so', (files, byHand, words) => {
  expect(countWords({ files, byHand })).toBe(words)
})

it('what is on its way says where to, and how much is left', () => {
  expect(changingWords({ tag: 'dog', into: 'rex', filesLeft: 600 })).toBe(
    '“dog” becomes “rex”: 600 files to go.',
  )
  expect(changingWords({ tag: 'dog', into: null, filesLeft: 1 })).toBe(
    '“dog” goes away: 1 file to go.',
  )
})

it.each([
  ['dog', 'tag:dog'],
  ['palm tree', 'tag:"palm tree"'],
  ['the "old" town', 'tag:"the  old  town"'],
])('the files of %s are searched by %s', (tag, query) => {
  expect(searchForTag(tag)).toBe(query)
})

it('names of several tags stay short', () => {
  expect(namesOf(['a'])).toBe('“a”')
  expect(namesOf(['a', 'b', 'c'])).toBe('“a”, “b” and “c”')
  expect(namesOf(['a', 'b', 'c', 'd'])).toBe('“a”, “b” and 2 more')
})
