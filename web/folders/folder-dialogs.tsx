import { useEffect, useRef, useState } from 'preact/hooks'
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
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const input = ref.current?.querySelector('input')
    input?.focus()
    input?.select()
  }, [])
  const noun = nouns[props.kind]
  return (
    <TaskDialog
      title={props.renamed ? `Rename this ${noun}` : `New ${noun}`}
      button={props.renamed ? 'Rename' : `Make the ${noun}`}
      onSubmit={() => props.onName(name)}
      onClose={props.onClose}
    >
      <div ref={ref}>
        <Field
          label="Name"
          required
          maxLength={200}
          autocomplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
    </TaskDialog>
  )
}
