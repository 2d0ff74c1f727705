import type { FolderView } from '#contracts/folders'
import { answer, api } from '../api.ts'

export interface InTrash {
  files: number
  bytes: number
  /** There are more of them than were counted. */
  isMore: boolean
}

/** Pages of the trash that are read at most to count what lies in one folder. */
const maxPages = 20

/** What went to trash with a folder: all of it has the moment at which the folder went. */
export async function trashedWith({ spaceId, trashedAt }: FolderView): Promise<InTrash> {
  const found: InTrash = { files: 0, bytes: 0, isMore: false }
  if (trashedAt === null) return found
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const query = { space: spaceId, trashed: 'true' as const, limit: '100' }
    const { items, nextCursor } = await answer(
      api.api.files.$get({ query: cursor === undefined ? query : { ...query, cursor } }),
    )
    for (const file of items) {
      if (file.trashedAt !== trashedAt) continue
      found.files++
      found.bytes += file.sizeBytes
    }
    // The latest come first.
    const isPast = items.some((file) => file.trashedAt !== null && file.trashedAt < trashedAt)
    if (nextCursor === null || isPast) return found
    cursor = nextCursor
  }
  return { ...found, isMore: true }
}
