import { signal } from '@preact/signals'
import type { FileDetail, FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { dropFromTimeline, forgetTimeline, mergeIntoTimeline } from './timeline-state.ts'

/** A list that is shown besides the timeline, and hears what becomes of files. */
export interface ShownList {
  merge(files: readonly FileView[]): void
  drop(ids: ReadonlySet<FileId>): void
  refresh(): void
}

export const shownLists = new Set<ShownList>()

/** Whose files are shown; null before the first are read. */
export const shownSpaceId = signal<SpaceId | null>(null)

/** Shows those of another space: nothing until they are read. */
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

/** Puts files, as they are now, wherever they belong. */
export function mergeEverywhere(files: readonly FileView[]) {
  mergeIntoTimeline(files)
  mergeBeside(files)
  const open = files.find((file) => file.id === detail.value?.id)
  if (open && detail.value) detail.value = { ...detail.value, ...open }
  for (const list of shownLists) list.merge(files)
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
  for (const list of shownLists) list.drop(new Set(ids))
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
  forgetTimeline()
  beside.value = new Map()
  shownSpaceId.value = null
  detail.value = null
  changed.clear()
}
