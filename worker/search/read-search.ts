import { and, type SQL } from 'drizzle-orm'
import type { FileKind } from '#contracts/files'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import type { SearchQuery, SearchReason } from '#contracts/search'
import type { Deps } from '../deps.ts'
import { requireFile } from '../files/find-file.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { type Actor, membershipIn, type ReadableScope, readableScope } from '../spaces/access.ts'
import { anyOf, matchExpression } from './match-expression.ts'
import { type ParsedQuery, parseQuery } from './parse-query.ts'
import { foldersBelow, inAlbum, whereOf, withoutWords, withWords } from './queries.ts'
import { widenTerms } from './widen-terms.ts'

export interface Hit {
  id: FileId
  score: number
  why: SearchReason[]
}

/** A query as it was understood, and where it may look. */
export interface Search {
  parsed: ParsedQuery
  /** What is looked for anywhere, as people are told. */
  words: string[]
  like: FileId | null
  expression: { all: string | null; some: string | null }
  scope: ReadableScope
  spaceIds: SpaceId[]
  /** What holds for every hit, in whatever way it is found: scope, filters, words that it must not have. */
  where: SQL | undefined
  /** What an index of vectors can leave out by itself; `where` says it all. */
  narrowed: { kind: FileKind | undefined; folderIds: FolderId[] | undefined }
}

/** An index of vectors takes no more. */
const foldersAtMost = 500

/** Throws `not_found` for a space, folder or file that the actor may not see. */
export async function readSearch(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: SearchQuery,
): Promise<Search> {
  const understood = parseQuery(query.q)
  const [{ scope, album }] = await Promise.all([
    scopeOf(deps, actor, query),
    query.like === undefined ? null : requireFile(deps, actor, query.like, 'viewer'),
  ])
  const spaceIds = [...new Set([...scope.spaceIds, ...scope.granted.map((at) => at.spaceId)])]
  const terms = await widenTerms(deps.db, spaceIds, understood.terms)
  const parsed = { ...understood, terms }
  const words = understood.terms
    .filter(({ negated, source }) => !negated && source === null)
    .map((term) => term.words.join(' '))
  return {
    ...{ parsed, words, scope, spaceIds, like: query.like ?? null },
    expression: {
      all: matchExpression(terms, spaceIds, 'all'),
      some: matchExpression(terms, spaceIds, 'any'),
    },
    where: and(
      whereOf(scope, parsed.conditions, actor.userId),
      album,
      isOnlyWithout(parsed) ? withoutWords(anyOf(terms)) : undefined,
    ),
    narrowed: { kind: kindOf(parsed), folderIds: await folderIdsOf(deps, query, scope) },
  }
}

/** What holds for a file that was not found by words: those that filters want in one place, and none that must not be there. */
export function whereWithoutWords({ parsed: { terms }, spaceIds, where }: Search): SQL | undefined {
  const wanted = matchExpression(
    terms.filter(({ negated, source }) => !negated && source !== null),
    spaceIds,
    'all',
  )
  const unwanted = terms.filter(({ negated }) => negated)
  return and(
    where,
    wanted === null ? undefined : withWords(wanted),
    unwanted.length === 0 ? undefined : withoutWords(anyOf(unwanted)),
  )
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

function kindOf({ conditions }: ParsedQuery): FileKind | undefined {
  const types = conditions.filter(({ key, negated }) => key === 'type' && !negated)
  const [type] = types
  if (type === undefined || types.length > 1) return undefined
  return type.value === 'image' || type.value === 'video' ? type.value : 'other'
}

/** Of a search in one folder, all below it; undefined where that is too many, or more than folders. */
async function folderIdsOf(
  deps: Pick<Deps, 'db'>,
  { folder }: SearchQuery,
  { spaceIds, granted }: ReadableScope,
): Promise<FolderId[] | undefined> {
  const [place] = granted
  if (folder === undefined || spaceIds.length > 0 || place === undefined) return undefined
  const ids = await foldersBelow(deps.db, place, foldersAtMost + 1)
  return ids.length > foldersAtMost ? undefined : ids
}
