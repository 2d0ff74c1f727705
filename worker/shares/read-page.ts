import { type FolderId, folderIdSchema } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import type { searchFiles } from '../search/search-files.ts'
import type { ShareState } from './share-state.ts'
import { filesFound } from './space-reader.ts'
import {
  filesInAlbum,
  filesInFolder,
  filesOfShare,
  findFolder,
  foldersIn,
  type ShownFile,
} from './visitor-queries.ts'

export const filesOnPage = 100
/** Rows passed over are read all the same. */
export const lastPage = 100

/** What one page of a share shows. */
export interface SharePage {
  /** The folder inside the shared one that it shows; null: the share itself. */
  inside: { id: FolderId; name: string; parentId: FolderId | null } | null
  folders: { id: FolderId; name: string; fileCount: number }[]
  files: ShownFile[]
  page: number
  hasMore: boolean
}

export type ReadDeps = Pick<Deps, 'db'> & Parameters<typeof searchFiles>[0]

/** Null for a folder that is not in the share, and for a page that there is not. */
export async function readPage(
  deps: ReadDeps,
  share: ShareState,
  at: { folderId: FolderId | null; page: number },
  host: string,
): Promise<SharePage | null> {
  const inside = at.folderId === null ? null : await folderInside(deps, share, at.folderId)
  if (at.folderId !== null && inside === null) return null
  const slice = { limit: filesOnPage + 1, offset: (at.page - 1) * filesOnPage }
  const found = await filesAt(deps, share, inside?.id ?? null, slice, host)
  if (found.length === 0 && at.page > 1) return null
  const isFolder = share.kind === 'folder' && share.folder?.isAlbum === false
  const parentId = inside?.id ?? share.folder?.id
  const folders =
    isFolder && parentId !== undefined && at.page === 1 ? await foldersIn(deps.db, parentId) : []
  const files = found.slice(0, filesOnPage)
  return { inside, folders, files, page: at.page, hasMore: found.length > filesOnPage }
}

/** Some of the files that a share shows at one place, in its order. */
export async function filesAt(
  deps: ReadDeps,
  share: ShareState,
  folderId: FolderId | null,
  slice: { limit: number; offset: number },
  host: string,
): Promise<ShownFile[]> {
  if (share.kind === 'files') return await filesOfShare(deps.db, share.id, slice)
  if (share.kind === 'search') {
    return slice.offset > 0 ? [] : await filesFound(deps, share, host)
  }
  if (share.folder === null) return []
  if (share.folder.isAlbum) return await filesInAlbum(deps.db, share.folder.id, slice)
  return await filesInFolder(deps.db, share.spaceId, folderId ?? share.folder.id, slice)
}

async function folderInside(deps: Pick<Deps, 'db'>, share: ShareState, id: FolderId) {
  const found = share.folder && (await findFolder(deps.db, id))
  if (!found || !share.folder || found.trashedAt !== null) return null
  const isBelow = found.path.startsWith(share.folder.path) && found.id !== share.folder.id
  if (!isBelow) return null
  const parent = found.path.split('/').at(-3)
  const parentId = parent === share.folder.id ? null : idOf(parent)
  return { id: found.id, name: found.name, parentId }
}

function idOf(text: string | undefined): FolderId | null {
  const parsed = folderIdSchema.safeParse(text)
  return parsed.success ? parsed.data : null
}
