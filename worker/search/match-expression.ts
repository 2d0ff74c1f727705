import type { SpaceId } from '#contracts/ids'
import { type WordSource, wordSources } from '#contracts/search'
import { type Term, wordsOf } from './parse-query.ts'

/**
 * What SQLite's FTS5 is asked: the spaces, `all` or `any` of the words, and in any case what has to
 * stand in a place that was named (`tag:beach`). Words are quoted, so that nothing in them is an
 * operator. Null when every term is negated: FTS5 cannot say only "not".
 */
export function matchExpression(
  terms: Term[],
  spaceIds: SpaceId[],
  wanted: 'all' | 'any',
): string | null {
  const some = terms.filter(({ negated }) => !negated)
  if (some.length === 0) return null
  const spaces = spaceIds.map((id) => `"${spaceWord(id)}"`).join(' OR ')
  const words = some.filter(({ source }) => source === null).map(termExpression)
  const found = [
    `(space : (${spaces}))`,
    ...some.filter(({ source }) => source !== null).map(termExpression),
    ...(words.length === 0 ? [] : [`(${words.join(wanted === 'all' ? ' AND ' : ' OR ')})`]),
  ].join(' AND ')
  const without = terms.filter(({ negated }) => negated)
  return without.length === 0 ? found : `(${found}) NOT (${anyOf(without)})`
}

/** Any of these terms, wherever a file lies. */
export function anyOf(terms: Term[]): string {
  return terms.map(termExpression).join(' OR ')
}

function termExpression({ words, source, isPrefix, isJoined, widened }: Term): string {
  const columns = source ?? `{${wordSources.join(' ')}}`
  // Words keep letters and digits alone, so no quote is left in them.
  const parts = isJoined ? words : [words.join(' ')]
  const mayGoOn = isPrefix && (words.at(-1)?.length ?? 0) > 1
  const phrases = parts.map((part, index) => {
    return `(${columns} : "${part}"${mayGoOn && index === parts.length - 1 ? ' *' : ''})`
  })
  const found = `(${phrases.join(' AND ')})`
  if (widened.length === 0) return found
  const tags = widened.map((tag) => `"${wordsOf(tag).join(' ')}"`)
  return `(${found} OR ({tags objects} : (${tags.join(' OR ')})))`
}

/** The part of a space's id that tells it from others, as one word of the index. */
export function spaceWord(id: SpaceId): string {
  return id.slice(id.indexOf('_') + 1)
}

/** What marks a match in a highlighted text; no text holds them, since they are control characters. */
export const matchStart = '\u0001'
export const matchEnd = '\u0002'

/** The words between the marks, each once, in lower case. */
export function markedWords(text: string): string[] {
  const words = text
    .split(matchStart)
    .slice(1)
    .map((rest) => rest.slice(0, Math.max(0, rest.indexOf(matchEnd))).toLowerCase())
  return [...new Set(words.filter((word) => word !== ''))]
}

export type Marked = Record<WordSource, string>
