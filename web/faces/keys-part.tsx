import { useEffect, useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Field } from '../ui/field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { heldKey } from './face-calls.ts'
import { makeKey, type OrganizationKey, readKeys, revokeKey } from './organization-calls.ts'
import type { PartProps } from './page.tsx'

/** Keys of the organization: one that is made here is used by this page until it is left. */
export function KeysPart({ me, organization }: PartProps) {
  const [keys, setKeys] = useState<readonly OrganizationKey[] | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<OrganizationKey | null>(null)
  const [name, setName] = useState('')
  const isAdmin = organization.role === 'admin'
  const load = async () => {
    setSentence(null)
    await readKeys(organization).then(setKeys, (error: unknown) => setSentence(sentenceOf(error)))
  }
  useEffect(() => {
    if (isAdmin) void load()
  }, [isAdmin])
  const held = heldKey.value
  if (!isAdmin) {
    return (
      <Sheet title="Keys">
        <p class="sheet-empty quiet">Admins of {organization.organization} make its keys.</p>
      </Sheet>
    )
  }
  return (
    <Sheet
      title="Keys"
      lead="A key registers and recognizes in this organization and can nothing else. It is shown once; only this page keeps it, until it is left."
      action={
        <Button icon="plus" onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      {held && (
        <div class="faces-held">
          <CopyText
            label={`“${held.name}”, which calls from here are made with`}
            text={held.text}
          />
          <Button onClick={() => (heldKey.value = null)}>Go on as {me.username}</Button>
        </div>
      )}
      {sentence && (
        <div class="page-failure" role="alert">
          <p>{sentence}</p>
          <Button icon="retry" onClick={() => void load()}>
            Try again
          </Button>
        </div>
      )}
      {keys?.length === 0 && <p class="sheet-empty quiet">There is no key yet.</p>}
      {keys && keys.length > 0 && (
        <ul class="faces-list" aria-label="Keys">
          {keys.map((key) => (
            <Row
              key={`${key.user} ${key.api_key_name}`}
              title={key.api_key_name}
              badges={held?.name === key.api_key_name && <Badge kind="proof">in use here</Badge>}
              note={
                <>
                  <span class="mono">{key.prefix}…</span> of {key.user},{' '}
                  {key.last_used_at === null ? 'never used' : `last used ${when(key.last_used_at)}`}
                </>
              }
              actions={
                <Button kind="danger" icon="trash" onClick={() => setRevoked(key)}>
                  Revoke
                </Button>
              }
            />
          ))}
        </ul>
      )}
      {isMaking && (
        <TaskDialog
          title="New key"
          button="Make the key"
          onSubmit={async () => {
            const auth = { user: me.username, api_key_name: name.trim() }
            const made = await makeKey(organization, auth)
            const { api_key_name, api_key, organization: of } = made
            heldKey.value = { name: api_key_name, organization: of, text: api_key }
            setName('')
            await load()
          }}
          onClose={() => setMaking(false)}
        >
          <Field
            label="Name"
            hint="What it is for, such as the door that gets it."
            required
            maxLength={80}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </TaskDialog>
      )}
      {revoked && (
        <TaskDialog
          title={`Revoke “${revoked.api_key_name}”?`}
          button="Revoke"
          kind="danger"
          onSubmit={async () => {
            await revokeKey(organization, revoked)
            if (held?.name === revoked.api_key_name) heldKey.value = null
            await attempt(load)
          }}
          onClose={() => setRevoked(null)}
        >
          <p>Whatever uses it is refused from its next call on, also on open connections.</p>
        </TaskDialog>
      )}
    </Sheet>
  )
}

function when(time: string): string {
  return new Date(time).toLocaleString()
}
