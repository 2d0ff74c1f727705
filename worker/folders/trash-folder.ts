import type { FolderId, SpaceId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { foldName } from '../files/clean-name.ts'
import { trashKeptMs } from '../files/purge-due.ts'
import { purgeAll } from '../files/purge-files.ts'
import { type Actor, actorIdOf, membershipIn, requireRoleAt } from '../spaces/access.ts'
import { noSuchFolder, requireFolder } from './find-folder.ts'
import {
  deleteEmptyFolders,
  type FolderRow,
  filesTrashedWith,
  findFolder,
  NameTakenError,
  restoreFolder,
  trashFolder,
} from './queries.ts'

/** Files that one request purges at most; who has more asks again. */
const purgedPerRequest = 400

type TrashDeps = Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'announce' | 'defer'>

/** Puts a folder in trash with everything in it. Throws `not_found` and `forbidden`. */
export async function moveFolderToTrash(
  deps: TrashDeps,
  actor: Actor,
  id: FolderId,
): Promise<FolderRow> {
  const folder = await requireFolder(deps, actor, id, 'editor')
  if (!(await trashFolder(deps.db, folder, deps.now()))) {
    throw new AppError(
      'try_again',
      'Somebody else moved this folder at the same moment. Try again.',
    )
  }
  tell(deps, actor, folder, 'folder.trashed')
  return await folderAfter(deps, id)
}

/**
 * Takes a folder out of trash with what went there with it: to where it was, or to the top when that
 * is gone, and under a new name when another folder has its own by now.
 */
export async function takeFolderFromTrash(
  deps: TrashDeps,
  actor: Actor,
  id: FolderId,
): Promise<FolderRow> {
  const folder = await trashedFolder(deps, actor, id)
  const above = folder.parentId === null ? null : await findFolder(deps.db, folder.parentId)
  const parent = above && above.trashedAt === null ? above : null
  for (let copy = 1; copy <= 50; copy++) {
    const name = copy === 1 ? folder.name : `${folder.name} (${copy})`
    const to = { parent, name, nameFolded: foldName(name) }
    try {
      const isDone = await restoreFolder(deps.db, folder, to, deps.now())
      if (!isDone) break
      tell(deps, actor, folder, 'folder.restored')
      return await folderAfter(deps, id)
    } catch (error) {
      if (!(error instanceof NameTakenError)) throw error
    }
  }
  throw new AppError('try_again', 'The folder could not be brought back just now. Try again.')
}

/** Purges files that went to trash with a folder; when none are left, the folder goes too. */
export async function purgeFolder(
  deps: TrashDeps & Pick<Deps, 'bucket' | 'config'>,
  actor: Actor,
  id: FolderId,
): Promise<{ purged: number; freedBytes: number; isDone: boolean }> {
  const folder = await trashedFolder(deps, actor, id)
  membershipIn(actor, folder.spaceId, 'admin')
  const candidates = await filesTrashedWith(deps.db, id, purgedPerRequest)
  const rule = { trashedUntil: deps.now() }
  const result = await purgeAll(deps, actorIdOf(actor), folder.spaceId, candidates, rule)
  const isDone = candidates.length < purgedPerRequest
  if (isDone) await clearEmptyFolders(deps, deps.now(), folder.spaceId)
  return { ...result, isDone }
}

/** Removes what is left of folders whose files were purged, from the bottom up. */
export async function clearEmptyFolders(
  deps: Pick<Deps, 'db' | 'log'>,
  until: number,
  spaceId: SpaceId | null,
): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const removed = await deleteEmptyFolders(deps.db, until, spaceId)
    if (removed === 0) return
    deps.log.info('folders.purged', { folders: removed })
  }
}

/** For the sweep: folders that were in trash for 30 days, once their files are purged. */
export async function clearOldFolders(deps: Pick<Deps, 'db' | 'log' | 'now'>): Promise<void> {
  await clearEmptyFolders(deps, deps.now() - trashKeptMs, null)
}

/** A folder that was itself put in trash; throws `conflict` for one that is not there. */
async function trashedFolder(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: FolderId,
): Promise<FolderRow> {
  const folder = await findFolder(deps.db, id)
  if (!folder) throw noSuchFolder()
  const place = { spaceId: folder.spaceId, folderPath: null }
  await requireRoleAt(deps, actor, place, 'editor', noSuchFolder)
  if (folder.trashedWith === id) return folder
  const detail =
    folder.trashedAt === null
      ? 'This folder is not in trash.'
      : 'This folder went to trash with the one above it. Bring that one back.'
  throw new AppError('conflict', detail)
}

async function folderAfter(deps: Pick<Deps, 'db'>, id: FolderId): Promise<FolderRow> {
  const folder = await findFolder(deps.db, id)
  if (!folder) throw noSuchFolder()
  return folder
}

function tell(
  deps: TrashDeps,
  actor: Actor,
  { id, spaceId, path }: FolderRow,
  action: 'folder.trashed' | 'folder.restored',
) {
  deps.log.info(action, { folderId: id })
  deps.audit.record({ chain: spaceId, action, actorId: actorIdOf(actor), subjectId: id })
  deps.defer(deps.announce(spaceId, { type: 'folders.changed' }, [path]))
}
