import type { FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { ApiError, answer, api } from '../api.ts'
import { putFolder } from '../folders/folder-store.ts'
import type { Destination } from './upload-queue.ts'

// The folders of dropped folders: those that are there already are taken by their names.

const known = new Map<string, Promise<FolderId>>()
let last: Promise<unknown> = Promise.resolve()

/** The folder at the end of `names` below a destination; made, with those above it, where it is missing. */
export async function folderFor(
  { spaceId, folderId }: Destination,
  names: readonly string[],
): Promise<FolderId | null> {
  let parent = folderId
  for (const name of names) parent = await childOf({ spaceId, folderId: parent }, name)
  return parent
}

function childOf(parent: Destination, name: string): Promise<FolderId> {
  const key = `${parent.spaceId} ${parent.folderId} ${foldName(name)}`
  const found = known.get(key)
  if (found) return found
  // One after the other: a folder that two files need is made once.
  const made = last.then(() => findOrMake(parent, name))
  last = made.catch(() => undefined)
  known.set(key, made)
  // It may be renamed or trashed later: it is known only for what is dropped together.
  const forget = () => known.delete(key)
  made.then(() => setTimeout(forget, 30_000), forget)
  return made
}

async function findOrMake(parent: Destination, name: string): Promise<FolderId> {
  const found = await findChild(parent, name)
  if (found) return found.id
  const { spaceId, folderId } = parent
  const json = folderId === null ? { name, space: spaceId } : { name, parentId: folderId }
  try {
    const made = await answer(api.api.folders.$post({ json }))
    // A guest is not told of changes in a space that is not theirs.
    putFolder(made)
    return made.id
  } catch (error) {
    const isTaken = error instanceof ApiError && error.code === 'name_taken'
    const other = isTaken ? await findChild(parent, name) : null
    if (!other) throw error
    return other.id
  }
}

async function findChild({ spaceId, folderId }: Destination, name: string) {
  const query = folderId === null ? { space: spaceId } : { below: folderId }
  const { items } = await answer(api.api.folders.$get({ query }))
  return items.find(
    (folder: FolderView) =>
      folder.kind === 'folder' &&
      folder.parentId === folderId &&
      foldName(folder.name) === foldName(name),
  )
}

function foldName(name: string): string {
  return name.normalize('NFC').trim().toLocaleLowerCase('en')
}
