import { z } from 'zod'
import { fileSortSchema } from '#contracts/files'

const choiceSchema = z.object({ sort: fileSortSchema, order: z.enum(['asc', 'desc']) })

/** In what order files can be shown; `value` stands in addresses, `name` is what the menu says. */
export const sortings = [
  { value: 'taken-desc', name: 'Newest first' },
  { value: 'taken-asc', name: 'Oldest first' },
  { value: 'uploaded-desc', name: 'Last added' },
  { value: 'uploaded-asc', name: 'First added' },
  { value: 'name-asc', name: 'Name, A to Z' },
  { value: 'name-desc', name: 'Name, Z to A' },
  { value: 'size-desc', name: 'Largest first' },
  { value: 'size-asc', name: 'Smallest first' },
] as const
export type SortingName = (typeof sortings)[number]['value']

/** The newest first: the order of the timeline. */
export const usualSorting: SortingName = 'taken-desc'

/** The order of that name; the usual one when there is none of that name. */
export function sortingNamed(name: string | null | undefined): SortingName {
  return sortings.find(({ value }) => value === name)?.value ?? usualSorting
}

/** What to ask the API for. */
export function queryOfSorting(name: SortingName): z.infer<typeof choiceSchema> {
  const [sort, order] = name.split('-')
  return choiceSchema.parse({ sort, order })
}
