import { useRef, useState } from 'preact/hooks'
import type { AdminUser } from '#contracts/admin'
import { refreshMe } from '../account/state.ts'
import { ApiError } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { formatBytes } from '../ui/format.ts'
import { showToast } from '../ui/toast.tsx'
import { changeUser, deleteUser, makeResetLink, restoreUser, setQuota } from './calls.ts'
import { LinkDialog } from './link-dialog.tsx'
import { QuotaField } from './quota-field.tsx'
import { readQuota, writeQuota } from './quota-text.ts'

interface OfUser {
  user: AdminUser
  onClose: () => void
}

export function QuotaDialog({ user, onClose }: OfUser) {
  const [text, setText] = useState(writeQuota(user.quotaBytes))
  const { bytes } = readQuota(text)
  const isBelow = bytes !== null && bytes < user.usedBytes
  return (
    <TaskDialog
      title={`Quota of ${user.username}`}
      button="Set quota"
      onSubmit={async () => {
        const read = readQuota(text)
        if (read.bytes === null) throw new ApiError(0, 'validation_failed', read.problem)
        await setQuota(user.id, read.bytes)
        await refreshMe()
        showToast(`${user.username} may keep ${formatBytes(read.bytes)}.`)
      }}
      onClose={onClose}
    >
      <QuotaField label="May keep" text={text} onText={setText} />
      <p class="dialog-hint">
        {user.username} keeps {formatBytes(user.usedBytes)} now.{' '}
        {isBelow && 'With less than that nothing is lost, but nothing more can be uploaded.'}
      </p>
    </TaskDialog>
  )
}

/** Asks first, because making a link ends the one before; then shows it. */
export function ResetDialog({ user, onClose }: OfUser) {
  const [made, setMade] = useState<{ url: string } | null>(null)
  const isMade = useRef(false)
  if (made) {
    return (
      <LinkDialog title={`For ${user.username}`} url={made.url} onClose={onClose}>
        Send this link to {user.username} yourself: nothing is sent by mail. It works once, for a
        day, and is shown this once.
      </LinkDialog>
    )
  }
  return (
    <TaskDialog
      title={`New password for ${user.username}`}
      button="Make a link"
      onSubmit={async () => {
        setMade(await makeResetLink(user.id))
        isMade.current = true
      }}
      onClose={() => {
        // Once it is made, the link takes the place of the question.
        if (!isMade.current) onClose()
      }}
    >
      <p>
        Whoever opens the link sets a new password for this account, which ends its sessions
        everywhere. A link made earlier stops working.
      </p>
    </TaskDialog>
  )
}

export function AdminDialog({ user, onClose }: OfUser) {
  const { username, isAdmin } = user
  return (
    <TaskDialog
      title={isAdmin ? `${username} is no longer admin?` : `Make ${username} an admin?`}
      button={isAdmin ? 'Take it away' : 'Make admin'}
      onSubmit={async () => {
        await changeUser(user.id, { isAdmin: !isAdmin })
        await refreshMe()
        showToast(isAdmin ? `${username} is no longer an admin.` : `${username} is an admin.`)
      }}
      onClose={onClose}
    >
      <p>
        {isAdmin
          ? 'They keep their account and pictures, and no longer see this page.'
          : 'Admins invite people, set quotas, disable and delete accounts, and read the audit. They can do so to you too.'}
      </p>
    </TaskDialog>
  )
}

export function DisableDialog({ user, onClose }: OfUser) {
  const { id, username } = user
  return (
    <TaskDialog
      title={`Disable ${username}?`}
      button="Disable"
      kind="danger"
      onSubmit={async () => {
        await changeUser(id, { isDisabled: true })
        const undo = () => void attempt(() => changeUser(id, { isDisabled: false }))
        showToast(`${username} can no longer sign in.`, { action: { label: 'Undo', run: undo } })
      }}
      onClose={onClose}
    >
      <p>
        Their sessions end at once and they cannot sign in until you enable them again. Their
        pictures stay as they are.
      </p>
    </TaskDialog>
  )
}

export function DeleteDialog({ user, onClose }: OfUser) {
  const { id, username } = user
  return (
    <TaskDialog
      title={`Delete ${username}?`}
      button="Delete"
      kind="danger"
      typed={{ label: `Type “${username}” to go on`, text: username }}
      onSubmit={async () => {
        await deleteUser(id)
        const undo = () => void attempt(() => restoreUser(id), `${username} is back.`)
        showToast(`${username} is deleted.`, { action: { label: 'Undo', run: undo } })
      }}
      onClose={onClose}
    >
      <p>
        They can no longer sign in. Their account and {formatBytes(user.usedBytes)} of pictures can
        be brought back for 30 days; after that they are gone for good. Make an export first if they
        want to take their pictures along.
      </p>
    </TaskDialog>
  )
}
