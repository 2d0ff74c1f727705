import { useState } from 'preact/hooks'
import type { OrganizationView } from '#contracts/face-api'
import { FormError } from '../shell/form-error.tsx'
import { useSubmit } from '../shell/use-submit.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { TextField } from '../ui/text-field.tsx'
import { recordConsent } from './organization-calls.ts'

/** What is proposed; whoever records it says what was really agreed to. */
const proposed =
  'The people who are registered and recognized here were told what is kept of their faces, what for and for how long, and agreed to it, or somebody who answers for them did.'

/** Before any face is looked for: who agreed to what. Only an admin can say it. */
export function ConsentNote(props: {
  organization: OrganizationView
  onChanged: () => Promise<void>
}) {
  const { organization } = props
  const [text, setText] = useState(proposed)
  const { error, isBusy, submit } = useSubmit(async () => {
    await recordConsent(organization, text)
    await props.onChanged()
  })
  if (organization.role !== 'admin') {
    return (
      <StateNote icon="people" title="Faces are off">
        Nobody has recorded yet that people agreed. An admin of {organization.organization} can.
      </StateNote>
    )
  }
  return (
    <form class="faces-consent" onSubmit={submit}>
      <h2>First: who agreed to what?</h2>
      <p>
        What describes a face is biometric. Nothing is looked for in this organization until you
        record what people agreed to; your name and the time are kept with it. Withdrawing it later
        ends all looking at once.
      </p>
      <TextField
        label="What was agreed to"
        rows={5}
        maxLength={4_000}
        value={text}
        onInput={setText}
      />
      {error && <FormError sentence={error} />}
      <Button kind="primary" type="submit" icon="check" busy={isBusy}>
        Record it, and turn faces on
      </Button>
    </form>
  )
}
