import { useEffect, useState } from 'preact/hooks'
import type { SessionView } from '#contracts/accounts'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { endSession, sessions, signOutElsewhere } from './own-account.ts'

/** Where one is signed in. */
export function SessionsSheet() {
  const [isAsking, setAsking] = useState(false)
  useEffect(() => void sessions.load(), [])
  const others = sessions.list.value.items.filter(({ isCurrent }) => !isCurrent).length
  return (
    <Sheet
      title="Sessions"
      lead="Where you are signed in. End what you do not know, then change your password."
      action={
        others > 0 && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <PagedBody of={sessions} empty="Nothing is signed in.">
        {(items) => (
          <ul>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
      </PagedBody>
      {isAsking && (
        <TaskDialog
          title="Sign out everywhere else?"
          button="Sign out"
          kind="danger"
          onSubmit={async () => {
            await signOutElsewhere()
            showToast('Only this one is signed in now.')
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            {others === 1 ? 'One other session ends' : `${others} other sessions end`} at once, also
            uploads that run there. This one stays.
          </p>
        </TaskDialog>
      )}
    </Sheet>
  )
}

function SessionRow({ session }: { session: SessionView }) {
  const [isBusy, setBusy] = useState(false)
  const { device, place, isCurrent, lastSeenAt, createdAt } = session
  const name = device ?? 'An unnamed client'
  const now = Date.now()
  async function end() {
    setBusy(true)
    await attempt(() => endSession(session.id), `${name} is signed out.`)
    setBusy(false)
  }
  return (
    <Row
      title={name}
      badges={
        <>
          {isCurrent && <Badge kind="proof">This one</Badge>}
          {session.kind === 'api' && <Badge kind="plain">API client</Badge>}
        </>
      }
      note={
        <>
          {isCurrent ? (
            'In use now'
          ) : (
            <span title={formatExact(lastSeenAt)}>Last seen {formatAgo(lastSeenAt, now)}</span>
          )}
          {place !== null && `, from ${countryOf(place)}`}, signed in{' '}
          <span title={formatExact(createdAt)}>{formatAgo(createdAt, now)}</span>
        </>
      }
      actions={
        !isCurrent && (
          <Button busy={isBusy} aria-label={`End the session ${name}`} onClick={() => void end()}>
            End
          </Button>
        )
      }
    />
  )
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** The edge also has codes that name no country (`T1`, `XX`). */
function countryOf(code: string): string {
  try {
    return countries.of(code) ?? code
  } catch {
    return code
  }
}
