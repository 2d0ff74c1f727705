import { expect, it } from 'vitest'
import { whyWords } from './why-words.ts'

it('where words were found is said in one line, with the words as they stand there', () => {
  expect(
    whyWords([
      { source: 'tags', words: ['beach', 'beaches'], means: null },
      { source: 'place', words: ['Nice'], means: null },
      { source: 'semantic', words: [], means: null },
    ]),
  ).toBe('tag: beach, beaches · place: Nice · looks like it')
  expect(whyWords([])).toBe('')
})
