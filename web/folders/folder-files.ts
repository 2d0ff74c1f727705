import type { FileView } from '#contracts/files'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'
import { sortingName, sortingOf } from './sorting.ts'

/** The files of one folder or album, or at the top of a space, in the order chosen. */
export interface FolderFiles {
  paged: PagedList<FileView>
  /** Reads as many as are shown anew, once the changes of a moment are over. */
  refresh(): void
  drop(ids: ReadonlySet<FileId>): void
  stop(): void
}

const pageSize = 100
/** Of more files than these, only the first are read anew at each change. */
const refreshedAtMost = 600

export function folderFiles(where: {
  spaceId: SpaceId
  folderId: FolderId | null
  isAlbum: boolean
}): FolderFiles {
  let wanted = pageSize
  const read = async (cursor: string | undefined) => {
    const page = await answer(
      api.api.files.$get({
        query: {
          limit: String(pageSize),
          folder: where.folderId ?? 'top',
          ...(where.folderId === null ? { space: where.spaceId } : {}),
          ...(where.isAlbum ? {} : sortingOf(sortingName.value)),
          ...(cursor === undefined ? {} : { cursor }),
        },
      }),
    )
    return page
  }
  const paged = pagedList<FileView>(async (cursor) => {
    const first = await read(cursor)
    if (cursor !== undefined) return first
    const items = [...first.items]
    let { nextCursor } = first
    while (nextCursor !== null && items.length < wanted) {
      const page = await read(nextCursor)
      items.push(...page.items)
      nextCursor = page.nextCursor
    }
    return { items, nextCursor }
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    paged,
    refresh() {
      if (timer !== undefined) return
      wanted = Math.min(refreshedAtMost, Math.max(pageSize, paged.list.value.items.length))
      timer = setTimeout(() => {
        timer = undefined
        void paged.load()
      }, 400)
    },
    drop(ids) {
      paged.change((items) => items.filter(({ id }) => !ids.has(id)))
    },
    stop: () => clearTimeout(timer),
  }
}
