import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'
import { mergeFiles, type TimedList } from './file-list.ts'

/** A list of files that is read page by page, and hears what becomes of them. */
export interface PagedFiles {
  paged: PagedList<FileView>
  /** Reads as many as are shown anew, once the changes of a moment are over. */
  refresh(): void
  /** Puts changed files in their places; one that is new here is read with the list. */
  merge(files: readonly FileView[]): void
  drop(ids: ReadonlySet<FileId>): void
  stop(): void
}

type Query = Omit<Parameters<typeof api.api.files.$get>[0]['query'], 'cursor' | 'limit' | 'page'>

const pageSize = 100
/** Of more files than these, only the first are read anew at each change. */
const refreshedAtMost = 600
const settleMs = 400

/**
 * `belongs` says whether a file that changed is one of this list; without it, that is known only by
 * reading the list anew. In a list by time, `timed`, a new file finds its place at once.
 */
export function pagedFiles(
  query: () => Query,
  belongs?: (file: FileView) => boolean,
  timed: TimedList | null = null,
): PagedFiles {
  let wanted = pageSize
  const read = (cursor: string | undefined) =>
    answer(
      api.api.files.$get({
        query: { ...query(), limit: String(pageSize), ...(cursor === undefined ? {} : { cursor }) },
      }),
    )
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
  function refresh() {
    if (timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      wanted = Math.min(refreshedAtMost, Math.max(pageSize, paged.list.value.items.length))
      void paged.load()
    }, settleMs)
  }
  return {
    paged,
    refresh,
    merge(files) {
      if (!belongs) return
      const { status, isLoadingMore, nextCursor } = paged.list.value
      // What is on its way may have been read before the change.
      const isReading = status === 'loading' || isLoadingMore
      if (timed !== null) {
        if (isReading) refresh()
        const ours = files.filter(({ spaceId }) => spaceId === query().space)
        paged.change((items) => mergeFiles(items, ours, timed, nextCursor === null))
        return
      }
      const changed = new Map(files.map((file) => [file.id, file]))
      const known = new Set(paged.list.value.items.map(({ id }) => id))
      const isNew = files.some((file) => belongs(file) && !known.has(file.id))
      if (isNew || isReading) refresh()
      if (!files.some(({ id }) => known.has(id))) return
      paged.change((items) => items.map((file) => changed.get(file.id) ?? file).filter(belongs))
    },
    drop(ids) {
      paged.change((items) => items.filter(({ id }) => !ids.has(id)))
    },
    stop: () => clearTimeout(timer),
  }
}
