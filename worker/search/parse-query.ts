import type { WordSource } from '#contracts/search'

/** One thing that a file must have, or with `negated` must not have, in its words. */
export interface Term {
  /** Its words in order, lower case; several only of a phrase. */
  words: string[]
  /** Where it must stand; null: anywhere. */
  source: WordSource | null
  negated: boolean
  /** The last word may go on: it is still being typed. */
  isPrefix: boolean
  /** Its words were typed one by one and are a name together (`musical instrument`): each may stand anywhere. */
  isJoined: boolean
  /** Tags that are other names for it or kinds of it. */
  widened: string[]
}

export interface Condition {
  key: 'type' | 'before' | 'after' | 'is'
  value: string
  negated: boolean
}

/** A query as it was understood. */
export interface ParsedQuery {
  terms: Term[]
  /**
   * What a picture is to show, for a model that reads sentences: the words as they stand, without
   * filters, quotes and what must not be there; null when nothing is left.
   */
  text: string | null
  conditions: Condition[]
  /** As people are told: every `key:value` of the query that was understood. */
  filters: { key: string; value: string; negated: boolean }[]
}

const sourceKeys: Record<string, WordSource> = {
  tag: 'tags',
  object: 'objects',
  text: 'text',
  folder: 'folder',
  place: 'place',
  camera: 'camera',
  person: 'people',
  name: 'name',
}
const termsMax = 20

/** Words that say nothing about a picture; alone they are words like others. */
const smallWords = new Set(
  (
    'a an and any are as at be by do does for from had has have he her him his i in into is it its ' +
    'me my near of on or our over please she show so that the their them there these they this to ' +
    'under us was we were what where which who with you your find all some ' +
    'image images photo photos photograph photographs pic pics picture pictures'
  ).split(' '),
)

/**
 * Reads what somebody typed. Never fails: what is no filter that it knows is words. A filter whose
 * value makes no sense (`before:soon`) is words too.
 */
export function parseQuery(text: string): ParsedQuery {
  const parsed: ParsedQuery = { terms: [], text: null, conditions: [], filters: [] }
  const plainParts: string[] = []
  const part = /(-?)(?:([\p{L}]+):)?(?:"([^"]*)"?|(\S+))/gu
  for (const [whole, minus, key, quoted, plain] of text.matchAll(part)) {
    const negated = minus === '-'
    const value = quoted ?? plain ?? ''
    if (key !== undefined && addFilter(parsed, key.toLowerCase(), value, negated)) continue
    // A word with a hyphen or a dot in it is found as its parts stand together.
    const words = wordsOf(key === undefined ? value : whole)
    addTerm(parsed, { words, source: null, negated, isPrefix: quoted === undefined })
    if (!negated && quoted === undefined && words.length > 0) plainParts.push(whole.toLowerCase())
  }
  const terms = withoutSmallWords(parsed.terms).slice(0, termsMax)
  return { ...parsed, terms, text: plainParts.length > 0 ? plainParts.join(' ') : null }
}

function addFilter(parsed: ParsedQuery, key: string, value: string, negated: boolean): boolean {
  const source = sourceKeys[key]
  if (source !== undefined) {
    const words = wordsOf(value)
    if (words.length === 0) return false
    addTerm(parsed, { words, source, negated, isPrefix: false })
    parsed.filters.push({ key, value, negated })
    return true
  }
  const condition = conditionOf(key, value.toLowerCase(), negated)
  if (condition === null) return false
  parsed.conditions.push(condition)
  parsed.filters.push({ ...condition, value: value.toLowerCase() })
  return true
}

const types: Record<string, string> = {
  photo: 'image',
  picture: 'image',
  image: 'image',
  video: 'video',
  film: 'video',
  other: 'other',
  file: 'other',
}

function conditionOf(key: string, value: string, negated: boolean): Condition | null {
  if (key === 'type') {
    const kind = types[value.replace(/s$/, '')]
    return kind === undefined ? null : { key, value: kind, negated }
  }
  if (key === 'is')
    return value === 'favorite' || value === 'archived' ? { key, value, negated } : null
  if (key !== 'before' && key !== 'after') return null
  return dayOf(value) === null ? null : { key, value, negated }
}

/**
 * The first moment of a year, month or day, in ms as if UTC, and the first one after it; null when it
 * is none. `2024-05` is a month.
 */
export function dayOf(value: string): { startsAt: number; endsAt: number } | null {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value)
  if (!match) return null
  const [year, month, day] = match.slice(1).map((part) => (part ? Number(part) : undefined))
  if (year === undefined || year < 1) return null
  const startsAt = Date.UTC(year, (month ?? 1) - 1, day ?? 1)
  const start = new Date(startsAt)
  if (month !== undefined && start.getUTCMonth() !== month - 1) return null
  if (day !== undefined && start.getUTCDate() !== day) return null
  if (month === undefined) return { startsAt, endsAt: Date.UTC(year + 1, 0, 1) }
  if (day === undefined) return { startsAt, endsAt: Date.UTC(year, month, 1) }
  return { startsAt, endsAt: Date.UTC(year, month - 1, day + 1) }
}

function addTerm(parsed: ParsedQuery, term: Omit<Term, 'isJoined' | 'widened'>) {
  if (term.words.length > 0) parsed.terms.push({ ...term, isJoined: false, widened: [] })
}

/** Small words go, unless the query has nothing else to look for. */
function withoutSmallWords(terms: Term[]): Term[] {
  const isSmall = ({ words, source, negated, isPrefix }: Term) =>
    source === null && !negated && isPrefix && words.length === 1 && smallWords.has(words[0] ?? '')
  const large = terms.filter((term) => !isSmall(term))
  return large.some(({ negated }) => !negated) ? large : terms
}

/** Letters and digits, as the index cuts them. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
}
