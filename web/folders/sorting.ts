import { signal } from '@preact/signals'
import { type SortingName, sortingNamed } from '../library/sortings.ts'

const storageKey = 'cloudvault.folders.sorting'

/** The order that this person chose last, for all folders. */
export const sortingName = signal<SortingName>(sortingNamed(localStorage.getItem(storageKey)))

export function chooseSorting(name: SortingName) {
  sortingName.value = name
  localStorage.setItem(storageKey, name)
}
