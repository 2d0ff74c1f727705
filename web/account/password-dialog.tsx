import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { PasswordField } from './password-field.tsx'

/** A task that takes the password again, because it changes how the account is protected. */
export function PasswordDialog(props: {
  title: string
  button: string
  kind?: 'primary' | 'danger'
  onSubmit: (password: string) => Promise<unknown>
  onClose: () => void
  children?: ComponentChildren
}) {
  const [password, setPassword] = useState('')
  return (
    <TaskDialog
      title={props.title}
      button={props.button}
      kind={props.kind ?? 'primary'}
      onSubmit={() => props.onSubmit(password)}
      onClose={props.onClose}
    >
      {props.children}
      <PasswordField label="Your password" value={password} onInput={setPassword} />
    </TaskDialog>
  )
}
