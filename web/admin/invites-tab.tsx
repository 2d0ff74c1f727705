import { useEffect, useState } from 'preact/hooks'
import type { Invite } from '#contracts/admin'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { formatAgo, formatBytes, formatDate, formatExact } from '../ui/format.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { invites, revokeInvite, showsAllInvites } from './calls.ts'
import { LinkDialog } from './link-dialog.tsx'
import { NewInviteDialog } from './new-invite-dialog.tsx'

/** The links by which people make themselves an account. */
export function InvitesTab() {
  const [isAsking, setAsking] = useState(false)
  const [made, setMade] = useState<Invite | null>(null)
  useEffect(() => void invites.load(), [])
  return (
    <Sheet
      title="Invites"
      lead="Whoever opens an invite’s link makes themselves an account. Send it yourself: nothing is sent by mail."
      action={
        <>
          <WhichInvites />
          <Button kind="primary" onClick={() => setAsking(true)}>
            New invite
          </Button>
        </>
      }
    >
      <PagedBody
        of={invites}
        empty={
          showsAllInvites.value
            ? 'There has been no invite yet. Make one and send its link.'
            : 'No invite is open. Make one and send its link.'
        }
      >
        {(items) => (
          <ul class="compact-rows" aria-label="Invites">
            {items.map((invite) => (
              <InviteRow key={invite.id} invite={invite} />
            ))}
          </ul>
        )}
      </PagedBody>
      {isAsking && <NewInviteDialog onMade={setMade} onClose={() => setAsking(false)} />}
      {made && (
        <LinkDialog title="The invite is made" url={made.url} onClose={() => setMade(null)}>
          {made.email === null ? 'Whoever has this link' : `Only ${made.email}`} can make an account
          with it until {formatDate(made.expiresAt)}.
        </LinkDialog>
      )}
    </Sheet>
  )
}

function WhichInvites() {
  return (
    <SelectField
      label="Which invites"
      isLabelHidden
      value={showsAllInvites.value ? 'all' : 'open'}
      options={[
        { value: 'open', name: 'Open ones' },
        { value: 'all', name: 'All of them' },
      ]}
      onPick={(which) => {
        showsAllInvites.value = which === 'all'
        void invites.load()
      }}
    />
  )
}

const endedBadges = {
  used: <Badge kind="proof">Used up</Badge>,
  expired: <Badge kind="plain">Expired</Badge>,
  revoked: <Badge kind="danger">Revoked</Badge>,
}

function InviteRow({ invite }: { invite: Invite }) {
  const [isRevoking, setRevoking] = useState(false)
  const isOpen = invite.state === 'active'
  return (
    <Row
      title={invite.note || invite.email || 'Without a note'}
      badges={invite.state !== 'active' && endedBadges[invite.state]}
      note={<Terms invite={invite} />}
      figures={
        isOpen
          ? `${invite.usesLeft} of ${invite.maxUses} left`
          : `${invite.maxUses - invite.usesLeft} of ${invite.maxUses} used`
      }
      actions={isOpen && <Button onClick={() => setRevoking(true)}>Revoke</Button>}
    >
      {isOpen && (
        <div class="row-link">
          <CopyText label={`Link, works until ${formatDate(invite.expiresAt)}`} text={invite.url} />
        </div>
      )}
      {isRevoking && (
        <TaskDialog
          title="Revoke this invite?"
          button="Revoke"
          kind="danger"
          onSubmit={async () => {
            await revokeInvite(invite.id)
            showToast('The invite is revoked. Its link opens nothing more.')
          }}
          onClose={() => setRevoking(false)}
        >
          <p>
            Its link stops working. Accounts that were made with it stay as they are. This cannot be
            undone, but you can make another one.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}

function Terms({ invite }: { invite: Invite }) {
  const { note, email, quotaBytes, createdAt, createdByUsername, expiresAt } = invite
  const parts = [
    ...(note && email ? [`only ${email}`] : []),
    ...(quotaBytes === null ? [] : [`${formatBytes(quotaBytes)} each`]),
    ...(invite.state === 'expired' ? [`expired on ${formatDate(expiresAt)}`] : []),
  ]
  return (
    <>
      {parts.length > 0 && `${parts.join(' · ')} · `}
      <time dateTime={createdAt} title={formatExact(createdAt)}>
        made {formatAgo(createdAt, Date.now())}
      </time>
      {createdByUsername && ` by ${createdByUsername}`}
    </>
  )
}
