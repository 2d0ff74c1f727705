import type { ChangeAlbum, MoveFiles } from '#contracts/folders'
import type { FileId, FolderId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { copyFiles as copyFilesTo } from '../files/copy-files.ts'
import { filesByIds } from '../files/find-file.ts'
import { type Actor, membershipIn, type Place, requireRoleAt } from '../spaces/access.ts'
import { requireFolder } from './find-folder.ts'
import { addToAlbum, type FolderRow, moveFiles as moveRows, removeFromAlbum } from './queries.ts'

type MoveDeps = Pick<Deps, 'db' | 'now' | 'log' | 'announce' | 'defer' | 'homeLink'>

/**
 * Moves files into a folder of their space, or to its top. All of them or none: one that the actor
 * may not see is `not_found`, one that is in trash or of another space a `conflict`.
 */
export async function moveFiles(
  deps: MoveDeps,
  actor: Actor,
  { fileIds, folderId }: MoveFiles,
): Promise<number> {
  const to = await destinationOf(deps, actor, fileIds, folderId, 'editor')
  const { spaceId, folder, from } = to
  const moved = await moveRows(deps.db, fileIds, spaceId, folder, deps.now())
  deps.log.info('files.moved', { files: moved })
  deps.defer(
    deps.announce(spaceId, { type: 'folders.changed' }, insidesOf([...from, folder?.path])),
  )
  deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds }))
  return moved
}

/** Makes files of their own with the same originals; throws as moving does. */
export async function copyFiles(
  deps: MoveDeps,
  actor: Actor,
  { fileIds, folderId }: MoveFiles,
): Promise<FileId[]> {
  const { spaceId, folder } = await destinationOf(deps, actor, fileIds, folderId, 'viewer')
  const named = { folderId: folder?.id ?? null, createdBy: actor.userId }
  const place = { ...named, withWritings: true }
  const copied = await copyFilesTo(deps, fileIds, place)
  deps.defer(deps.announce(spaceId, { type: 'folders.changed' }, insidesOf([folder?.path])))
  deps.defer(deps.announce(spaceId, { type: 'files.changed', fileIds: copied }))
  return copied
}

/** Adds files to an album or takes them out of it; the files stay where they lie. */
export async function changeAlbum(
  deps: MoveDeps,
  actor: Actor,
  albumId: FolderId,
  { add, remove }: ChangeAlbum,
): Promise<void> {
  const album = await requireFolder(deps, actor, albumId, 'editor')
  if (album.kind !== 'album') throw new AppError('conflict', 'This is a folder, not an album.')
  if (add.length > 0) {
    await requireFiles(deps, actor, add, album.spaceId, 'viewer')
    await addToAlbum(deps.db, albumId, add, actor.userId, deps.now())
  }
  if (remove.length > 0) await removeFromAlbum(deps.db, albumId, remove)
  deps.defer(deps.announce(album.spaceId, { type: 'folders.changed' }, insidesOf([album.path])))
}

async function destinationOf(
  deps: MoveDeps,
  actor: Actor,
  fileIds: FileId[],
  folderId: FolderId | null,
  role: 'viewer' | 'editor',
): Promise<{ spaceId: FolderRow['spaceId']; folder: FolderRow | null; from: (string | null)[] }> {
  const folder = folderId === null ? null : await requireFolder(deps, actor, folderId, 'editor')
  if (folder?.kind === 'album') {
    throw new AppError('conflict', 'An album only shows files. Add them to it instead.')
  }
  const files = await requireFiles(deps, actor, fileIds, folder?.spaceId ?? null, role)
  if (folder === null) membershipIn(actor, files.spaceId, 'editor')
  return { ...files, folder }
}

/** Checks every one of the files, asking once for each folder they lie in; answers their space and those folders' paths. */
async function requireFiles(
  deps: MoveDeps,
  actor: Actor,
  fileIds: FileId[],
  wantedSpaceId: FolderRow['spaceId'] | null,
  role: 'viewer' | 'editor',
): Promise<{ spaceId: FolderRow['spaceId']; from: (string | null)[] }> {
  const rows = await filesByIds(deps, fileIds)
  if (rows.length !== new Set(fileIds).size) throw noSuchFile()
  const places = new Map<string, Place>(
    rows.map((row) => [`${row.spaceId} ${row.folderPath}`, row]),
  )
  for (const place of places.values()) await requireRoleAt(deps, actor, place, role, noSuchFile)
  const spaceId = wantedSpaceId ?? rows[0]?.spaceId
  if (spaceId === undefined || rows.some((row) => row.spaceId !== spaceId)) {
    throw new AppError('conflict', 'Files stay in their space.')
  }
  if (rows.some(({ trashedAt }) => trashedAt !== null)) {
    throw new AppError('conflict', 'One of these files is in trash. Take it out first.')
  }
  return { spaceId, from: [...places.values()].map(({ folderPath }) => folderPath) }
}

/** Paths that name what lies in these folders, and not the folders themselves: those stay as they are. */
function insidesOf(paths: (string | null | undefined)[]): string[] {
  return paths.flatMap((path) => (path ? [`${path}*`] : []))
}
