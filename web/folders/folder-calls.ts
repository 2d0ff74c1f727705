import type { FolderKind, FolderView } from '#contracts/folders'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { loadFolders, putFolder } from './folder-store.ts'

// What is done with folders and albums. Every call throws `ApiError` when it is refused.

const one = api.api.folders[':folderId']

export async function makeFolder(made: {
  spaceId: SpaceId
  name: string
  kind: FolderKind
  parentId?: FolderId | null
}): Promise<FolderView> {
  const { spaceId, name, kind, parentId = null } = made
  const json = parentId === null ? { name, kind, space: spaceId } : { name, kind, parentId }
  const folder = await answer(api.api.folders.$post({ json }))
  putFolder(folder)
  return folder
}

export async function renameFolder(id: FolderId, name: string) {
  putFolder(await answer(one.$patch({ param: { folderId: id }, json: { name } })))
}

/** Null is the top of its space. */
export async function moveFolder(id: FolderId, parentId: FolderId | null) {
  putFolder(await answer(one.$patch({ param: { folderId: id }, json: { parentId } })))
}

export async function trashFolder(id: FolderId) {
  const folder = await answer(one.$delete({ param: { folderId: id } }))
  putFolder(folder)
  await loadFolders(folder.spaceId)
}

export async function restoreFolder(id: FolderId): Promise<FolderView> {
  const folder = await answer(one.restore.$post({ param: { folderId: id } }))
  await loadFolders(folder.spaceId)
  return folder
}

export async function moveFilesTo(fileIds: FileId[], folderId: FolderId | null) {
  await answer(api.api.files.move.$post({ json: { fileIds, folderId } }))
}

export async function addToAlbum(albumId: FolderId, add: FileId[]) {
  await answer(one.files.$put({ param: { folderId: albumId }, json: { add } }))
}

export async function removeFromAlbum(albumId: FolderId, remove: FileId[]) {
  await answer(one.files.$put({ param: { folderId: albumId }, json: { remove } }))
}

/** The picture that stands for an album; null: the one that came into it last. */
export async function chooseCover(albumId: FolderId, coverFileId: FileId | null) {
  putFolder(await answer(one.$patch({ param: { folderId: albumId }, json: { coverFileId } })))
}
