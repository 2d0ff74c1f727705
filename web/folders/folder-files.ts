import type { FolderId, SpaceId } from '#contracts/ids'
import { type PagedFiles, pagedFiles } from '../library/paged-files.ts'
import { queryOfSorting } from '../library/sorting-query.ts'
import { sortingName } from './sorting.ts'

/** The files of one folder or album, or at the top of a space, in the order chosen. */
export function folderFiles(where: {
  spaceId: SpaceId
  folderId: FolderId | null
  isAlbum: boolean
}): PagedFiles {
  return pagedFiles(() => ({
    folder: where.folderId ?? 'top',
    ...(where.folderId === null ? { space: where.spaceId } : {}),
    ...(where.isAlbum ? {} : queryOfSorting(sortingName.value)),
  }))
}
