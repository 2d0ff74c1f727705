import type { FolderId } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, requireRoleAt } from '../spaces/access.ts'
import { type FolderRow, findFolder } from './queries.ts'

export function noSuchFolder(): AppError {
  return new AppError('not_found', 'There is no such folder.')
}

/**
 * A living folder where the actor's role is at least `role`, by membership or by a grant. Throws
 * `not_found` for strangers and for what is in trash, and `forbidden`.
 */
export async function requireFolder(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FolderId,
  role: Role,
): Promise<FolderRow> {
  const { folder } = await folderWithRole(deps, actor, id, role)
  return folder
}

/** The same, with the role that the actor has there. */
export async function folderWithRole(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FolderId,
  wanted: Role,
): Promise<{ folder: FolderRow; role: Role }> {
  const folder = await findFolder(deps.db, id)
  if (!folder || folder.trashedAt !== null) throw noSuchFolder()
  const place = { spaceId: folder.spaceId, folderPath: folder.path }
  return { folder, role: await requireRoleAt(deps, actor, place, wanted, noSuchFolder) }
}
