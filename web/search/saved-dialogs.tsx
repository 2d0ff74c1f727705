import { useState } from 'preact/hooks'
import type { SavedSearch } from '#contracts/search'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'
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
      name={place.q.slice(0, 200)}
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

function NameDialog(props: {
  title: string
  button: string
  name: string
  onName: (name: string) => Promise<unknown>
  onClose: () => void
  children?: string
}) {
  const [name, setName] = useState(props.name)
  return (
    <TaskDialog
      title={props.title}
      button={props.button}
      onSubmit={() => props.onName(name)}
      onClose={props.onClose}
    >
      <Field
        label="Name"
        required
        maxLength={200}
        autocomplete="off"
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      {props.children && <p class="dialog-hint">{props.children}</p>}
    </TaskDialog>
  )
}
