import { useEffect, useState } from 'preact/hooks'
import type { PasskeyView } from '#contracts/second-factor'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { showToast } from '../ui/toast.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { addPasskey, passkeys, removePasskey } from './protection.ts'

/** Passkeys: each opens the account with the device's own lock, in place of password and code. */
export function PasskeysSheet() {
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<PasskeyView | null>(null)
  useEffect(() => void passkeys.load(), [])
  const isAble = 'PublicKeyCredential' in window
  return (
    <Sheet
      title="Passkeys"
      lead="Sign in with a fingerprint, a face or the lock of a device, in place of password and code."
      action={
        isAble && (
          <Button icon="key" onClick={() => setAdding(true)}>
            Add a passkey
          </Button>
        )
      }
    >
      <PagedBody
        of={passkeys}
        empty={isAble ? 'No passkey yet.' : 'No passkey yet, and this browser cannot make one.'}
      >
        {(items) => (
          <ul>
            {items.map((passkey) => (
              <Row
                key={passkey.id}
                title={passkey.name}
                note={<Uses passkey={passkey} />}
                actions={
                  <Button
                    aria-label={`Remove the passkey ${passkey.name}`}
                    onClick={() => setLeaving(passkey)}
                  >
                    Remove
                  </Button>
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
      {leaving && (
        <PasswordDialog
          title={`Remove the passkey “${leaving.name}”?`}
          button="Remove"
          kind="danger"
          onSubmit={async (password) => {
            await removePasskey(leaving.id, password)
            showToast(`“${leaving.name}” opens nothing any more.`)
          }}
          onClose={() => setLeaving(null)}
        >
          <p>It no longer opens this account. What the device itself keeps of it stays there.</p>
        </PasswordDialog>
      )}
    </Sheet>
  )
}

function Uses({ passkey: { createdAt, lastUsedAt } }: { passkey: PasskeyView }) {
  const now = Date.now()
  return (
    <>
      Added <span title={formatExact(createdAt)}>{formatAgo(createdAt, now)}</span>,{' '}
      {lastUsedAt === null ? (
        'not used yet'
      ) : (
        <>
          last used <span title={formatExact(lastUsedAt)}>{formatAgo(lastUsedAt, now)}</span>
        </>
      )}
    </>
  )
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  return (
    <PasswordDialog
      title="Add a passkey"
      button="Go on"
      onSubmit={async (password) => {
        await addPasskey(name.trim(), password)
        showToast('The passkey is kept. Sign in with it from now on.')
      }}
      onClose={onClose}
    >
      <p>Your browser then asks where to keep it: on this device, a phone or a security key.</p>
      <Field
        label="A name for it"
        hint="So that you know it later: “work laptop”, “blue key”."
        required
        maxLength={60}
        autocomplete="off"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
    </PasswordDialog>
  )
}
