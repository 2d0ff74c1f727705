import { type SearchReason, type WordSource, wordSources } from '#contracts/search'
import { type Marked, markedWords } from './match-expression.ts'
import type { Term } from './parse-query.ts'

/** How much a word says about a file, by where it stands: a tag was chosen, a camera is the same for thousands. */
const weights: Record<WordSource, number> = {
  tags: 1,
  people: 1,
  name: 0.9,
  objects: 0.9,
  place: 0.9,
  description: 0.8,
  text: 0.8,
  folder: 0.7,
  camera: 0.6,
}
/** For another form of the word, or only its beginning. */
const inexact = 0.85

/**
 * What was found where, and how well: of every term its best place counts, and terms that were not
 * found count as nothing. From 0 to 1, rounded to hundredths.
 */
export function judge(terms: Term[], marked: Marked): { score: number; why: SearchReason[] } {
  const why = wordSources.flatMap((source) => {
    const words = markedWords(marked[source])
    return words.length > 0 ? [{ source, words, means: null }] : []
  })
  const wanted = terms.filter(({ negated }) => !negated)
  const best = wanted.map((term) =>
    Math.max(
      0,
      ...why.map(
        ({ source, words }) => weights[source] * Math.max(0, ...words.map(likeness(term))),
      ),
    ),
  )
  const sum = best.reduce((total, value) => total + value, 0)
  return { score: Math.round((sum / Math.max(1, wanted.length)) * 100) / 100, why }
}

/** 1 for the same words, less for another form of them, 0 for others. */
function likeness({ words }: Term): (found: string) => number {
  const wanted = folded(words.join(' '))
  // The stemmer takes endings away: what is left of two forms of a word is the same beginning.
  const stem = wanted.slice(0, Math.max(3, wanted.length - 3))
  return (found) => {
    const text = folded(found).replace(/[^\p{L}\p{N}]+/gu, ' ')
    if (text === wanted) return 1
    return text.startsWith(stem) || wanted.startsWith(text) ? inexact : 0
  }
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}
