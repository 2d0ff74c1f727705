import { type ChangeFolder, type MakeFolder, maxFolderDepth } from '#contracts/folders'
import type { FileId, FolderId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { foldName } from '../files/clean-name.ts'
import { newId } from '../ids.ts'
import { type Actor, membershipIn, requireRoleAt } from '../spaces/access.ts'
import { noSuchFolder, requireFolder } from './find-folder.ts'
import {
  type FolderRow,
  findFolder,
  insertFolder,
  listFolders,
  moveFolder,
  NameTakenError,
  renameFolder,
  setCover,
} from './queries.ts'

/** How many folders a space holds at most: a tree of them is read as one. */
export const maxFoldersInSpace = 20_000

type FolderDeps = Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'defer'>

/** Makes a folder or an album. Throws `not_found`, `forbidden`, `name_taken` or `conflict`. */
export async function makeFolder(
  deps: FolderDeps,
  actor: Actor,
  { name, kind, parentId, space }: MakeFolder,
): Promise<FolderRow> {
  const parent = parentId === null ? null : await requireFolder(deps, actor, parentId, 'editor')
  if (parent?.kind === 'album') throw new AppError('conflict', 'An album holds no folders.')
  const spaceId = parent?.spaceId ?? space ?? actor.homeSpaceId
  if (parent === null) membershipIn(actor, spaceId, 'editor')
  if (parent !== null && depthOf(parent.path) >= maxFolderDepth) throw tooDeep()
  const now = deps.now()
  const id = newId('folder', now)
  const folder = {
    ...{ id, spaceId, kind, name, createdBy: actor.userId },
    nameFolded: foldName(name),
  }
  const isMade = await insertFolder(deps.db, folder, parent, now).catch(asNameTaken(name))
  if (!isMade) throw movedMeanwhile()
  deps.log.info('folder.made', { folderId: id, kind })
  const made = await folderOf(deps, id)
  deps.defer(deps.announce(spaceId, { type: 'folders.changed' }, [made.path]))
  return made
}

/** Renames a folder, moves it, gives an album a cover, or all of it. Throws as making one does. */
export async function changeFolder(
  deps: FolderDeps,
  actor: Actor,
  id: FolderId,
  { name, parentId, coverFileId }: ChangeFolder,
): Promise<FolderRow> {
  let folder = await requireFolder(deps, actor, id, 'editor')
  const { path: before } = folder
  if (name !== undefined && name !== folder.name) {
    const names = { name, nameFolded: foldName(name) }
    const isDone = await renameFolder(deps.db, id, names, deps.now()).catch(asNameTaken(name))
    if (!isDone) throw noSuchFolder()
    folder = await folderOf(deps, id)
  }
  if (coverFileId !== undefined) await giveCover(deps, folder, coverFileId)
  if (parentId !== undefined && parentId !== folder.parentId) {
    await moveTo(deps, actor, folder, parentId)
  }
  const changed = await folderOf(deps, id)
  const touched = [before, changed.path]
  deps.defer(deps.announce(folder.spaceId, { type: 'folders.changed' }, touched))
  return changed
}

async function giveCover(deps: FolderDeps, folder: FolderRow, fileId: FileId | null) {
  if (folder.kind !== 'album') {
    throw new AppError('conflict', 'A folder shows its newest pictures; only albums have a cover.')
  }
  if (await setCover(deps.db, folder.id, fileId, deps.now())) return
  throw new AppError('conflict', 'The album does not show this picture.')
}

async function moveTo(
  deps: FolderDeps,
  actor: Actor,
  folder: FolderRow,
  parentId: FolderId | null,
): Promise<void> {
  const parent = parentId === null ? null : await requireFolder(deps, actor, parentId, 'editor')
  if (parent === null) membershipIn(actor, folder.spaceId, 'editor')
  await requireAbove(deps, actor, folder)
  if (parent !== null && parent.spaceId !== folder.spaceId) {
    throw new AppError('conflict', 'A folder stays in its space.')
  }
  if (parent?.kind === 'album') throw new AppError('conflict', 'An album holds no folders.')
  if (parent?.path.startsWith(folder.path)) {
    throw new AppError('conflict', 'A folder cannot be put into itself.')
  }
  const below = await listFolders(deps.db, folder.spaceId, folder.path, maxFoldersInSpace)
  const height = Math.max(...below.map(({ path }) => depthOf(path) - depthOf(folder.path)))
  if (depthOf(parent?.path ?? '/') + 1 + height > maxFolderDepth) throw tooDeep()
  const isMoved = await moveFolder(deps.db, folder, parent, deps.now()).catch(
    asNameTaken(folder.name),
  )
  if (!isMoved) throw movedMeanwhile()
  deps.log.info('folder.moved', { folderId: folder.id })
}

/** Who takes a folder away from where it is must be an editor there too, not only inside it. */
async function requireAbove(deps: FolderDeps, actor: Actor, folder: FolderRow): Promise<void> {
  const above = folder.path.slice(0, folder.path.lastIndexOf(folder.id))
  const folderPath = above === '/' ? null : above
  const missing = () =>
    new AppError('forbidden', 'You may change what is in this folder, not where it lies.')
  await requireRoleAt(deps, actor, { spaceId: folder.spaceId, folderPath }, 'editor', missing)
}

async function folderOf(deps: Pick<Deps, 'db'>, id: FolderId): Promise<FolderRow> {
  const folder = await findFolder(deps.db, id)
  if (!folder) throw noSuchFolder()
  return folder
}

/** 1 for a folder at the top. */
function depthOf(path: string): number {
  return path.split('/').length - 2
}

function asNameTaken(name: string) {
  return (error: unknown): never => {
    if (!(error instanceof NameTakenError)) throw error
    throw new AppError('name_taken', `There is a folder “${name}” here already.`)
  }
}

function movedMeanwhile(): AppError {
  const detail = 'Somebody else changed these folders at the same moment. Try again.'
  return new AppError('try_again', detail)
}

function tooDeep(): AppError {
  return new AppError('conflict', `Folders lie in each other at most ${maxFolderDepth} deep.`)
}
