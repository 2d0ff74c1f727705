import { type FileId, fileIdSchema, type SavedSearchId, savedSearchIdSchema } from '#contracts/ids'

// | address | page |
// |---|---|
// | /saved/ID | what a saved search finds now |
// | /saved/ID/photo/ID | the same with that file open over it |
const pattern = /^\/saved\/([^/]+)(?:\/photo\/([^/]+))?$/

export function savedAddress(id: SavedSearchId, fileId?: FileId): string {
  return fileId === undefined ? `/saved/${id}` : `/saved/${id}/photo/${fileId}`
}

/** Which saved search an address is of, or null when it is of none. */
export function readSavedAddress(
  path: string,
): { id: SavedSearchId; openId: FileId | null } | null {
  const parts = pattern.exec(path)
  const id = savedSearchIdSchema.safeParse(parts?.[1])
  if (!id.success) return null
  const openId = fileIdSchema.safeParse(parts?.[2])
  return { id: id.data, openId: openId.success ? openId.data : null }
}
