import { useState } from 'preact/hooks'
import type { Invite } from '#contracts/admin'
import { ApiError } from '../api.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { makeInvite } from './calls.ts'
import { QuotaField } from './quota-field.tsx'
import { readQuota } from './quota-text.ts'

const ends = [
  { value: '1', name: 'In a day' },
  { value: '7', name: 'In a week' },
  { value: '30', name: 'In 30 days' },
  { value: '90', name: 'In 90 days' },
] as const

/** Asks for whom and how long; `onMade` gets the invite with its link. */
export function NewInviteDialog(props: { onMade: (made: Invite) => void; onClose: () => void }) {
  const [note, setNote] = useState('')
  const [email, setEmail] = useState('')
  const [uses, setUses] = useState('1')
  const [end, setEnd] = useState<(typeof ends)[number]['value']>('7')
  const [quota, setQuota] = useState('')
  return (
    <TaskDialog
      title="New invite"
      button="Make the invite"
      onSubmit={async () => {
        const made = await makeInvite({
          note,
          email: email.trim() || null,
          maxUses: Number(uses),
          expiresInDays: Number(end),
          quotaBytes: quotaOf(quota),
        })
        props.onMade(made)
      }}
      onClose={props.onClose}
    >
      <Field
        label="Note"
        hint="For whom it is. Only admins see it."
        name="note"
        maxLength={200}
        autocomplete="off"
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <Field
        label="Only for this e-mail address"
        hint="Left empty, whoever has the link may use it."
        name="email"
        type="email"
        autocomplete="off"
        value={email}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <div class="field-pair">
        <Field
          label="How many may use it"
          name="uses"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={100}
          value={uses}
          onInput={(event) => setUses(event.currentTarget.value)}
        />
        <SelectField label="Expires" value={end} options={ends} onPick={setEnd} />
      </div>
      <QuotaField
        label="Each may keep"
        text={quota}
        emptyHint="Left empty, as much as everybody may."
        onText={setQuota}
      />
    </TaskDialog>
  )
}

/** Bytes, or null for an empty field; throws `ApiError` with the sentence for what cannot be read. */
function quotaOf(text: string): number | null {
  if (text.trim() === '') return null
  const { bytes, problem } = readQuota(text)
  if (bytes === null) throw new ApiError(0, 'validation_failed', problem)
  return bytes
}
