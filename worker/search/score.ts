import type { ColourName } from '#contracts/colours'
import { type SearchReason, type WordSource, wordSources } from '#contracts/search'
import { colourOf, type Item, itemsOf, type Match, matchInItem, matchInText } from './likeness.ts'
import { type Marked, markedWords, matchStart } from './match-expression.ts'
import { type Term, wordsOf } from './parse-query.ts'

/** How much a word says about a file, by where it stands: a tag was chosen, a camera is the same for thousands. */
export const sourceWeights: Record<WordSource, number> = {
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
/** For a colour that stands anywhere but at the thing that was asked for in it. */
const colourOfOther = 0.5

/** One term at one place of a file. */
interface Found extends Match {
  source: WordSource
  /** The thing that was seen. */
  item: Item | null
}

export interface Judged {
  score: number
  why: SearchReason[]
}

/**
 * What was found where, and how well: of every term its best place counts, and terms that were not
 * found count as nothing. A colour next to a thing counts in full only where that thing has it. From
 * 0 to 1, rounded to hundredths. Null for a file of which only a part of another tag looked like what
 * was asked for (`animal`, and the tag is `hot dog`).
 */
export function judge(terms: Term[], marked: Marked, mustHaveAll = true): Judged | null {
  const wanted = terms.filter(({ negated }) => !negated)
  const found = wanted.map((term) => findTerm(term, marked))
  const coloured = colouredThings(wanted, found)
  const valued = wanted.map((term, index) => withColours(term, found[index] ?? [], coloured))
  const others = unexplained(marked, wanted, valued)
  const isSeeming = wanted.some(
    ({ widened }, index) => widened.length > 0 && valued[index]?.length === 0,
  )
  if (isSeeming && others.length === 0 && (mustHaveAll || valued.flat().length === 0)) return null
  const sum = valued.reduce(
    (total, each) => total + Math.max(0, ...each.map(({ value }) => value)),
    0,
  )
  return {
    score: Math.round((sum / Math.max(1, wanted.length)) * 100) / 100,
    why: joinReasons([...valued.flat(), ...others]),
  }
}

function findTerm(term: Term, marked: Marked): Found[] {
  return wordSources.flatMap((source): Found[] => {
    if (term.source !== null && term.source !== source) return []
    if (!marked[source].includes(matchStart)) return []
    const weight = sourceWeights[source]
    if (source !== 'tags' && source !== 'objects') {
      const match = matchInText(term, marked[source])
      return match ? [{ ...match, source, item: null, value: match.value * weight }] : []
    }
    return itemsOf(marked[source], source).flatMap((item) => {
      const match = matchInItem(term, item)
      return match ? [{ ...match, source, item, value: match.value * weight }] : []
    })
  })
}

/** What a query says about colours: which it names, and at which things these were seen. */
interface Coloured {
  colours: Set<ColourName>
  /** The things that were asked for by their names, of those colours. */
  at: Item[]
}

function colouredThings(wanted: Term[], found: Found[][]): Coloured & { isSeen: boolean } {
  const colours = new Set(wanted.flatMap((term) => colourOfTerm(term) ?? []))
  const things = found
    .filter((_, index) => colourOfTerm(wanted[index]) === null)
    .flatMap((each) => each.flatMap(({ item, source }) => (source === 'objects' && item) || []))
  const at = things.filter(({ colour }) => colour !== null && colours.has(colour))
  return { colours, at, isSeen: things.length > 0 }
}

/** Beside things that were found, a colour counts in full at them, and for half elsewhere. */
function withColours(term: Term, own: Found[], coloured: ReturnType<typeof colouredThings>) {
  const colour = colourOfTerm(term)
  if (colour !== null) {
    if (!coloured.isSeen) return own
    return own.map((each) =>
      coloured.at.some(({ text }) => text === each.item?.text)
        ? { ...each, value: 1 }
        : { ...each, value: each.value * colourOfOther },
    )
  }
  return own.flatMap((each) => {
    const { item } = each
    if (each.source !== 'objects' || item === null) return [each]
    if (coloured.at.some(({ text }) => text === item.text)) return [{ ...each, words: [item.text] }]
    return coloured.at.some(({ label }) => label === item.label) ? [] : [each]
  })
}

function colourOfTerm(term: Term | undefined): ColourName | null {
  return term?.words.length === 1 ? colourOf(term.words[0] ?? '') : null
}

/** Words that the index marked and the terms do not explain: other forms (`fly` for `flies`). */
function unexplained(marked: Marked, wanted: Term[], found: Found[][]): Found[] {
  const shown = wordsIn(found.flat().flatMap(({ words }) => words))
  return wordSources.flatMap((source): Found[] => {
    if (!marked[source].includes(matchStart)) return []
    const isWidened = source === 'tags' || source === 'objects'
    const words = markedWords(marked[source]).filter(
      (word) => !shown.has(word) && !(isWidened && wanted.some((term) => isOfWidened(term, word))),
    )
    return words.length > 0 ? [{ source, words, means: null, value: 0, item: null }] : []
  })
}

function isOfWidened({ widened }: Term, word: string): boolean {
  return widened.some((tag) => tag === word || tag.split(' ').includes(word))
}

/** The texts, and the words in them. */
function wordsIn(texts: string[]): Set<string> {
  return new Set(texts.flatMap((text) => [text, ...wordsOf(text)]))
}

/** One reason for each place and meaning, in the order of the places. */
function joinReasons(found: Found[]): SearchReason[] {
  return wordSources.flatMap((source) => {
    const here = found.filter((each) => each.source === source)
    const meanings = new Set(here.map(({ means }) => means))
    return [...meanings].map((means) => {
      const words = here.filter((each) => each.means === means).flatMap((each) => each.words)
      return { source, words: [...new Set(words)], means }
    })
  })
}
