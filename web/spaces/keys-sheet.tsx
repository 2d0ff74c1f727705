import { useEffect, useState } from 'preact/hooks'
import type { ApiKeyView } from '#contracts/api-keys'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatDate } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { type OneSpace, revokeKey } from './calls.ts'
import { MadeKeyDialog, NewKeyDialog } from './new-key-dialogs.tsx'

/** The keys with which programs reach a space, for its admins. */
export function KeysSheet({ space }: { space: OneSpace }) {
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<{ text: string; name: string } | null>(null)
  useEffect(() => void space.keys.load(), [space])
  return (
    <Sheet
      title="API keys"
      lead="With a key a program reaches this space and no other, and only for what the key is for."
      action={
        <Button icon="key" onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      <PagedBody of={space.keys} empty="No program has a key to this space.">
        {(items) => (
          <ul>
            {items.map((key) => (
              <KeyRow key={key.id} space={space} apiKey={key} />
            ))}
          </ul>
        )}
      </PagedBody>
      <p class="quiet">
        What a program can ask is described, and can be tried, in <a href="/api/docs">the API</a>.
      </p>
      {isMaking && (
        <NewKeyDialog
          space={space}
          onMade={(text, name) => setMade({ text, name })}
          onClose={() => setMaking(false)}
        />
      )}
      {made && <MadeKeyDialog {...made} onClose={() => setMade(null)} />}
    </Sheet>
  )
}

function KeyRow({ space, apiKey }: { space: OneSpace; apiKey: ApiKeyView }) {
  const [isAsking, setAsking] = useState(false)
  const now = Date.now()
  const { name, expiresAt, lastUsedAt } = apiKey
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now
  return (
    <Row
      title={name}
      badges={
        <>
          <span class="mono quiet key-prefix">{apiKey.prefix}…</span>
          {isOver && <Badge kind="waiting">Expired</Badge>}
          {apiKey.exposedAt !== null && <Badge kind="danger">Seen in an address</Badge>}
        </>
      }
      note={
        <>
          {apiKey.scopes.join(', ')}. Made by {apiKey.createdByUsername},{' '}
          {lastUsedAt === null ? 'never used' : `last used ${formatAgo(lastUsedAt, now)}`},{' '}
          {expiresAt === null
            ? 'never expires'
            : `${isOver ? 'expired' : 'expires'} on ${formatDate(expiresAt)}`}
          .
          {apiKey.exposedAt !== null && (
            <span class="key-warning">
              {' '}
              It stood in an address, where logs keep it: make a new one and revoke this one.
            </span>
          )}
        </>
      }
      actions={
        <Button aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      }
    >
      {isAsking && (
        <TaskDialog
          title={`Revoke “${name}”?`}
          button="Revoke"
          kind="danger"
          onSubmit={async () => {
            await revokeKey(space, apiKey.id)
            showToast(`“${name}” opens nothing any more.`)
          }}
          onClose={() => setAsking(false)}
        >
          <p>Programs that use it are refused from now on. It cannot be taken back.</p>
        </TaskDialog>
      )}
    </Row>
  )
}
