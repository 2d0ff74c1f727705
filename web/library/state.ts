import { signal } from '@preact/signals'
import type { FileDetail, FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type ListKind, mergeFiles } from './file-list.ts'
import { dropFromTimeline, forgetTimeline, mergeIntoTimeline } from './timeline-state.ts'

export interface ListState {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  files: FileView[]
  nextCursor: string | null
  isLoadingMore: boolean
}

/** What is known of a list before it has been read. */
export const nothing: ListState = {
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

/** Whose lists `lists` holds; null before the first is read. */
export const shownSpaceId = signal<SpaceId | null>(null)

/** Makes `lists` those of another space: they are empty until they are read. */
export function showSpace(id: SpaceId) {
  if (shownSpaceId.value === id) return
  forgetLists()
  shownSpaceId.value = id
}

/** What the open viewer shows beyond the list; null while it loads. */
export const detail = signal<FileDetail | null>(null)

/** The file that is open and those beside it, as the viewer needs them. */
export const beside = signal<ReadonlyMap<FileId, FileView>>(new Map())

function mergeBeside(files: readonly FileView[]) {
  const known = files.filter(({ id }) => beside.value.has(id))
  if (known.length === 0) return
  beside.value = new Map([...beside.value, ...known.map((file) => [file.id, file] as const)])
}

/** Reads these files for the viewer; those that are known stay as they are. */
export async function loadBeside(ids: readonly FileId[]) {
  const missing = ids.filter((id) => !beside.value.has(id))
  const fresh =
    missing.length === 0
      ? []
      : (await answer(api.api.files.$get({ query: { ids: missing.join(',') } }))).items
  const all = [...beside.value.values(), ...fresh]
  const kept = all.filter(({ id }) => ids.includes(id))
  beside.value = new Map(kept.map((file) => [file.id, file]))
}

const pageSize = '100'

function query(kind: ListKind, cursor?: string) {
  return {
    limit: pageSize,
    ...(shownSpaceId.value === null ? {} : { space: shownSpaceId.value }),
    trashed: kind === 'trash' ? ('true' as const) : ('false' as const),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

/**
 * Each load of a list begins a new round; what an older round brings is dropped, since its pages
 * no longer fit those that are shown.
 */
const rounds: Record<ListKind, number> = { library: 0, trash: 0 }

const isReading: Record<ListKind, boolean> = { library: false, trash: false }

/** What changed while a list was being read, and may be missing from what was read. */
const changedMeanwhile = new Set<FileId>()

/** Loads as many files as are shown, at least one page; what is shown stays until they are there. */
export async function loadList(kind: ListKind) {
  const list = lists[kind]
  const round = ++rounds[kind]
  const wanted = list.value.files.length
  if (list.value.status === 'failed') list.value = nothing
  isReading[kind] = true
  try {
    const files: FileView[] = []
    let nextCursor: string | undefined
    do {
      const page = await answer(api.api.files.$get({ query: query(kind, nextCursor) }))
      if (round !== rounds[kind]) return
      files.push(...page.items)
      nextCursor = page.nextCursor ?? undefined
    } while (nextCursor !== undefined && files.length < wanted)
    list.value = {
      status: 'ready',
      error: null,
      files,
      nextCursor: nextCursor ?? null,
      isLoadingMore: false,
    }
  } catch (error) {
    if (round !== rounds[kind]) return
    const isEmpty = list.value.files.length === 0
    list.value = {
      ...list.value,
      status: isEmpty ? 'failed' : 'ready',
      isLoadingMore: false,
      error,
    }
  } finally {
    if (round === rounds[kind]) stopReading(kind)
  }
}

function stopReading(kind: ListKind) {
  isReading[kind] = false
  if (isReading.library || isReading.trash || changedMeanwhile.size === 0) return
  refreshFiles([...changedMeanwhile])
  changedMeanwhile.clear()
}

/** Loads the next page, if there is one and none is on its way. */
export async function loadMore(kind: ListKind) {
  const list = lists[kind]
  const { nextCursor, isLoadingMore } = list.value
  if (nextCursor === null || isLoadingMore || isReading[kind]) return
  const round = rounds[kind]
  list.value = { ...list.value, isLoadingMore: true, error: null }
  try {
    const page = await answer(api.api.files.$get({ query: query(kind, nextCursor) }))
    if (round !== rounds[kind]) return
    const known = new Set(list.value.files.map((file) => file.id))
    const fresh = page.items.filter((file) => !known.has(file.id))
    list.value = {
      ...list.value,
      files: [...list.value.files, ...fresh],
      nextCursor: page.nextCursor,
      isLoadingMore: false,
    }
  } catch (error) {
    if (round === rounds[kind]) list.value = { ...list.value, isLoadingMore: false, error }
  }
}

/** Puts files, as they are now, wherever they belong. */
export function mergeEverywhere(ofAnySpace: readonly FileView[]) {
  const files = ofAnySpace.filter((file) => file.spaceId === shownSpaceId.value)
  mergeIntoTimeline(files)
  mergeBeside(files)
  const open = files.find((file) => file.id === detail.value?.id)
  if (open && detail.value) detail.value = { ...detail.value, ...open }
  if (isReading.library || isReading.trash) for (const file of files) changedMeanwhile.add(file.id)
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
  if (ids.length === 0) return
  if (changed.size > 0) refreshFiles([])
  try {
    const { items } = await answer(api.api.files.$get({ query: { ids: ids.join(',') } }))
    mergeEverywhere(items)
    const there = new Set(items.map(({ id }) => id))
    dropFiles(ids.filter((id) => !there.has(id)))
    if (detail.value && ids.includes(detail.value.id)) await loadDetail(detail.value.id)
  } catch {
    // The connection is gone; when it is back, the lists are loaded anew.
  }
}

/** Takes files out of what is shown that are not there any more, or not for this person. */
function dropFiles(ids: readonly FileId[]) {
  if (ids.length === 0) return
  dropFromTimeline(ids)
  for (const kind of ['library', 'trash'] as const) {
    const list = lists[kind]
    list.value = {
      ...list.value,
      files: list.value.files.filter(({ id }) => !ids.includes(id)),
    }
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

/** Removes a file from the trash for good. */
export async function purgeFile(id: FileId) {
  await answer(api.api.files[':id'].purge.$post({ param: { id } }))
  dropFiles([id])
}

/** Forgets everything: who signs in next on this page must not see it, not even for a moment. */
export function forgetLists() {
  for (const kind of ['library', 'trash'] as const) {
    rounds[kind]++
    isReading[kind] = false
    lists[kind].value = nothing
  }
  forgetTimeline()
  beside.value = new Map()
  shownSpaceId.value = null
  detail.value = null
  changed.clear()
  changedMeanwhile.clear()
}
