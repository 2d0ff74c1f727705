import type { SearchPage } from '#contracts/search'

/** One thing that was asked for, as a person typed it: a word, a phrase, or `key:value`. */
interface Part {
  text: string
  isNegated: boolean
  key: string | null
  value: string
}

/** Cuts a query as the vault does: at spaces that stand in no quotes. */
export function partsOf(query: string): Part[] {
  const part = /(-?)(?:([\p{L}]+):)?(?:"([^"]*)"?|(\S+))/gu
  return [...query.matchAll(part)].map(([text, minus, key, quoted, plain]) => ({
    text,
    isNegated: minus === '-',
    key: key?.toLowerCase() ?? null,
    value: quoted ?? plain ?? '',
  }))
}

/** What can be said and taken away of a query: a word that is looked for, or a filter. */
export interface Chip {
  label: string
  kind: 'word' | 'filter'
  isNegated: boolean
  /** The query without it. */
  without: string
}

/**
 * How a query was understood, to show and to take away part by part: `answer` is the vault's. Words
 * that it left out have no chip.
 */
export function chipsOf(query: string, answer: Pick<SearchPage, 'words' | 'filters'>): Chip[] {
  const parts = partsOf(query)
  const without = (gone: Part[]) =>
    parts
      .filter((part) => !gone.includes(part))
      .map(({ text }) => text)
      .join(' ')
  const filters = answer.filters.map(({ key, value, negated }): Chip => {
    const alike = parts.filter((part) => part.key === key && part.isNegated === negated)
    // The vault may say a value in its own word: `type:photo` is `type:image`.
    const same = alike.filter((part) => part.value.toLowerCase() === value.toLowerCase())
    const gone = same.length > 0 ? same : alike
    return { label: `${key}: ${value}`, kind: 'filter', isNegated: negated, without: without(gone) }
  })
  const isFilter = (part: Part) =>
    answer.filters.some(({ key, negated }) => key === part.key && negated === part.isNegated)
  const plain = parts.filter((part) => !isFilter(part))
  const words = answer.words.map((word): Chip => {
    const gone = plain.filter((part) => !part.isNegated && wordsOf(part) === word)
    return { label: word, kind: 'word', isNegated: false, without: without(gone) }
  })
  const refused = plain
    .filter(({ isNegated }) => isNegated)
    .map((part): Chip => {
      const { value } = part
      return { label: value, kind: 'filter', isNegated: true, without: without([part]) }
    })
  const known = new Set<string>()
  return [...words, ...refused, ...filters].filter(({ label, isNegated }) => {
    const name = `${isNegated} ${label}`
    return known.has(name) ? false : known.add(name)
  })
}

/** The words of a part as the vault names them: letters and digits, lower case. */
function wordsOf({ key, value, text }: Part): string {
  const said = key === null ? value : text
  return (
    said
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).join(' ')
}

/** The query with one thing more; what it already has stays once. */
export function withPart(query: string, part: string): string {
  const has = partsOf(query).some(({ text }) => text === part)
  return has ? query.trim() : `${query.trim()} ${part}`.trim()
}
