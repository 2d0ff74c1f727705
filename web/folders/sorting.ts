import { signal } from '@preact/signals'
import { z } from 'zod'
import { fileSortSchema } from '#contracts/files'

const choiceSchema = z.object({ sort: fileSortSchema, order: z.enum(['asc', 'desc']) })
type Sorting = z.infer<typeof choiceSchema>

/** In what order a folder can show its files; `value` is what the menu says. */
export const sortings = [
  { value: 'taken-desc', name: 'Newest first' },
  { value: 'taken-asc', name: 'Oldest first' },
  { value: 'uploaded-desc', name: 'Last uploaded' },
  { value: 'name-asc', name: 'Name' },
  { value: 'size-desc', name: 'Largest first' },
] as const
export type SortingName = (typeof sortings)[number]['value']

const storageKey = 'cloudvault.folders.sorting'
const isName = (text: unknown): text is SortingName => sortings.some(({ value }) => value === text)

function remembered(): SortingName {
  const text = localStorage.getItem(storageKey)
  return isName(text) ? text : 'taken-desc'
}

/** The order that this person chose last, for all folders. */
export const sortingName = signal<SortingName>(remembered())

export function chooseSorting(name: SortingName) {
  sortingName.value = name
  localStorage.setItem(storageKey, name)
}

export function sortingOf(name: SortingName): Sorting {
  const [sort, order] = name.split('-')
  return choiceSchema.parse({ sort, order })
}
