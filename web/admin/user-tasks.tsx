import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import type { AdminUser } from '#contracts/admin'
import { attempt } from '../shell/attempt.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { changeUser, exportAddress } from './calls.ts'
import {
  AdminDialog,
  DeleteDialog,
  DisableDialog,
  QuotaDialog,
  ResetDialog,
} from './user-dialogs.tsx'

const dialogs = {
  quota: QuotaDialog,
  reset: ResetDialog,
  admin: AdminDialog,
  disable: DisableDialog,
  delete: DeleteDialog,
} satisfies Record<string, ComponentType<{ user: AdminUser; onClose: () => void }>>

/** What can be done with an account. What an admin cannot do to themselves is left away. */
export function UserTasks({ user, isMe }: { user: AdminUser; isMe: boolean }) {
  const [task, setTask] = useState<keyof typeof dialogs | null>(null)
  const Dialog = task && dialogs[task]
  return (
    <div class="user-tasks">
      <Button onClick={() => setTask('quota')}>Set quota</Button>
      <Button icon="key" onClick={() => setTask('reset')}>
        Password link
      </Button>
      <a class="button" href={exportAddress(user.id)} download>
        <Icon name="download" size={18} /> <span>Export</span>
      </a>
      <Button icon="shield" onClick={() => setTask('admin')}>
        {user.isAdmin ? 'No longer admin' : 'Make admin'}
      </Button>
      {!isMe &&
        (user.disabledAt === null ? (
          <Button onClick={() => setTask('disable')}>Disable</Button>
        ) : (
          <Button
            onClick={() =>
              void attempt(
                () => changeUser(user.id, { isDisabled: false }),
                `${user.username} can sign in again.`,
              )
            }
          >
            Enable
          </Button>
        ))}
      {!isMe && (
        <Button kind="danger" icon="trash" onClick={() => setTask('delete')}>
          Delete
        </Button>
      )}
      {Dialog && <Dialog user={user} onClose={() => setTask(null)} />}
    </div>
  )
}
