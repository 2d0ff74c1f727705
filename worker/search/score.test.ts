import { describe, expect, it } from 'vitest'
import { wordSources } from '#contracts/search'
import type { Marked } from './match-expression.ts'
import { parseQuery, type Term } from './parse-query.ts'
import { tagsMeaning } from './relations.ts'
import { judge } from './score.ts'

/** Texts of a file, with the index's marks written as brackets. */
function aFile(texts: Partial<Marked>): Marked {
  const marked = wordSources.map((source) => {
    return [source, (texts[source] ?? '').replaceAll('[', '\u0001').replaceAll(']', '\u0002')]
  })
  return Object.fromEntries(marked) as Marked
}

/** As if every tag in the world were in use. */
function termsOf(q: string): Term[] {
  return parseQuery(q).terms.map((term) => {
    return { ...term, widened: [...tagsMeaning(term.words.join(' '))] }
  })
}

const scoreOf = (q: string, texts: Partial<Marked>) => judge(termsOf(q), aFile(texts))?.score ?? 0

describe('"red car"', () => {
  const redCar = { objects: '[red] [car]; grey person' }
  it('is a car that is red before a car beside which something is red', () => {
    const others = [
      { objects: 'grey [car]; [red] person' },
      { objects: 'grey [car]', tags: '[red],[car]' },
      { objects: 'grey [car]', description: 'A [red] sky' },
      { name: '[red] sky over a [car].jpg' },
    ]
    for (const other of others)
      expect(scoreOf('red car', redCar)).toBeGreaterThan(scoreOf('red car', other))
  })

  it('is told as one thing', () => {
    expect(judge(termsOf('red car'), aFile(redCar))?.why).toEqual([
      { source: 'objects', words: ['red car'], means: null },
    ])
    expect(judge(termsOf('red vehicle'), aFile(redCar))?.why).toEqual([
      { source: 'objects', words: ['red car'], means: null },
      { source: 'objects', words: ['red car'], means: 'vehicle' },
    ])
  })

  it('is a red car and not its other colour', () => {
    const why = judge(termsOf('red car'), aFile({ objects: '[red] [car]; white [car]' }))?.why
    expect(why).toEqual([{ source: 'objects', words: ['red car'], means: null }])
  })

  it('is found by the other name of a colour too', () => {
    expect(scoreOf('car red', redCar)).toBe(scoreOf('red car', redCar))
  })
})

it('a word counts more than another name, and that more than a tag which is something else', () => {
  const [word, kind, part, other] = [
    scoreOf('dog', { tags: '[dog]' }),
    scoreOf('pet', { tags: '[dog]' }),
    scoreOf('dog', { tags: 'police [dog]' }),
    scoreOf('dog', { tags: 'hot [dog]' }),
  ]
  expect(word).toBe(1)
  expect(part).toBeLessThan(word)
  expect(kind).toBeLessThan(part)
  expect(other).toBeLessThan(kind)
})

it('a file of which only a part of another tag looked like a kind of what was asked is none', () => {
  expect(judge(termsOf('animal'), aFile({ tags: 'hot [dog]' }))).toBeNull()
  expect(judge(termsOf('animal snow'), aFile({ tags: 'hot [dog],[snow]' }))).toBeNull()
  expect(judge(termsOf('animal snow'), aFile({ tags: 'hot [dog],[snow]' }), false)?.why).toEqual([
    { source: 'tags', words: ['snow'], means: null },
  ])
})

it('other forms that the index knows are told, whatever they look like', () => {
  expect(judge(termsOf('flies'), aFile({ name: 'a [fly].jpg' }))?.why).toEqual([
    { source: 'name', words: ['fly'], means: null },
  ])
})
