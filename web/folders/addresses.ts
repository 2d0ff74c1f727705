import {
  type FileId,
  type FolderId,
  fileIdSchema,
  folderIdSchema,
  type SpaceId,
  spaceIdSchema,
} from '#contracts/ids'

/** Pages of folders or albums; `id` is null for those at the top of a space. */
export interface FolderPlace {
  kind: 'folders' | 'albums'
  /** Whose, when `id` is null; null for the personal space. A folder tells its space itself. */
  space: SpaceId | null
  id: FolderId | null
}

// | address | page |
// |---|---|
// | /folders and /albums | what the personal space has at its top |
// | /spaces/ID/folders and /spaces/ID/albums | the same of another space |
// | /folders/ID and /albums/ID | one folder or album, of any space |
// | each of them with /photo/ID behind it | the same with that file open over it |
const pattern =
  /^(?:\/spaces\/([^/]+))?\/(folders|albums)(?:\/(?!photo(?:\/|$))([^/]+))?(?:\/photo\/([^/]+))?$/

export function folderAddress({ kind, space, id }: FolderPlace): string {
  if (id !== null) return `/${kind}/${id}`
  return space === null ? `/${kind}` : `/spaces/${space}/${kind}`
}

export function fileInFolderAddress(place: FolderPlace, file: FileId): string {
  return `${folderAddress(place)}/photo/${file}`
}

/** What a path shows, or null when it is no address of a folder. */
export function readFolderAddress(path: string): (FolderPlace & { openId: FileId | null }) | null {
  const parts = pattern.exec(path)
  if (!parts) return null
  const space = spaceIdSchema.optional().safeParse(parts[1])
  const id = folderIdSchema.optional().safeParse(parts[3])
  const openId = fileIdSchema.optional().safeParse(parts[4])
  if (!space.success || !id.success || !openId.success) return null
  if (space.data !== undefined && id.data !== undefined) return null
  return {
    kind: parts[2] === 'albums' ? 'albums' : 'folders',
    space: space.data ?? null,
    id: id.data ?? null,
    openId: openId.data ?? null,
  }
}
