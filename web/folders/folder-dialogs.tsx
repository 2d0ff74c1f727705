import { useState } from 'preact/hooks'
import type { FolderKind, FolderView } from '#contracts/folders'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'

const nouns: Record<FolderKind, string> = { folder: 'folder', album: 'album' }

/** Asks for the name of a new folder or album, or for another name of one. */
export function NameDialog(props: {
  kind: FolderKind
  renamed?: FolderView
  onName: (name: string) => Promise<unknown>
  onClose: () => void
}) {
  const [name, setName] = useState(props.renamed?.name ?? '')
  const noun = nouns[props.kind]
  return (
    <TaskDialog
      title={props.renamed ? `Rename this ${noun}` : `New ${noun}`}
      button={props.renamed ? 'Rename' : `Make the ${noun}`}
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
    </TaskDialog>
  )
}
