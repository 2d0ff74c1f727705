import { type Signal, signal } from '@preact/signals'
import type { FolderCard, FolderView } from '#contracts/folders'
import type { FolderId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'

/** All folders and albums of one space, as last read. `failed` only while there is nothing to show. */
export interface FolderList {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  items: FolderView[]
}

/** The cards that were read so far. What is shown stays until it is read anew. */
export const cards: Signal<ReadonlyMap<FolderId, FolderCard>> = signal(new Map())

const loading: FolderList = { status: 'loading', error: null, items: [] }
const stores = new Map<
  SpaceId,
  { list: Signal<FolderList>; round: number; below: FolderId | null }
>()

function storeOf(spaceId: SpaceId) {
  const known = stores.get(spaceId)
  if (known) return known
  const made = { list: signal(loading), round: 0, below: null }
  stores.set(spaceId, made)
  return made
}

export function foldersOf(spaceId: SpaceId): Signal<FolderList> {
  return storeOf(spaceId).list
}

/**
 * Says that this person sees of a space only one folder and what is below it; null: all of it. What
 * is known of other folders is forgotten then.
 */
export function showOnlyBelow(spaceId: SpaceId, below: FolderId | null) {
  const store = storeOf(spaceId)
  if (store.below === below) return
  store.below = below
  store.round++
  store.list.value = loading
}

/** Reads the folders of a space anew; what is shown stays until they are there. */
export async function loadFolders(spaceId: SpaceId) {
  const store = storeOf(spaceId)
  const round = ++store.round
  if (store.list.value.status === 'failed') store.list.value = loading
  const query = store.below === null ? { space: spaceId } : { below: store.below }
  try {
    const { items } = await answer(api.api.folders.$get({ query }))
    if (round === store.round) store.list.value = { status: 'ready', error: null, items }
  } catch (error) {
    if (round !== store.round) return
    const { status, items } = store.list.value
    store.list.value = { status: status === 'ready' ? 'ready' : 'failed', error, items }
  }
}

/** Puts a folder as it is now where it was, or among the others. */
export function putFolder(folder: FolderView) {
  const store = storeOf(folder.spaceId)
  // An answer that was asked for before this change knows nothing of it.
  store.round++
  const others = store.list.value.items.filter(({ id }) => id !== folder.id)
  const items = folder.trashedAt === null ? [...others, folder] : others
  store.list.value = { ...store.list.value, items }
}

/** Forgets everything: who signs in next must not see it. */
export function forgetFolders() {
  cards.value = new Map()
  for (const store of stores.values()) {
    store.round++
    store.list.value = loading
  }
}
