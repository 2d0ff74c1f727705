import { type ColourName, colourNames } from '#contracts/colours'
import { markedWords, matchEnd, matchStart } from './match-expression.ts'
import type { Term } from './parse-query.ts'
import { meansOther } from './relations.ts'

/** For another form of the word, or only its beginning. */
const inexact = 0.85
/** For a word of several: `dog` in the tag `police dog`, and in the tag `hot dog`, which is no dog. */
const partOfTag = 0.85
const partOfOtherTag = 0.5
/** For another name of what was asked for, or a kind of it: always less than the word itself. */
const related = 0.75

/** Where in a text a term was found: `words` as they stand there, `means` when it was by a relation. */
export interface Match {
  words: string[]
  means: string | null
  /** How well, 0 to 1. */
  value: number
}

/** A term in a running text. */
export function matchInText(term: Term, marked: string): Match | null {
  if (!marked.includes(matchStart)) return null
  const found = markedWords(marked)
  const parts = term.isJoined ? term.words : [term.words.join(' ')]
  const matches = parts.map((part) =>
    found.flatMap((word) => {
      const value = likeness(part, word)
      return value > 0 ? [{ word, value }] : []
    }),
  )
  const words = [...new Set(matches.flat().map(({ word }) => word))]
  if (words.length === 0) return null
  const sum = matches.reduce((total, each) => total + bestOf(each), 0)
  return { words, means: null, value: sum / parts.length }
}

function bestOf(matches: { value: number }[]): number {
  return Math.max(0, ...matches.map(({ value }) => value))
}

/** A tag, or one thing that was seen with its colour. */
export interface Item {
  marked: string
  /** As people read it: `red car`. */
  text: string
  /** Without the colour. */
  label: string
  colour: ColourName | null
}

export function itemsOf(marked: string, source: 'tags' | 'objects'): Item[] {
  // What was looked for is marked, by whatever name: the others need not be read.
  return marked.split(source === 'tags' ? ',' : ';').flatMap((part) => {
    if (!part.includes(matchStart)) return []
    const text = part.replaceAll(matchStart, '').replaceAll(matchEnd, '').trim().toLowerCase()
    const blank = text.indexOf(' ')
    const colour = source === 'objects' && blank > 0 ? colourOf(text.slice(0, blank)) : null
    return { marked: part, text, colour, label: colour === null ? text : text.slice(blank + 1) }
  })
}

/** A term in a tag or a thing that was seen, as its name or by what the name means. */
export function matchInItem(term: Term, item: Item): Match | null {
  const asked = term.words.join(' ')
  if (item.colour !== null && colourOf(asked) === item.colour) {
    return { words: [item.text], means: null, value: 1 }
  }
  const exact = matchInText(term, item.marked)
  if (exact !== null) {
    const isWhole = likeness(asked, item.label) > 0
    const whole = isWhole ? 1 : meansOther(item.label, asked) ? partOfOtherTag : partOfTag
    return { ...exact, words: [item.label], value: exact.value * whole }
  }
  const isRelated = term.widened.some((tag) => tag === item.label)
  return isRelated ? { words: [item.label], means: asked, value: related } : null
}

/** The colour that a word names. */
export function colourOf(word: string): ColourName | null {
  if (word === 'gray') return 'grey'
  return colourNames.find((name) => name === word) ?? null
}

/** 1 for the same words, less for another form of them, 0 for others. */
function likeness(wantedWords: string, foundWords: string): number {
  const wanted = folded(wantedWords)
  const found = isPlain(foundWords)
    ? foundWords
    : folded(foundWords).replace(/[^\p{L}\p{N}]+/gu, ' ')
  if (found === wanted) return 1
  // The stemmer takes endings away: what is left of two forms of a word is the same beginning.
  const stem = wanted.slice(0, Math.max(3, wanted.length - 3))
  const isForm = found.startsWith(stem) || wanted.startsWith(found)
  // A tag of several words that begins alike is another tag.
  return isForm && found.split(' ').length === wanted.split(' ').length ? inexact : 0
}

function folded(text: string): string {
  // Most words are plain, and normalising costs more than all else here.
  if (isPlain(text)) return text
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

function isPlain(text: string): boolean {
  return /^[a-z0-9 ]*$/.test(text)
}
