import { expect, it } from 'vitest'
import { whyWords } from './why-words.ts'

it('where words were found is said in one line, with the words as they stand there', () => {
  expect(
    whyWords([
      { source: 'tags', words: ['beach', 'beaches'] },
      { source: 'place', words: ['Nice'] },
    ]),
  ).toBe('tag: beach, beaches · place: Nice')
  expect(whyWords([])).toBe('')
})
