import { expect, it } from 'vitest'
import { chipsOf, partsOf, withPart } from './query-parts.ts'

const filter = (key: string, value: string, negated = false) => ({ key, value, negated })

it('a query is cut at spaces that stand in no quotes', () => {
  expect(partsOf('dog "red car" -tag:"old town" is:favorite')).toEqual([
    { text: 'dog', isNegated: false, key: null, value: 'dog' },
    { text: '"red car"', isNegated: false, key: null, value: 'red car' },
    { text: '-tag:"old town"', isNegated: true, key: 'tag', value: 'old town' },
    { text: 'is:favorite', isNegated: false, key: 'is', value: 'favorite' },
  ])
})

it('each thing that was understood can be taken away, and the rest stays as it was typed', () => {
  const chips = chipsOf('Dog "Red Car" -night tag:beach', {
    words: ['dog', 'red car'],
    filters: [filter('tag', 'beach')],
  })
  expect(chips.map(({ label, isNegated, without }) => [label, isNegated, without])).toEqual([
    ['dog', false, '"Red Car" -night tag:beach'],
    ['red car', false, 'Dog -night tag:beach'],
    ['night', true, 'Dog "Red Car" tag:beach'],
    ['tag: beach', false, 'Dog "Red Car" -night'],
  ])
})

it('a filter whose value the vault names otherwise is taken away all the same', () => {
  const [chip] = chipsOf('type:photos lake', { words: [], filters: [filter('type', 'image')] })
  expect(chip?.without).toBe('lake')
})

it('of two filters of one kind only the named one goes', () => {
  const chips = chipsOf('tag:sea tag:sky', {
    words: [],
    filters: [filter('tag', 'sea'), filter('tag', 'sky')],
  })
  expect(chips.map(({ without }) => without)).toEqual(['tag:sky', 'tag:sea'])
})

it('words that were left out have no chip, and what was no filter is a word', () => {
  const chips = chipsOf('the dog before:soon', { words: ['dog', 'before soon'], filters: [] })
  expect(chips.map(({ label, without }) => [label, without])).toEqual([
    ['dog', 'the before:soon'],
    ['before soon', 'the dog'],
  ])
})

it('a word that was asked for twice has one chip, which takes both away', () => {
  const chips = chipsOf('dog Dog lake', { words: ['dog', 'dog', 'lake'], filters: [] })
  expect(chips.map(({ without }) => without)).toEqual(['lake', 'dog Dog'])
})

it('an example is added to what was typed, once', () => {
  expect(withPart('', 'type:video')).toBe('type:video')
  expect(withPart('dog ', 'type:video')).toBe('dog type:video')
  expect(withPart('dog type:video', 'type:video')).toBe('dog type:video')
})
