import type { z } from 'zod'
import type { listFoldersQuerySchema } from '#contracts/folders'
import type { Deps } from '../deps.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { maxFoldersInSpace } from './change-folder.ts'
import { requireFolder } from './find-folder.ts'
import { type FolderRow, listFolders, listTrashedFolders } from './queries.ts'

/** The folders of a space or below one folder, by path; or those that were put in trash. */
export async function foldersOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: z.infer<typeof listFoldersQuerySchema>,
): Promise<FolderRow[]> {
  if (query.below !== undefined) {
    const { spaceId, path } = await requireFolder(deps, actor, query.below, 'viewer')
    return await listFolders(deps.db, spaceId, path, maxFoldersInSpace)
  }
  const spaceId = query.space ?? actor.homeSpaceId
  membershipIn(actor, spaceId, 'viewer')
  if (query.trashed === 'true') {
    return await listTrashedFolders(deps.db, spaceId, maxFoldersInSpace)
  }
  return await listFolders(deps.db, spaceId, '/', maxFoldersInSpace)
}
