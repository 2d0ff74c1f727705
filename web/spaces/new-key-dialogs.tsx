import { useState } from 'preact/hooks'
import { type ApiKeyScope, apiKeyScopes } from '#contracts/api-keys'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { makeKey, type OneSpace } from './calls.ts'

const scopeHints: Record<ApiKeyScope, string> = {
  read: 'See and download files',
  upload: 'Upload files',
  delete: 'Move files to the trash',
  search: 'Search by words and likeness',
  transform: 'Make changed pictures',
  face: 'Recognise faces',
  generate: 'Make pictures from words',
  admin: 'Look after the space',
}

const ends = [
  { value: '30', name: 'In 30 days' },
  { value: '90', name: 'In 90 days' },
  { value: '365', name: 'In a year' },
  { value: 'never', name: 'Never' },
] as const

/** Asks what a new key is for. `onMade` gets the key itself, which is told this once, and its name. */
export function NewKeyDialog(props: {
  space: OneSpace
  onMade: (text: string, name: string) => void
  onClose: () => void
}) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(['read'])
  const [end, setEnd] = useState<(typeof ends)[number]['value']>('90')
  const expiresInDays = end === 'never' ? null : Number(end)
  return (
    <TaskDialog
      title="New API key"
      button="Make the key"
      onSubmit={async () => {
        const text = await makeKey(props.space, { name, scopes: [...scopes], expiresInDays })
        props.onMade(text, name)
      }}
      onClose={props.onClose}
    >
      <Field
        label="Name"
        hint="What it is for, such as the program that gets it."
        required
        maxLength={80}
        autocomplete="off"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <fieldset class="scopes">
        <legend>May</legend>
        {apiKeyScopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.currentTarget.checked
                    ? [...scopes, scope]
                    : scopes.filter((each) => each !== scope),
                )
              }
            />
            <span>
              <strong class="mono">{scope}</strong> <span class="quiet">{scopeHints[scope]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <SelectField label="Expires" value={end} options={ends} onPick={setEnd} />
    </TaskDialog>
  )
}

/** The key, this once. */
export function MadeKeyDialog(props: { text: string; name: string; onClose: () => void }) {
  return (
    <Dialog
      title={`Here is “${props.name}”`}
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={props.onClose}>
          I have kept it
        </Button>
      }
    >
      <div class="dialog-form">
        <p>
          Copy it now: it is shown this once and never again. Whoever has it can do what it is for,
          so keep it like a password. A program sends it as <span class="mono">X-API-Key</span>,
          never in an address.
        </p>
        <CopyText label="API key" text={props.text} />
      </div>
    </Dialog>
  )
}
