import type { Me } from '#contracts/accounts'
import type { SavedSearch } from '#contracts/search'
import { spaceName, spaceOf } from '../shell/own-spaces.ts'

/** Where a saved search looks: `everywhere`, `in Family`, `in one folder`. */
export function searchedIn(me: Me, saved: Pick<SavedSearch, 'spaceId' | 'folderId'>): string {
  if (saved.folderId !== null) return 'in one folder or album'
  if (saved.spaceId === null) return 'everywhere'
  const space = spaceOf(me, saved.spaceId)
  return space === null ? 'in a space that you are not in any more' : `in ${spaceName(space)}`
}
