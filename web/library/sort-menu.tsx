import { navigate } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { listAddress, type Place } from './addresses.ts'
import { sortingNamed, sortings, usualSorting } from './sortings.ts'

/** The order of the library; what is chosen stands in the address. */
export function SortMenu({ place }: { place: Place }) {
  const { sorting: _, ...unsorted } = place
  return (
    <div class="sort-menu">
      <SelectField
        label="Order of the library"
        isLabelHidden
        value={sortingNamed(place.sorting)}
        options={sortings}
        onPick={(name) =>
          navigate(listAddress(name === usualSorting ? unsorted : { ...unsorted, sorting: name }))
        }
      />
    </div>
  )
}
