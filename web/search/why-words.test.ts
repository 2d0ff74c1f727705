import { expect, it } from 'vitest'
import { whyWords, widenedWords } from './why-words.ts'

it('where words were found is said in one line, with the words as they stand there', () => {
  expect(
    whyWords([
      { source: 'tags', words: ['beach', 'beaches'], means: null },
      { source: 'text', words: ['EXIT'], means: null },
      { source: 'semantic', words: [], means: null },
    ]),
  ).toBe(
    'tag: beach, beaches · text in the picture: EXIT · looks like what you asked for (semantic)',
  )
  expect(whyWords([])).toBe('')
})

it('what is an object and its tag is said once, with its colour', () => {
  expect(
    whyWords([
      { source: 'tags', words: ['stop sign', 'red'], means: null },
      { source: 'objects', words: ['red stop sign'], means: null },
    ]),
  ).toBe('tag: red · object: red stop sign')
  expect(
    whyWords([
      { source: 'tags', words: ['bird'], means: 'animal' },
      { source: 'objects', words: ['bird'], means: 'animal' },
    ]),
  ).toBe('object: bird, which counts as “animal”')
})

it('a word that was found under another one says which was asked for', () => {
  expect(whyWords([{ source: 'objects', words: ['dog'], means: 'animal' }])).toBe(
    'object: dog, which counts as “animal”',
  )
  expect(widenedWords({ word: 'animal', tags: ['cat', 'dog', 'horse'] })).toBe(
    '“animal” also finds cat, dog and horse',
  )
})
