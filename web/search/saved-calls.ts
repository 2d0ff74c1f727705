import { useEffect, useMemo } from 'preact/hooks'
import type { SavedSearchId } from '#contracts/ids'
import type { SavedSearch } from '#contracts/search'
import { answer, api } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'
import { showToast } from '../ui/toast.tsx'
import { nothingAsked, type SearchPlace } from './addresses.ts'

// What is kept of searches, and what can be done with them. Every call throws `ApiError`.

const saved = api.api.search.saved

/** One's own saved searches, by name, read when the page is opened. */
export function useSavedSearches(): PagedList<SavedSearch> {
  const list = useMemo(() => pagedList(() => answer(saved.$get())), [])
  useEffect(() => void list.load(), [])
  return list
}

export async function saveSearch(name: string, place: SearchPlace): Promise<SavedSearch> {
  const { q: query, space: spaceId, folder: folderId, like: likeFileId } = place
  return await answer(saved.$post({ json: { name, query, spaceId, folderId, likeFileId } }))
}

export async function renameSaved(id: SavedSearchId, name: string): Promise<SavedSearch> {
  return await answer(saved[':searchId'].$patch({ param: { searchId: id }, json: { name } }))
}

/**
 * Deletes it, says so and offers the way back, after which it is the same search by another id.
 * Resolves to whether it is gone.
 */
export async function deleteSaved(
  { id, name, ...kept }: SavedSearch,
  onBack: (made: SavedSearch) => void,
): Promise<boolean> {
  const isGone = await attempt(() =>
    answer(saved[':searchId'].$delete({ param: { searchId: id } })),
  )
  if (!isGone) return false
  const back = async () => onBack(await saveSearch(name, placeOf(kept)))
  showToast(`The saved search “${name}” is deleted. Its pictures stay.`, {
    action: { label: 'Undo', run: () => void attempt(back) },
  })
  return true
}

/** What a saved search asks for, and where. */
export function placeOf(
  kept: Pick<SavedSearch, 'query' | 'spaceId' | 'folderId' | 'likeFileId'>,
): SearchPlace {
  const { query: q, spaceId: space, folderId: folder, likeFileId: like } = kept
  return { ...nothingAsked, q, space, folder, like }
}

/** With one that is new or changed, by name as the vault lists them. */
export function withSaved(items: SavedSearch[], one: SavedSearch): SavedSearch[] {
  const others = items.filter(({ id }) => id !== one.id)
  return [...others, one].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}
