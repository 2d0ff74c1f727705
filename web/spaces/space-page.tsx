import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { SpaceId } from '#contracts/ids'
import type { SpaceView } from '#contracts/spaces'
import { ActivityList } from '../activity/activity-list.tsx'
import { ApiError, sentenceOf } from '../api.ts'
import { listAddress } from '../library/addresses.ts'
import { spaceName } from '../shell/own-spaces.ts'
import { Button } from '../ui/button.tsx'
import { formatBytes, formatDate } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { Sheet } from '../ui/sheet.tsx'
import { Badge, StateNote } from '../ui/state-notes.tsx'
import { ActivitySheet } from './activity-sheet.tsx'
import { loadSpace, oneSpace } from './calls.ts'
import { KeysSheet } from './keys-sheet.tsx'
import { MembersSheet } from './members-sheet.tsx'
import { SettingsSheet } from './settings-sheet.tsx'
import { WebhooksSheet } from './webhooks-sheet.tsx'
import { count, kindNames, roleNames } from './words.ts'

/** One space: what it holds, who is in it, and for its admins the keys and what happened. */
export function SpacePage({ id, me }: { id: SpaceId; me: Me }) {
  const space = useMemo(() => oneSpace(id), [id])
  useEffect(() => void loadSpace(space), [space])
  const { value, error } = space.view.value
  if (value === null && error === null) {
    return (
      <div class="sheet-loading" role="status" aria-label="Loading">
        <span class="skeleton" />
        <span class="skeleton" />
      </div>
    )
  }
  if (value === null || value.trashedAt !== null) {
    const isGone = value !== null || (error instanceof ApiError && error.status === 404)
    return isGone ? (
      <NoSuchSpace />
    ) : (
      <StateNote
        icon="alert"
        kind="danger"
        title="The space could not be loaded"
        action={
          <Button kind="primary" icon="retry" onClick={() => void loadSpace(space)}>
            Try again
          </Button>
        }
      >
        {sentenceOf(error)}
      </StateNote>
    )
  }
  return (
    <div class="sheets">
      <SpaceHead space={value} />
      <MembersSheet space={space} view={value} me={me} />
      {value.role === 'admin' && <KeysSheet space={space} />}
      {value.role === 'admin' && <WebhooksSheet spaceId={value.id} />}
      <Sheet title="What is new" lead="Who added, said, liked and shared what.">
        <ActivityList of={{ space: value.id }} />
      </Sheet>
      {value.role === 'admin' && <ActivitySheet space={space} />}
      <SettingsSheet space={space} view={value} me={me} />
    </div>
  )
}

function SpaceHead({ space }: { space: SpaceView }) {
  const of = space.kind === 'personal' ? null : space.id
  return (
    <header class="space-head">
      <a class="space-back" href="/spaces" onClick={follow}>
        <Icon name="left" size={16} /> All spaces
      </a>
      <div class="space-title">
        <h2>{spaceName(space)}</h2>
        <Badge kind="plain">{kindNames[space.kind]}</Badge>
        <Badge kind={space.isOwner ? 'proof' : 'plain'}>
          {space.isOwner ? 'Yours' : roleNames[space.role]}
        </Badge>
      </div>
      <p class="quiet">
        {count(space.fileCount, 'file')}, {formatBytes(space.usedBytes)}
        {space.trashBytes > 0 && <> ({formatBytes(space.trashBytes)} of it in the trash)</>}
        {!space.isOwner && <>, owned by {space.ownerUsername}</>}. Made on{' '}
        {formatDate(space.createdAt)}.
      </p>
      <a class="button" href={listAddress({ kind: 'library', space: of })} onClick={follow}>
        <Icon name="image" size={18} /> Open the library
      </a>
    </header>
  )
}

export function NoSuchSpace() {
  return (
    <StateNote
      icon="people"
      title="There is no such space"
      action={
        <a href="/spaces" onClick={follow}>
          Your spaces
        </a>
      }
    >
      It may be gone, or you are not in it any more.
    </StateNote>
  )
}
