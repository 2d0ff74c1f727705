import { useEffect, useState } from 'preact/hooks'
import type { AccessRequestView } from '#contracts/admin'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import {
  approveRequest,
  declineRequest,
  type RequestState,
  requestState,
  requests,
} from './calls.ts'

const emptyWords: Record<RequestState, string> = {
  pending:
    'Nobody is waiting. Whoever wants an account asks on the page “Ask for access”, which the sign-in page leads to.',
  approved: 'No request has been approved yet.',
  declined: 'No request has been declined.',
}

/** Who asked for an account. Approving makes an invite for their address, to be sent by hand. */
export function RequestsTab() {
  useEffect(() => {
    requestState.value = 'pending'
    void requests.load()
  }, [])
  return (
    <Sheet
      title="Requests"
      lead="Approving makes a link for their address. Send it to them yourself: nothing is sent by mail."
      action={
        <SelectField
          label="Which requests"
          isLabelHidden
          value={requestState.value}
          options={[
            { value: 'pending', name: 'Waiting' },
            { value: 'approved', name: 'Approved' },
            { value: 'declined', name: 'Declined' },
          ]}
          onPick={(state) => {
            requestState.value = state
            void requests.load()
          }}
        />
      }
    >
      <PagedBody of={requests} empty={emptyWords[requestState.value]}>
        {(items) => (
          <ul aria-label="Requests">
            {items.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
          </ul>
        )}
      </PagedBody>
    </Sheet>
  )
}

function RequestRow({ request }: { request: AccessRequestView }) {
  const { email, username, message, state, createdAt, decidedAt, inviteUrl } = request
  const [isBusy, setBusy] = useState(false)
  const [isDeclining, setDeclining] = useState(false)
  async function approve() {
    setBusy(true)
    await attempt(() => approveRequest(request.id), `Now send ${email} the link.`)
    setBusy(false)
  }
  return (
    <Row
      title={email}
      badges={
        <>
          {state === 'approved' && <Badge kind="proof">Approved</Badge>}
          {state === 'declined' && <Badge kind="danger">Declined</Badge>}
        </>
      }
      note={
        <>
          {username !== null && <>would like to be called {username} · </>}
          <When words="asked" iso={createdAt} />
          {decidedAt !== null && (
            <>
              {' · '}
              <When words={state} iso={decidedAt} />
            </>
          )}
          {message && <q class="request-message">{message}</q>}
        </>
      }
      actions={
        state === 'pending' && (
          <>
            <Button kind="primary" busy={isBusy} onClick={() => void approve()}>
              Approve
            </Button>
            <Button onClick={() => setDeclining(true)}>Decline</Button>
          </>
        )
      }
    >
      {inviteUrl !== null && (
        <div class="row-link">
          <CopyText label={`Link for ${email}`} text={inviteUrl} />
        </div>
      )}
      {state === 'approved' && inviteUrl === null && (
        <p class="row-note quiet">Their link has been used, or works no more.</p>
      )}
      {isDeclining && (
        <TaskDialog
          title={`Decline ${email}?`}
          button="Decline"
          kind="danger"
          onSubmit={async () => {
            await declineRequest(request.id)
            showToast(`The request of ${email} is declined.`)
          }}
          onClose={() => setDeclining(false)}
        >
          <p>They are not told. Later you can still invite them with a link of their own.</p>
        </TaskDialog>
      )}
    </Row>
  )
}

function When({ words, iso }: { words: string; iso: string }) {
  return (
    <time dateTime={iso} title={formatExact(iso)}>
      {words} {formatAgo(iso, Date.now())}
    </time>
  )
}
