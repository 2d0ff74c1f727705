import { and } from 'drizzle-orm'
import { z } from 'zod'
import type { FileId } from '#contracts/ids'
import type { SearchPage, SearchQuery } from '#contracts/search'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { toFileViews } from '../files/file-view.ts'
import { readableFiles } from '../files/find-file.ts'
import type { Actor } from '../spaces/access.ts'
import { type Alike, type AlikeFiles, findAlike } from './find-alike.ts'
import { type Chunk, chunkSize, type Found, findChunk } from './find-by-words.ts'
import { findInAlbums } from './find-in-albums.ts'
import { fuse } from './fuse.ts'
import { findAmong, isOneOf } from './queries.ts'
import { type Hit, readSearch, type Search, whereWithoutWords } from './read-search.ts'

const resultsMax = 5_000
/** Files that have only some of the words say less than pictures that look like all of them. */
const weightOfSome = 0.5

/**
 * Where a page begins: in a chunk of what words find, of which the first is fused with what looks
 * alike. How it was found and put in order is kept from the first page on.
 */
const positionSchema = z.object({
  matched: z.enum(['all', 'some']),
  order: z.enum(['best', 'newest']),
  chunk: z
    .int()
    .min(0)
    .max(resultsMax / chunkSize),
  at: z.int().min(0).max(resultsMax),
})
type Position = z.infer<typeof positionSchema>

export type SearchDeps = Pick<
  Deps,
  'db' | 'now' | 'config' | 'inference' | 'vectorIndex' | 'defer' | 'log'
>

/**
 * Looks for words in what people and engines said about files, and for pictures that look like them or
 * like another picture, if a model is there: joined by reciprocal rank fusion, each hit with its
 * reasons. Every hit is checked again for who may see it. Throws `not_found` for a space, folder or
 * file that the actor may not see, `validation_failed` for a cursor of nowhere.
 */
export async function searchFiles(
  deps: SearchDeps,
  actor: Actor,
  query: SearchQuery,
  host: string,
): Promise<SearchPage> {
  const search = await readSearch(deps, actor, query)
  const position = query.cursor === undefined ? null : decodePosition(query.cursor)
  const found = await hitsOf(deps, search, position, query.typing === 'false')
  const at = position?.at ?? 0
  const hits = found.hits.slice(at, at + query.limit)
  const files = await readableFiles(
    deps,
    actor,
    hits.map(({ id }) => id),
  )
  const views = await toFileViews(deps, files, { host, userId: actor.userId })
  const byId = new Map(views.map((view) => [view.id, view]))
  const next = nextPosition(found, position?.chunk ?? 0, at + hits.length)
  return {
    items: hits.flatMap(({ id, score, why }) => {
      const file = byId.get(id)
      return file && file.trashedAt === null ? [{ file, score, why }] : []
    }),
    words: search.words,
    widened: widenedIn(hits),
    filters: search.parsed.filters,
    matched: found.matched,
    semantic: found.semantic,
    nextCursor: next === null ? null : encodePosition(next),
  }
}

type FusedChunk = Chunk & Found & Pick<AlikeFiles, 'semantic'>

async function hitsOf(
  deps: SearchDeps,
  search: Search,
  position: Position | null,
  mayAsk: boolean,
): Promise<FusedChunk> {
  if (search.like !== null) return await likeHits(deps, search, mayAsk)
  const number = position?.chunk ?? 0
  const [chunk, inAlbums, alike] = await Promise.all([
    findChunk(deps, search, position, number),
    findInAlbums(deps, search),
    alikeFiles(deps, search, mayAsk),
  ])
  const { semantic, byText } = alike
  const named = await checked(deps, search, byText ?? [])
  const first = fuseHits([
    { hits: joinHits(chunk.hits, inAlbums), weight: chunk.matched === 'all' ? 1 : weightOfSome },
    { hits: named, weight: 1 },
  ])
  if (number === 0) return { ...chunk, semantic, hits: first }
  // What looks alike, and what albums named, came with the first chunk.
  const shown = new Set([...named, ...inAlbums].map(({ id }) => id))
  return { ...chunk, semantic, hits: chunk.hits.filter(({ id }) => !shown.has(id)) }
}

/** Pictures like one; with words those of them for which the words hold too. */
async function likeHits(deps: SearchDeps, search: Search, mayAsk: boolean): Promise<FusedChunk> {
  const { semantic, byText, byPicture } = await alikeFiles(deps, search, mayAsk)
  const similar = await checked(deps, search, byPicture ?? [])
  const order = { matched: 'all', order: 'best', hasMore: false } as const
  if (search.words.length === 0) return { ...order, semantic, hits: similar }
  const ids = similar.map(({ id }) => id)
  const among = { ...search, where: and(search.where, isOneOf(ids)) }
  const chunk = await findChunk(deps, among, null, 0)
  const known = new Set(ids)
  const semanticHits = await checked(deps, search, byText ?? [])
  const byWords = [chunk.hits, semanticHits.filter(({ id }) => known.has(id))]
  const holds = new Set(byWords.flat().map(({ id }) => id))
  const hits = fuseHits([
    ...byWords.map((each) => ({ hits: each, weight: 1 })),
    { hits: similar.filter(({ id }) => holds.has(id)), weight: 1 },
  ])
  return { ...order, matched: chunk.matched, semantic, hits }
}

async function alikeFiles(deps: SearchDeps, search: Search, mayAsk: boolean): Promise<AlikeFiles> {
  const { parsed, spaceIds, like, narrowed } = search
  return await findAlike(deps, { spaceIds, like, mayAsk, text: parsed.text, ...narrowed })
}

/** Those of the candidates that D1 still has, in their order, for which the filters hold. */
async function checked(deps: Pick<Deps, 'db'>, search: Search, alike: Alike[]): Promise<Hit[]> {
  if (alike.length === 0) return []
  const ids = alike.map(({ fileId }) => fileId)
  const there = await findAmong(deps.db, ids, whereWithoutWords(search))
  const known = new Set(there.map(({ id }) => id))
  return alike.flatMap(({ fileId, score, source }) =>
    known.has(fileId) ? [{ id: fileId, score, why: [{ source, words: [], means: null }] }] : [],
  )
}

/** The lists as one: each file once, with all its reasons and the best of its scores. */
function fuseHits(lists: { hits: Hit[]; weight: number }[]): Hit[] {
  const byId = new Map<FileId, Hit>()
  for (const hit of lists.flatMap(({ hits }) => hits)) {
    const other = byId.get(hit.id)
    const why = [...(other?.why ?? []), ...hit.why]
    byId.set(hit.id, { ...hit, score: Math.max(hit.score, other?.score ?? 0), why })
  }
  const ids = fuse(lists.map(({ hits, weight }) => ({ ids: hits.map(({ id }) => id), weight })))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** One list by score, in which a file that both found stands once. */
function joinHits(words: Hit[], albums: Hit[]): Hit[] {
  if (albums.length === 0) return words
  const known = new Map(albums.map((hit) => [hit.id, hit]))
  const joined = words.map((hit) => {
    const other = known.get(hit.id)
    known.delete(hit.id)
    if (!other || other.score <= hit.score) return hit
    return { ...other, why: [...hit.why, ...other.why] }
  })
  return [...joined, ...known.values()].sort((left, right) => right.score - left.score)
}

function nextPosition(found: FusedChunk, chunk: number, at: number): Position | null {
  const { matched, order } = found
  if (at < found.hits.length) return { matched, order, chunk, at }
  if (!found.hasMore || (chunk + 2) * chunkSize > resultsMax) return null
  return { matched, order, chunk: chunk + 1, at: 0 }
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
