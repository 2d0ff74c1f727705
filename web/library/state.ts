import { signal } from '@preact/signals'
import type { FileDetail, FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type ListKind, mergeFiles } from './file-list.ts'

export interface ListState {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  files: FileView[]
  nextCursor: string | null
  isLoadingMore: boolean
}

const nothing: ListState = {
  status: 'loading',
  error: null,
  files: [],
  nextCursor: null,
  isLoadingMore: false,
}

export const lists = {
  library: signal<ListState>(nothing),
  trash: signal<ListState>(nothing),
}

/** What the open viewer shows beyond the list; null while it loads. */
export const detail = signal<FileDetail | null>(null)

const pageSize = '100'

function query(kind: ListKind, cursor?: string) {
  return {
    limit: pageSize,
    trashed: kind === 'trash' ? ('true' as const) : ('false' as const),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

/** Loads the first page; what is shown stays until the answer is there. */
export async function loadList(kind: ListKind) {
  const list = lists[kind]
  try {
    const page = await answer(api.api.files.$get({ query: query(kind) }))
    list.value = {
      status: 'ready',
      error: null,
      files: page.items,
      nextCursor: page.nextCursor,
      isLoadingMore: false,
    }
  } catch (error) {
    const isEmpty = list.value.files.length === 0
    list.value = { ...list.value, status: isEmpty ? 'failed' : 'ready', error }
  }
}

/** Loads the next page, if there is one and none is on its way. */
export async function loadMore(kind: ListKind) {
  const list = lists[kind]
  const { nextCursor, isLoadingMore } = list.value
  if (nextCursor === null || isLoadingMore) return
  list.value = { ...list.value, isLoadingMore: true }
  try {
    const page = await answer(api.api.files.$get({ query: query(kind, nextCursor) }))
    const known = new Set(list.value.files.map((file) => file.id))
    const fresh = page.items.filter((file) => !known.has(file.id))
    list.value = {
      ...list.value,
      files: [...list.value.files, ...fresh],
      nextCursor: page.nextCursor,
      isLoadingMore: false,
    }
  } catch (error) {
    list.value = { ...list.value, isLoadingMore: false, error }
  }
}

/** Puts files, as they are now, wherever they belong. */
export function mergeEverywhere(files: readonly FileView[]) {
  for (const kind of ['library', 'trash'] as const) {
    const list = lists[kind]
    if (list.value.status !== 'ready') continue
    const isComplete = list.value.nextCursor === null
    list.value = { ...list.value, files: mergeFiles(list.value.files, files, kind, isComplete) }
  }
}

const changed = new Set<FileId>()
let refreshTimer: ReturnType<typeof setTimeout> | undefined

/** Asks for these files again: many changes within a moment become one request. */
export function refreshFiles(ids: readonly FileId[]) {
  for (const id of ids) changed.add(id)
  if (refreshTimer !== undefined) return
  refreshTimer = setTimeout(() => {
    refreshTimer = undefined
    void fetchChanged()
  }, 120)
}

async function fetchChanged() {
  const ids = [...changed].slice(0, 100)
  for (const id of ids) changed.delete(id)
  if (changed.size > 0) refreshFiles([])
  try {
    mergeEverywhere((await answer(api.api.files.$get({ query: { ids: ids.join(',') } }))).items)
    if (detail.value && ids.includes(detail.value.id)) await loadDetail(detail.value.id)
  } catch {
    // The connection is gone; when it is back, the lists are loaded anew.
  }
}

export async function loadDetail(id: FileId) {
  detail.value = await answer(api.api.files[':id'].$get({ param: { id } }))
  mergeEverywhere([detail.value])
}

export async function trashFile(id: FileId) {
  mergeEverywhere([await answer(api.api.files[':id'].$delete({ param: { id } }))])
}

export async function restoreFile(id: FileId) {
  mergeEverywhere([await answer(api.api.files[':id'].restore.$post({ param: { id } }))])
}
