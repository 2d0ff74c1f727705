import { and, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { FileId } from '#contracts/ids'
import type { SearchPage, SearchQuery, SearchReason } from '#contracts/search'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { readableFiles } from '../files/find-file.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { type Actor, membershipIn, type ReadableScope, readableScope } from '../spaces/access.ts'
import { anyOf, matchExpression } from './match-expression.ts'
import { type ParsedQuery, parseQuery } from './parse-query.ts'
import {
  areTooMany,
  findByConditions,
  findByWords,
  inAlbum,
  whereOf,
  withoutWords,
} from './queries.ts'
import { judge } from './score.ts'
import { widenTerms } from './widen-terms.ts'

const nothing: SearchPage = {
  ...{ items: [], words: [], widened: [], filters: [], matched: 'all', nextCursor: null },
  semantic: { state: 'no_model', model: null },
}

/** So many of the best by BM25 are judged at once; within them the score decides. */
const chunkSize = 200
const resultsMax = 5_000

interface Hit {
  id: FileId
  score: number
  why: SearchReason[]
}

/** Where a page begins in all hits; how they are found and put in order is kept from the first on. */
const positionSchema = z.object({
  matched: z.enum(['all', 'some']),
  order: z.enum(['best', 'newest']),
  at: z.int().min(1).max(resultsMax),
})
type Position = z.infer<typeof positionSchema>
type Found = Pick<Position, 'matched' | 'order'>

interface Search {
  parsed: ParsedQuery
  /** What is looked for anywhere, as people are told. */
  words: string[]
  expression: { all: string | null; some: string | null }
  scope: ReadableScope
  where: SQL | undefined
}

/**
 * Looks for words in what is written about files: names, tags, descriptions, places, cameras and
 * folders. Files that have all words; if there is none, those that have some, and the answer says so.
 * Every hit is checked again for who may see it. Throws `not_found` for a space or folder that the
 * actor may not see, `validation_failed` for a cursor of nowhere.
 */
export async function searchFiles(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  query: SearchQuery,
  host: string,
): Promise<SearchPage> {
  const search = await readSearch(deps, actor, query)
  const { terms, conditions, filters } = search.parsed
  if (terms.length + conditions.length === 0) {
    return { ...nothing, filters }
  }
  const { matched, order, hits, next } = await pageOfHits(deps, search, query)
  const ids = hits.map(({ id }) => id)
  const views = await toFileViews(deps, await readableFiles(deps, actor, ids), {
    ...{ host, userId: actor.userId },
  })
  const byId = new Map(views.map((view) => [view.id, view]))
  return {
    items: hits.flatMap(({ id, score, why }) => {
      const file = byId.get(id)
      return file && file.trashedAt === null ? [{ file, score, why }] : []
    }),
    words: search.words,
    widened: widenedIn(hits),
    filters,
    matched,
    semantic: nothing.semantic,
    nextCursor: next === null ? null : encodePosition({ matched, order, at: next }),
  }
}

async function readSearch(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: SearchQuery,
): Promise<Search> {
  const understood = parseQuery(query.q)
  const { scope, album } = await scopeOf(deps, actor, query)
  const spaceIds = [...new Set([...scope.spaceIds, ...scope.granted.map((at) => at.spaceId)])]
  const terms = await widenTerms(deps.db, spaceIds, understood.terms)
  const parsed = { ...understood, terms }
  const words = understood.terms
    .filter(({ negated, source }) => !negated && source === null)
    .map((term) => term.words.join(' '))
  return {
    ...{ parsed, words, scope },
    expression: {
      all: matchExpression(parsed.terms, spaceIds, 'all'),
      some: matchExpression(parsed.terms, spaceIds, 'any'),
    },
    where: and(
      whereOf(scope, parsed.conditions, actor.userId),
      album,
      isOnlyWithout(parsed) ? withoutWords(anyOf(parsed.terms)) : undefined,
    ),
  }
}

/** By which tags words found something: of all that widened them only what the caller is shown anyway. */
function widenedIn(hits: Hit[]): SearchPage['widened'] {
  const tags = new Map<string, Set<string>>()
  for (const { words, means } of hits.flatMap(({ why }) => why)) {
    if (means === null) continue
    const known = tags.get(means) ?? new Set()
    for (const word of words) known.add(word)
    tags.set(means, known)
  }
  return [...tags].map(([word, found]) => ({ word, tags: [...found].sort() }))
}

/** The index can leave files out of what it found, but it cannot find all that lack a word. */
function isOnlyWithout({ terms }: ParsedQuery): boolean {
  return terms.length > 0 && terms.every(({ negated }) => negated)
}

async function scopeOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { space, folder: folderId }: SearchQuery,
): Promise<{ scope: ReadableScope; album?: SQL }> {
  if (folderId !== undefined) {
    const folder = await requireFolder(deps, actor, folderId, 'viewer')
    if (folder.kind === 'album') {
      return { scope: await readableScope(deps, actor), album: inAlbum(folder.id) }
    }
    return { scope: { spaceIds: [], granted: [{ spaceId: folder.spaceId, path: folder.path }] } }
  }
  if (space === undefined) return { scope: await readableScope(deps, actor) }
  membershipIn(actor, space, 'viewer')
  return { scope: { spaceIds: [space], granted: [] } }
}

