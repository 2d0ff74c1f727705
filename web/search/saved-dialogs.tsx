import type { SavedSearch } from '#contracts/search'
import { NameDialog } from '../shell/name-dialog.tsx'
import { navigate } from '../ui/route.ts'
import { showToast } from '../ui/toast.tsx'
import type { SearchPlace } from './addresses.ts'
import { savedAddress } from './saved-addresses.ts'
import { renameSaved, saveSearch } from './saved-calls.ts'

/** Gives the search that is shown a name, under which it stays. */
export function SaveDialog({ place, onClose }: { place: SearchPlace; onClose: () => void }) {
  return (
    <NameDialog
      title="Save this search"
      button="Save"
      name={place.q === '' ? 'Pictures like one' : place.q.slice(0, 200)}
      onName={async (name) => {
        const { id } = await saveSearch(name, place)
        showToast(`“${name}” is saved, beside your albums.`, {
          action: { label: 'Open', run: () => navigate(savedAddress(id)) },
        })
      }}
      onClose={onClose}
    >
      It is kept with your albums and always shows what it finds then, also pictures that come
      later.
    </NameDialog>
  )
}

export function RenameSavedDialog(props: {
  saved: SavedSearch
  onRenamed: (saved: SavedSearch) => void
  onClose: () => void
}) {
  return (
    <NameDialog
      title="Rename this saved search"
      button="Rename"
      name={props.saved.name}
      onName={async (name) => props.onRenamed(await renameSaved(props.saved.id, name))}
      onClose={props.onClose}
    />
  )
}
