import { useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { SpaceView } from '#contracts/spaces'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { formatBytes } from '../ui/format.ts'
import { navigate } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { showToast } from '../ui/toast.tsx'
import { leaveSpace, type OneSpace, renameSpace, transferSpace, trashSpace } from './calls.ts'

interface Settings {
  space: OneSpace
  view: SpaceView
}

/** What is done to a space as a whole: export it, and, of a shared one, rename, transfer, trash or leave it. */
export function SettingsSheet({ space, view, me }: Settings & { me: Me }) {
  const isPersonal = view.kind === 'personal'
  return (
    <Sheet title="This space">
      <ul>
        {view.role === 'admin' && !isPersonal && <Rename space={space} view={view} />}
        {view.role === 'admin' && <TakeAlong view={view} />}
        {isPersonal ? null : view.isOwner ? (
          <>
            <Transfer space={space} view={view} me={me} />
            <Trash space={space} view={view} />
          </>
        ) : (
          <Leave space={space} view={view} me={me} />
        )}
      </ul>
    </Sheet>
  )
}

function Rename({ space, view }: Settings) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState(view.name)
  function open() {
    setName(view.name)
    setOpen(true)
  }
  return (
    <Row
      title="Name"
      note={`It is called “${view.name}”.`}
      actions={<Button onClick={open}>Rename</Button>}
    >
      {isOpen && (
        <TaskDialog
          title={`Rename “${view.name}”`}
          button="Rename"
          onSubmit={async () => {
            await renameSpace(space, name)
            showToast('The space has its new name.')
          }}
          onClose={() => setOpen(false)}
        >
          <Field
            label="Name"
            required
            maxLength={80}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </TaskDialog>
      )}
    </Row>
  )
}

function TakeAlong({ view }: Pick<Settings, 'view'>) {
  return (
    <Row
      title="Export"
      note="All originals in their folders, with what was written about them, as one zip."
      actions={
        <a class="button" href={`/api/spaces/${view.id}/export`} download>
          Download
        </a>
      }
    />
  )
}

function Transfer({ space, view, me }: Settings & { me: Me }) {
  const [isOpen, setOpen] = useState(false)
  const [picked, setPicked] = useState<string | null>(null)
  const others = space.members.list.value.items.filter(({ userId }) => userId !== me.userId)
  const to = picked ?? others[0]?.username
  return (
    <Row
      title="Owner"
      note={
        others.length === 0
          ? 'You own it. Somebody it is to be given to has to be a member first.'
          : 'You own it, and it counts on your storage.'
      }
      actions={
        <Button disabled={others.length === 0} onClick={() => setOpen(true)}>
          Transfer
        </Button>
      }
    >
      {isOpen && to !== undefined && (
        <TaskDialog
          title={`Transfer “${view.name}”`}
          button="Transfer"
          kind="danger"
          onSubmit={async () => {
            await transferSpace(space, to)
            showToast(`${to} owns “${view.name}” now.`)
          }}
          onClose={() => setOpen(false)}
        >
          <SelectField
            label="New owner"
            value={to}
            options={others.map(({ username }) => ({ value: username, name: username }))}
            onPick={setPicked}
          />
          <p>
            All of it ({formatBytes(view.usedBytes)}) counts on the storage of {to} from then on.
            You stay an admin; only {to} can give it back.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}

function Trash({ space, view }: Settings) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Row
      title="Delete the space"
      note="Nobody can enter it then. For 30 days you can take it back as it was."
      actions={
        <Button kind="danger" icon="trash" onClick={() => setOpen(true)}>
          Move to trash
        </Button>
      }
    >
      {isOpen && (
        <TaskDialog
          title={`Move “${view.name}” to the trash?`}
          button="Move to trash"
          kind="danger"
          typed={{ label: `Type ${view.name} to go on`, text: view.name }}
          onSubmit={async () => {
            await trashSpace(space)
            showToast(`“${view.name}” is in the trash.`)
            navigate('/spaces')
          }}
          onClose={() => setOpen(false)}
        >
          <p>
            From now on nobody can enter it. After 30 days everything in it is removed for good;
            until then you can take it back in your spaces.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}

function Leave({ space, view, me }: Settings & { me: Me }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Row
      title="Leave"
      note={`${view.ownerUsername} owns this space.`}
      actions={
        <Button kind="danger" icon="exit" onClick={() => setOpen(true)}>
          Leave the space
        </Button>
      }
    >
      {isOpen && (
        <TaskDialog
          title={`Leave “${view.name}”?`}
          button="Leave"
          kind="danger"
          onSubmit={async () => {
            await leaveSpace(space, me.userId)
            showToast(`You are not in “${view.name}” any more.`)
            navigate('/spaces')
          }}
          onClose={() => setOpen(false)}
        >
          <p>
            You see nothing of it from now on; what you put into it stays. An admin of it can add
            you again.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}
