import type { ListFilesQuery } from '#contracts/files'
import type { ListImagesQuery } from '#contracts/images'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { type Actor, keepReadable, membershipIn } from '../spaces/access.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { countFiles, type ListScope, listFiles as selectPage } from './list-queries.ts'
import type { FileRow } from './queries.ts'

/** Rows passed over are read all the same: a page by its number ends within this many. */
const numberedRowsMax = 10_000

/**
 * One page of a list of files, and the cursor of the next; how many the list has, if it was asked for
 * by a number. Throws `not_found` for a space or folder
 * that the actor may not see, `validation_failed` for a cursor of another list.
 */
export async function listFiles(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: ListFilesQuery,
): Promise<{ rows: FileRow[]; nextCursor: string | null; total: number | null }> {
  const scope = await scopeOf(deps, actor, query)
  const descending = (query.order ?? usualOrder(scope, query)) === 'desc'
  const [{ page, ...listed }, total] = await Promise.all([
    readPage(deps, scope, { ...query, descending }),
    query.page === undefined ? null : countFiles(deps.db, scope),
  ])
  return {
    ...listed,
    // Favourites stay when somebody loses access to them, and an album that a guest may open shows
    // files of folders that they may not: these only cannot be seen.
    rows:
      scope.kind === 'favorites' || scope.kind === 'album'
        ? await keepReadable(deps, actor, page)
        : page,
    total,
  }
}

/** One page of the living pictures of a space, the newest first, and how many it has. Throws as `listFiles`. */
export async function listImages(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: ListImagesQuery,
): Promise<{ rows: FileRow[]; nextCursor: string | null; total: number }> {
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  const scope: ListScope = { kind: 'images', spaceId }
  const [{ page, nextCursor }, total] = await Promise.all([
    readPage(deps, scope, { ...query, sort: 'uploaded', descending: true }),
    countFiles(deps.db, scope),
  ])
  return { rows: page, nextCursor, total }
}

async function readPage(
  deps: Pick<Deps, 'db'>,
  scope: ListScope,
  query: Pick<ListFilesQuery, 'page' | 'cursor' | 'limit' | 'sort'> & { descending: boolean },
): Promise<{ page: FileRow[]; nextCursor: string | null }> {
  const offset = offsetOf(query)
  const sort = scope.kind === 'space' || scope.kind === 'folder' ? query.sort : scope.kind
  const rows = await selectPage(deps.db, scope, {
    sort: query.sort,
    descending: query.descending,
    after: query.cursor === undefined ? null : decodeCursor(query.cursor, sort),
    limit: query.limit + 1,
    offset,
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  const nextCursor = hasMore ? encodeCursor({ sort, value: last.sortValue, id: last.id }) : null
  return { page, nextCursor }
}

/** How many rows to pass over for a page by its number. Throws `validation_failed` beyond the last such page. */
export function offsetOf({
  page,
  limit,
  cursor,
}: Pick<ListFilesQuery, 'page' | 'limit' | 'cursor'>): number {
  if (page === undefined) return 0
  if (cursor !== undefined) {
    throw new AppError('validation_failed', 'Ask by page or by cursor, not by both.')
  }
  if (page * limit > numberedRowsMax) {
    const detail = `Pages end at ${numberedRowsMax} files. Go on from there with next_cursor.`
    throw new AppError('validation_failed', detail)
  }
  return (page - 1) * limit
}

async function scopeOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: ListFilesQuery,
): Promise<ListScope> {
  const chosen = [query.trashed === 'true', query.archived === 'true', query.favorites === 'true']
  if (chosen.filter(Boolean).length + (query.folder === undefined ? 0 : 1) > 1) {
    throw new AppError('validation_failed', 'Ask for one list at a time.')
  }
  if (query.favorites === 'true') return { kind: 'favorites', userId: actor.userId }
  if (query.folder !== undefined && query.folder !== 'top') {
    const folder = await requireFolder(deps, actor, query.folder, 'viewer')
    if (folder.kind === 'album') return { kind: 'album', albumId: folder.id }
    return { kind: 'folder', spaceId: folder.spaceId, folderId: folder.id }
  }
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  if (query.folder === 'top') return { kind: 'folder', spaceId, folderId: null }
  if (query.trashed === 'true') return { kind: 'trash', spaceId }
  return { kind: query.archived === 'true' ? 'archive' : 'space', spaceId }
}

function usualOrder(scope: ListScope, { sort }: ListFilesQuery): 'asc' | 'desc' {
  if (scope.kind === 'album') return 'asc'
  return (scope.kind === 'space' || scope.kind === 'folder') && sort === 'name' ? 'asc' : 'desc'
}
