import type { FileView } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import type { Place } from './addresses.ts'
import { type PagedFiles, pagedFiles } from './paged-files.ts'
import { queryOfSorting } from './sorting-query.ts'
import { sortingNamed } from './sortings.ts'

/** The files of a flat page: the trash, the archive, the favourites, or the library in another order. */
export function flatList(place: Place, space: SpaceId): PagedFiles {
  const isOurs = (file: FileView) => file.spaceId === space
  switch (place.kind) {
    case 'trash':
      return pagedFiles(
        () => ({ space, trashed: 'true' }),
        (file) => isOurs(file) && file.trashedAt !== null,
        'trash',
      )
    case 'archive':
      return pagedFiles(
        () => ({ space, archived: 'true' }),
        (file) => isOurs(file) && file.archivedAt !== null && file.trashedAt === null,
      )
    case 'favorites':
      return pagedFiles(
        () => ({ favorites: 'true' }),
        (file) => file.isFavorite && file.trashedAt === null,
      )
    case 'library':
      return pagedFiles(
        () => ({ space, ...queryOfSorting(sortingNamed(place.sorting)) }),
        (file) => isOurs(file) && file.archivedAt === null && file.trashedAt === null,
        place.sorting === 'uploaded-desc' ? 'library' : null,
      )
  }
}
