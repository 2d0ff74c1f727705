import type { FolderDetail, FolderView } from '#contracts/folders'
import { type FolderId, folderIdSchema } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { type Actor, roleAt } from '../spaces/access.ts'
import { folderWithRole } from './find-folder.ts'
import { type FolderRow, findTrail } from './queries.ts'

/** What an album shows lies elsewhere: of that, guests of its folder learn neither number nor cover. */
export function toFolderView(actor: Actor, row: FolderRow): FolderView {
  const { id, spaceId, parentId, kind, name, fileCount, folderCount, coverFileId } = row
  const isHidden = kind === 'album' && !actor.memberships.has(spaceId)
  return {
    ...{ id, spaceId, parentId, kind, name, folderCount },
    fileCount: isHidden ? 0 : fileCount,
    coverFileId: isHidden ? null : coverFileId,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: row.updatedAt === null ? null : new Date(row.updatedAt).toISOString(),
    trashedAt: row.trashedAt === null ? null : new Date(row.trashedAt).toISOString(),
  }
}

/** A folder with the way to it, as far up as the actor may see. */
export async function folderDetail(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FolderId,
): Promise<FolderDetail> {
  const { folder, role } = await folderWithRole(deps, actor, id, 'viewer')
  const above = folderIdSchema.array().parse(folder.path.split('/').slice(1, -2))
  const trail: FolderDetail['trail'] = []
  for (const each of above.length > 0 ? await findTrail(deps.db, above) : []) {
    const place = { spaceId: folder.spaceId, folderPath: each.path }
    // From the first that may be seen on, all below it may be.
    if (trail.length === 0 && (await roleAt(deps, actor, place, 'viewer')) === null) continue
    trail.push({ id: each.id, name: each.name })
  }
  return { ...toFolderView(actor, folder), role, trail }
}
