import { useState } from 'preact/hooks'
import { Field } from '../ui/field.tsx'
import { TaskDialog } from './task-dialog.tsx'

/** Asks for a name, of up to 200 characters, that is new or another one than before. */
export function NameDialog(props: {
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
