import type { FileId } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import type { Deps } from '../deps.ts'
import { noSuchFile } from '../errors.ts'
import { type Actor, keepReadable, requireRoleAt } from '../spaces/access.ts'
import { type FileRow, findFiles, findFile as selectFile } from './queries.ts'

/** A file with its original, as use cases of other features are given it. */
export type FoundFile = FileRow

/** A file with what is known of its original, whoever asks: access is for the caller to decide. */
export async function findFile(deps: Pick<Deps, 'db'>, id: FileId) {
  return await selectFile(deps.db, id)
}

/**
 * A file where the actor's role is at least `role`: by membership, or by a grant on a folder. Throws
 * `not_found` for strangers, and `forbidden`.
 */
export async function requireFile(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FileId,
  role: Role,
): Promise<FileRow> {
  const file = await selectFile(deps.db, id)
  if (!file) throw noSuchFile()
  await requireRoleAt(deps, actor, file, role, noSuchFile)
  return file
}

/** Those of these files that the actor may see, trashed ones too. */
export async function readableFiles(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  ids: FileId[],
): Promise<FileRow[]> {
  return await keepReadable(deps, actor, await findFiles(deps.db, ids))
}

/** These files, whoever asks: access is for the caller to decide. */
export async function filesByIds(deps: Pick<Deps, 'db'>, ids: FileId[]): Promise<FileRow[]> {
  return await findFiles(deps.db, ids)
}
