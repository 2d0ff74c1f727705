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
