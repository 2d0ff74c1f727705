import { useState } from 'preact/hooks'
import type { OrganizationView } from '#contracts/face-api'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'
import { makeOrganization } from './organization-calls.ts'

/** Asks for the name of a new organization, which knows nobody yet and looks for no faces. */
export function NewOrganization(props: {
  onMade: (made: OrganizationView) => Promise<void>
  onClose: () => void
}) {
  const [name, setName] = useState('')
  return (
    <TaskDialog
      title="New organization"
      button="Make it"
      onSubmit={async () => props.onMade(await makeOrganization(name.trim()))}
      onClose={props.onClose}
    >
      <Field
        label="Name"
        hint="Letters, digits, dots, dashes and underscores: it stands in addresses."
        required
        maxLength={63}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}