async function pageOfHits(
  deps: Pick<Deps, 'db'>,
  search: Search,
  query: SearchQuery,
): Promise<Found & { hits: Hit[]; next: number | null }> {
  const position = query.cursor === undefined ? null : decodePosition(query.cursor)
  const at = position?.at ?? 0
  if (search.expression.all === null) {
    const chunk = await chunkByConditions(deps, search, at)
    return { matched: 'all', order: 'newest', ...pageOfChunk(chunk, at, query.limit) }
  }
  const found = position ?? { matched: 'all', order: await orderOf(deps, search.expression.all) }
  const chunk = await chunkByWords(deps, search, found, at)
  const { all, some } = search.expression
  if (chunk.hits.length > 0 || position !== null || some === null || some === all) {
    return { ...found, ...pageOfChunk(chunk, at, query.limit) }
  }
  const other: Found = { matched: 'some', order: await orderOf(deps, some) }
  return { ...other, ...pageOfChunk(await chunkByWords(deps, search, other, 0), 0, query.limit) }
}

async function orderOf(deps: Pick<Deps, 'db'>, expression: string): Promise<Position['order']> {
  return (await areTooMany(deps.db, expression)) ? 'newest' : 'best'
}

interface Chunk {
  hits: Hit[]
  hasMore: boolean
}

/** The chunk around a place, its hits by score; the newer first among equals. */
async function chunkByWords(
  deps: Pick<Deps, 'db'>,
  { parsed, expression, where }: Search,
  { matched, order }: Found,
  at: number,
): Promise<Chunk> {
  const found = await findByWords(deps.db, expression[matched] ?? '', where, {
    order,
    offset: at - (at % chunkSize),
    limit: chunkSize + 1,
  })
  const judged = found.slice(0, chunkSize).flatMap(({ id, shownAt, marked }) => {
    const how = judge(parsed.terms, marked, matched === 'all')
    return how ? [{ id, shownAt, ...how }] : []
  })
  judged.sort((left, right) => right.score - left.score || right.shownAt - left.shownAt)
  return { hits: judged, hasMore: found.length > chunkSize }
}

/** Only filters, so all hits are as good as each other: the newest first, over all spaces. */
async function chunkByConditions(
  deps: Pick<Deps, 'db'>,
  { scope, where }: Search,
  at: number,
): Promise<Chunk> {
  const start = at - (at % chunkSize)
  const spaceIds = new Set([...scope.spaceIds, ...scope.granted.map(({ spaceId }) => spaceId)])
  const found = await Promise.all(
    [...spaceIds].map((spaceId) =>
      findByConditions(deps.db, spaceId, where, start + chunkSize + 1),
    ),
  )
  const newest = found.flat().sort((left, right) => right.shownAt - left.shownAt)
  const hits = newest.slice(start, start + chunkSize).map(({ id }) => ({ id, score: 1, why: [] }))
  return { hits, hasMore: newest.length > start + chunkSize }
}

/** A page ends with its chunk, also when it is not full. */
function pageOfChunk({ hits, hasMore }: Chunk, at: number, limit: number) {
  const from = at % chunkSize
  const page = hits.slice(from, from + limit)
  const isLast = from + limit >= hits.length && !hasMore
  const next = at + page.length
  return { hits: page, next: isLast || page.length === 0 || next > resultsMax ? null : next }
}

function encodePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

function decodePosition(cursor: string): Position {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const detail = 'This cursor is not one of a search. Start from the first page.'
    throw new AppError('validation_failed', detail, { cause })
  }
}
