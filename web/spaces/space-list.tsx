import { useEffect, useMemo, useState } from 'preact/hooks'
import type { MakeSpace, SpaceView } from '#contracts/spaces'
import { refreshMe } from '../account/state.ts'
import { listAddress } from '../library/addresses.ts'
import { attempt } from '../shell/attempt.ts'
import { spaceName } from '../shell/own-spaces.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { formatBytes, formatDate } from '../ui/format.ts'
import { follow, navigate } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { makeSpace, spaceList, takeSpaceFromTrash } from './calls.ts'
import { count, kindNames, roleNames } from './words.ts'

const trashKeptMs = 30 * 86_400_000

/** All spaces that one is in, and one's own that lie in the trash. */
export function SpaceList() {
  const [isMaking, setMaking] = useState(false)
  const spaces = useMemo(spaceList, [])
  useEffect(() => {
    void spaces.load()
    // Somebody may have added one to a space since: the rail is to lead there too.
    void refreshMe()
  }, [spaces])
  const isTrashed = (space: SpaceView) => space.trashedAt !== null
  return (
    <div class="sheets">
      <Sheet
        title="Your spaces"
        lead="A space holds pictures for the people who are in it. What it holds counts on its owner's storage."
        action={
          <Button kind="primary" icon="people" onClick={() => setMaking(true)}>
            New space
          </Button>
        }
      >
        <PagedBody of={spaces} empty="You are in no space.">
          {(items) => (
            <ul>
              {items
                .filter((space) => !isTrashed(space))
                .toSorted(personalFirst)
                .map((space) => (
                  <SpaceRow key={space.id} space={space} />
                ))}
            </ul>
          )}
        </PagedBody>
      </Sheet>
      {spaces.list.value.items.some(isTrashed) && (
        <Sheet
          title="In the trash"
          lead="Nobody can enter them. Within 30 days you can take them back as they were."
        >
          <ul>
            {spaces.list.value.items.filter(isTrashed).map((space) => (
              <TrashedRow
                key={space.id}
                space={space}
                onRestore={() => takeSpaceFromTrash(spaces, space.id)}
              />
            ))}
          </ul>
        </Sheet>
      )}
      {isMaking && <NewSpaceDialog onClose={() => setMaking(false)} />}
    </div>
  )
}

/** The personal space, then the others by name, as in the rail. */
function personalFirst(a: SpaceView, b: SpaceView): number {
  const rank = ({ kind }: SpaceView) => (kind === 'personal' ? 0 : 1)
  return rank(a) - rank(b) || a.name.localeCompare(b.name)
}

function SpaceRow({ space }: { space: SpaceView }) {
  const of = space.kind === 'personal' ? null : space.id
  const library = listAddress({ kind: 'library', space: of })
  return (
    <Row
      title={
        <a href={`/spaces/${space.id}`} onClick={follow}>
          {spaceName(space)}
        </a>
      }
      badges={
        space.kind === 'personal' ? (
          <Badge kind="plain">Only yours</Badge>
        ) : (
          <>
            <Badge kind="plain">{kindNames[space.kind]}</Badge>
            <Badge kind={space.isOwner ? 'proof' : 'plain'}>
              {space.isOwner ? 'Yours' : roleNames[space.role]}
            </Badge>
          </>
        )
      }
      note={
        <>
          {count(space.fileCount, 'file')}
          {space.kind !== 'personal' && <>, {count(space.memberCount, 'member')}</>}
          {!space.isOwner && <>, owned by {space.ownerUsername}</>}
        </>
      }
      figures={formatBytes(space.usedBytes)}
      actions={
        <a class="button" href={library} onClick={follow}>
          Open
        </a>
      }
    />
  )
}

function TrashedRow(props: { space: SpaceView; onRestore: () => Promise<void> }) {
  const { space } = props
  const [isBusy, setBusy] = useState(false)
  const endsAt = new Date(Date.parse(space.trashedAt ?? space.createdAt) + trashKeptMs)
  async function restore() {
    setBusy(true)
    await attempt(props.onRestore, `“${space.name}” is back.`)
    setBusy(false)
  }
  return (
    <Row
      title={space.name}
      badges={<Badge kind="waiting">In the trash</Badge>}
      note={`Removed for good on ${formatDate(endsAt.toISOString())}.`}
      figures={formatBytes(space.usedBytes)}
      actions={
        <Button icon="restore" busy={isBusy} onClick={() => void restore()}>
          Restore
        </Button>
      }
    />
  )
}

const kindHints: Record<MakeSpace['kind'], string> = {
  shared: 'For family and friends: everybody in it sees the same pictures.',
  organization: 'For a club or a firm, and for the programs that work for it.',
}

function NewSpaceDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<MakeSpace['kind']>('shared')
  return (
    <TaskDialog
      title="New space"
      button="Make the space"
      onSubmit={async () => {
        const made = await makeSpace({ name, kind })
        navigate(`/spaces/${made.id}`)
      }}
      onClose={onClose}
    >
      <Field
        label="Name"
        required
        maxLength={80}
        autocomplete="off"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <SelectField
        label="Kind"
        value={kind}
        options={[
          { value: 'shared', name: 'Shared' },
          { value: 'organization', name: 'Organization' },
        ]}
        onPick={setKind}
      />
      <p class="quiet dialog-hint">{kindHints[kind]}</p>
    </TaskDialog>
  )
}
