import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { MemberView, Role, SpaceView } from '#contracts/spaces'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { formatDate } from '../ui/format.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { addMember, changeRole, type OneSpace, removeMember } from './calls.ts'
import { roleHints, roleNames, roleOptions } from './words.ts'

/** Who is in a space and what they may do there; its admins change both. */
export function MembersSheet(props: { space: OneSpace; view: SpaceView; me: Me }) {
  const { space, view, me } = props
  const [isAdding, setAdding] = useState(false)
  useEffect(() => void space.members.load(), [space])
  if (view.kind === 'personal') {
    return (
      <Sheet
        title="Members"
        lead="Nobody but you is in your personal space. To share pictures, make a shared space."
      >
        <p class="sheet-empty quiet">Only you.</p>
      </Sheet>
    )
  }
  const canChange = view.role === 'admin'
  return (
    <Sheet
      title="Members"
      lead="Viewers look and download. Editors also upload, change and delete. Admins also look after members, keys and the space itself."
      action={
        canChange && (
          <Button kind="primary" icon="user" onClick={() => setAdding(true)}>
            Add a member
          </Button>
        )
      }
    >
      <PagedBody of={space.members} empty="Nobody is in this space.">
        {(items) => (
          <ul>
            {items.map((member) => (
              <MemberRow
                key={member.userId}
                space={space}
                member={member}
                isSelf={member.userId === me.userId}
                canChange={canChange && !member.isOwner}
              />
            ))}
          </ul>
        )}
      </PagedBody>
      {isAdding && <AddMemberDialog space={space} onClose={() => setAdding(false)} />}
    </Sheet>
  )
}

function MemberRow(props: {
  space: OneSpace
  member: MemberView
  isSelf: boolean
  canChange: boolean
}) {
  const { space, member, isSelf } = props
  const { username, role } = member
  const [isBusy, setBusy] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  async function change(to: Role) {
    setBusy(true)
    const done = `${username} is ${to === 'viewer' ? 'a viewer' : `an ${to}`} now.`
    await attempt(() => changeRole(space, member.userId, to), done)
    setBusy(false)
  }
  return (
    <Row
      title={username}
      badges={
        <>
          {isSelf && <Badge kind="plain">You</Badge>}
          {member.isOwner && <Badge kind="proof">Owner</Badge>}
        </>
      }
      note={`In this space since ${formatDate(member.createdAt)}`}
      figures={!props.canChange && roleNames[role]}
      actions={
        props.canChange && (
          <>
            <SelectField
              label={`Role of ${username}`}
              isLabelHidden
              value={role}
              options={roleOptions}
              disabled={isBusy}
              onPick={(to) => void change(to)}
            />
            {!isSelf && (
              <Button aria-label={`Remove ${username}`} onClick={() => setRemoving(true)}>
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      {isRemoving && (
        <TaskDialog
          title={`Remove ${username}?`}
          button="Remove"
          kind="danger"
          onSubmit={async () => {
            await removeMember(space, member.userId)
            showToast(`${username} is not in this space any more.`)
          }}
          onClose={() => setRemoving(false)}
        >
          <p>
            They see nothing of this space from now on. What they put into it stays, and their keys
            of it stop working.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}

function AddMemberDialog({ space, onClose }: { space: OneSpace; onClose: () => void }) {
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  return (
    <TaskDialog
      title="Add a member"
      button="Add"
      onSubmit={async () => {
        await addMember(space, username, role)
        showToast(`${username} is in this space now.`)
      }}
      onClose={onClose}
    >
      <Field
        label="Username or e-mail"
        required
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={254}
        value={username}
        onInput={(event) => setUsername(event.currentTarget.value)}
      />
      <SelectField label="Role" value={role} options={roleOptions} onPick={setRole} />
      <p class="quiet dialog-hint">{roleHints[role]}</p>
    </TaskDialog>
  )
}
