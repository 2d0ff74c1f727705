import { and } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import {
  countMatches,
  datedWords,
  findByConditions,
  findByWords,
  weighedAtMost,
} from './queries.ts'
import type { Hit, Search } from './read-search.ts'
import { judge } from './score.ts'

/** So many of the best by BM25 are judged at once; within them the score decides. */
export const chunkSize = 100

/** Whether all words hold, or some; and whether the best come first, or so many match that the newest do. */
export interface Found {
  matched: 'all' | 'some'
  order: 'best' | 'newest'
}

export interface Chunk {
  hits: Hit[]
  hasMore: boolean
}

/**
 * The chunk of that number of all that words and filters find, its hits by score; the newer first
 * among equals. `found` is null on the first page: files with all words, or if there is none those with
 * some.
 */
export async function findChunk(
  deps: Pick<Deps, 'db'>,
  search: Search,
  found: Found | null,
  number: number,
): Promise<Chunk & Found> {
  const { all, some } = search.expression
  if (all === null) {
    const isNothing = search.parsed.terms.length + search.parsed.conditions.length === 0
    const chunk = isNothing
      ? { hits: [], hasMore: false }
      : await byConditions(deps, search, number)
    return { matched: 'all', order: 'newest', ...chunk }
  }
  if (found !== null) return { ...found, ...(await byWords(deps, search, found, number)) }
  const first = await firstChunk(deps, search, 'all', all)
  if (first.hits.length > 0 || some === null || some === all) return first
  return await firstChunk(deps, search, 'some', some)
}

async function firstChunk(
  deps: Pick<Deps, 'db'>,
  search: Search,
  matched: Found['matched'],
  expression: string,
): Promise<Chunk & Found> {
  const count = await countMatches(deps.db, expression)
  const found: Found = { matched, order: count > weighedAtMost ? 'newest' : 'best' }
  const chunk = count === 0 ? { hits: [], hasMore: false } : await byWords(deps, search, found, 0)
  return { ...found, ...chunk }
}

async function byWords(
  deps: Pick<Deps, 'db'>,
  { parsed, expression, where }: Search,
  { matched, order }: Found,
  number: number,
): Promise<Chunk> {
  const found = await findByWords(
    deps.db,
    expression[matched] ?? '',
    and(where, ...datedWords(parsed.conditions)),
    {
      order,
      offset: number * chunkSize,
      limit: chunkSize + 1,
    },
  )
  const judged = found.slice(0, chunkSize).flatMap(({ id, shownAt, marked }) => {
    const how = judge(parsed.terms, marked, matched === 'all')
    return how ? [{ id, shownAt, ...how }] : []
  })
  judged.sort((left, right) => right.score - left.score || right.shownAt - left.shownAt)
  return { hits: judged, hasMore: found.length > chunkSize }
}

/** Only filters, so all hits are as good as each other: the newest first, over all spaces. */
async function byConditions(
  deps: Pick<Deps, 'db'>,
  { spaceIds, where }: Search,
  number: number,
): Promise<Chunk> {
  const start = number * chunkSize
  const found = await Promise.all(
    spaceIds.flatMap((spaceId) =>
      [false, true].map((isArchived) =>
        findByConditions(deps.db, spaceId, where, { isArchived, limit: start + chunkSize + 1 }),
      ),
    ),
  )
  const newest = found.flat().sort((left, right) => right.shownAt - left.shownAt)
  const hits = newest.slice(start, start + chunkSize).map(({ id }) => ({ id, score: 1, why: [] }))
  return { hits, hasMore: newest.length > start + chunkSize }
}
