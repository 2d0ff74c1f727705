import { useId, useState } from 'preact/hooks'
import type { AdminUser } from '#contracts/admin'
import { attempt } from '../shell/attempt.ts'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatBytes, formatDate, formatExact } from '../ui/format.ts'
import { Row } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { restoreUser } from './calls.ts'
import { UserTasks } from './user-tasks.tsx'

/** One account: what it keeps, how it stands, and behind a button what can be done with it. */
export function UserRow({ user, isMe }: { user: AdminUser; isMe: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const tasksId = useId()
  const isDeleted = user.deletedAt !== null
  return (
    <Row
      title={user.username}
      badges={
        <>
          {isMe && <Badge kind="plain">You</Badge>}
          {user.isAdmin && <Badge kind="proof">Admin</Badge>}
          {user.disabledAt !== null && !isDeleted && <Badge kind="waiting">Disabled</Badge>}
          {isDeleted && <Badge kind="danger">Deleted</Badge>}
        </>
      }
      note={<Note user={user} />}
      figures={<Usage user={user} />}
      actions={
        isDeleted ? (
          <Button
            icon="restore"
            onClick={() =>
              void attempt(() => restoreUser(user.id), `${user.username} is back with everything.`)
            }
          >
            Restore
          </Button>
        ) : (
          <Button
            aria-expanded={isOpen}
            aria-controls={tasksId}
            aria-label={`${isOpen ? 'Close' : 'Manage'} ${user.username}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Close' : 'Manage'}
          </Button>
        )
      }
    >
      <div id={tasksId} hidden={!isOpen || isDeleted}>
        {isOpen && !isDeleted && <UserTasks user={user} isMe={isMe} />}
      </div>
    </Row>
  )
}

function Note({ user }: { user: AdminUser }) {
  const { email, createdAt, lastSeenAt, purgeAt } = user
  if (purgeAt !== null) return <>Everything of it goes for good on {formatDate(purgeAt)}.</>
  return (
    <>
      {email !== null && <span class="fact">{email}</span>}
      <span class="fact">since {formatDate(createdAt)}</span>
      <span class="fact">
        {lastSeenAt === null ? (
          'never signed in'
        ) : (
          <time dateTime={lastSeenAt} title={formatExact(lastSeenAt)}>
            seen {formatAgo(lastSeenAt, Date.now())}
          </time>
        )}
      </span>
    </>
  )
}

/** Amber from nine tenths on, red when nothing more fits. */
function Usage({ user }: { user: AdminUser }) {
  const { usedBytes, reservedBytes, quotaBytes } = user
  const share = quotaBytes === 0 ? 1 : (usedBytes + reservedBytes) / quotaBytes
  const state = share >= 1 ? 'is-full' : share >= 0.9 ? 'is-near' : ''
  const words = `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)}`
  return (
    <div class={`usage ${state}`}>
      <p>
        <span>{words}</span>
        <span class="quiet">{percentWords(share)}</span>
      </p>
      <meter
        class="visually-hidden"
        aria-label={`${user.username} keeps ${words}`}
        min={0}
        max={1}
        value={Math.min(1, share)}
      />
      <div class="usage-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, share)})` }} />
      </div>
    </div>
  )
}

function percentWords(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %'
  // Of a quota that was set far below what is kept, the exact share says nothing more.
  return share > 9.99 ? 'over 999 %' : `${Math.floor(share * 100)} %`
}
