import type { FileList } from '#contracts/files'
import type { SavedSearchId } from '#contracts/ids'
import type {
  RenameSavedSearch,
  SavedSearch,
  SavedSearches,
  SavedSearchFilesQuery,
  SaveSearch,
} from '#contracts/search'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireFile } from '../files/find-file.ts'
import { requireFolder } from '../folders/find-folder.ts'
import { newId } from '../ids.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import {
  deleteSaved,
  findSaved,
  insertSaved,
  listSaved,
  maxSavedSearches,
  renameSaved,
  type SavedRow,
} from './saved-queries.ts'
import { type SearchDeps, searchFiles } from './search-files.ts'

/** The actor's own, by name. */
export async function savedSearchesOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
): Promise<SavedSearches> {
  const rows = await listSaved(deps.db, actor.userId)
  const items = rows.map(toSavedSearch)
  return { items: items.sort((left, right) => left.name.localeCompare(right.name, 'en')) }
}

/** Throws `not_found` for a space, folder or picture that the actor may not see, `conflict` when there are too many. */
export async function saveSearch(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  wanted: SaveSearch,
): Promise<SavedSearch> {
  if (wanted.spaceId !== null) membershipIn(actor, wanted.spaceId, 'viewer')
  if (wanted.folderId !== null) await requireFolder(deps, actor, wanted.folderId, 'viewer')
  if (wanted.likeFileId !== null) await requireFile(deps, actor, wanted.likeFileId, 'viewer')
  const createdAt = deps.now()
  const row = { id: newId('savedSearch', createdAt), userId: actor.userId, ...wanted, createdAt }
  if (!(await insertSaved(deps.db, row))) {
    const detail = `You have ${maxSavedSearches} saved searches. Delete one that you no longer need.`
    throw new AppError('conflict', detail)
  }
  return toSavedSearch(row)
}

/** Throws `not_found`. */
export async function renameSavedSearch(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: SavedSearchId,
  { name }: RenameSavedSearch,
): Promise<SavedSearch> {
  const row = await renameSaved(deps.db, actor.userId, id, name)
  if (!row) throw noSuchSearch()
  return toSavedSearch(row)
}

/** Throws `not_found`. */
export async function deleteSavedSearch(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: SavedSearchId,
): Promise<void> {
  if (!(await deleteSaved(deps.db, actor.userId, id))) throw noSuchSearch()
}

/**
 * What it finds now, as a list of files, the best first: an album that keeps itself. Throws `not_found`,
 * also when the actor may no longer see the space, folder or picture that it is about.
 */
export async function filesOfSavedSearch(
  deps: SearchDeps,
  actor: Actor,
  id: SavedSearchId,
  page: SavedSearchFilesQuery,
  host: string,
): Promise<FileList> {
  const saved = await findSaved(deps.db, actor.userId, id)
  if (!saved) throw noSuchSearch()
  const { items, nextCursor } = await searchFiles(
    deps,
    actor,
    {
      ...{ q: saved.query, typing: 'false', limit: page.limit, cursor: page.cursor },
      ...(saved.spaceId !== null && { space: saved.spaceId }),
      ...(saved.folderId !== null && { folder: saved.folderId }),
      ...(saved.likeFileId !== null && { like: saved.likeFileId }),
    },
    host,
  )
  return { items: items.map(({ file }) => file), nextCursor }
}

function toSavedSearch({ userId, createdAt, ...saved }: SavedRow): SavedSearch {
  return { ...saved, createdAt: new Date(createdAt).toISOString() }
}

function noSuchSearch(): AppError {
  return new AppError('not_found', 'There is no such saved search.')
}
