import type { SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { colourOf } from './likeness.ts'
import type { Term } from './parse-query.ts'
import { findTags } from './queries.ts'
import { isName, tagsMeaning } from './relations.ts'

/** As many tags as widen a query, the most frequent. */
const widenedAtMost = 60

/**
 * Finds for each word of people (`animal`) the tags of these spaces that are another name for it or a
 * kind of it (`cat`, `dog`). Words that are a name only together (`musical instrument`) become one
 * term. Quoted words, words without which a file must be, and filters say what they mean.
 */
export async function widenTerms(db: Db, spaceIds: SpaceId[], terms: Term[]): Promise<Term[]> {
  const joined = joinNames(terms)
  const meant = joined.map((term) => {
    if (!isPlain(term)) return new Set<string>()
    const asked = term.words.join(' ')
    // Most pictures tagged orange are that colour, and no fruit.
    const tags = [...tagsMeaning(asked)].filter((tag) => tag !== asked && colourOf(tag) === null)
    return new Set(tags.flatMap((tag) => [tag, `${tag}s`]))
  })
  const candidates = [...new Set(meant.flatMap((tags) => [...tags]))]
  if (candidates.length === 0) return joined
  const known = await findTags(db, spaceIds, candidates, widenedAtMost)
  return joined.map((term, index) => {
    return { ...term, widened: known.filter((tag) => meant[index]?.has(tag)) }
  })
}

function isPlain({ source, negated, isPrefix }: Term): boolean {
  return source === null && !negated && isPrefix
}

function joinNames(terms: Term[]): Term[] {
  const joined: Term[] = []
  for (const term of terms) {
    const before = joined.at(-1)
    const words = [...(before?.words ?? []), ...term.words]
    const isOne = before && isPlain(before) && isPlain(term) && isName(words.join(' '))
    if (isOne) joined.splice(-1, 1, { ...term, words, isJoined: true })
    else joined.push(term)
  }
  return joined
}
