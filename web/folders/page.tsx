import { useEffect, useMemo, useState } from 'preact/hooks'
import './folders.css'
import type { Me } from '#contracts/accounts'
import type { FolderDetail } from '#contracts/folders'
import type { FolderId, SpaceId } from '#contracts/ids'
import type { Role } from '#contracts/spaces'
import { ApiError, answer, api, sentenceOf } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { personalSpaceOf, spaceName, spaceOf } from '../shell/own-spaces.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { type FolderPlace, readFolderAddress } from './addresses.ts'
import { FolderBody } from './folder-body.tsx'
import { loadFolders, showOnlyBelow } from './folder-store.ts'
import { followFolder } from './guest-live.ts'
import { shownFolder } from './shown-folder.ts'

/** What is shown: a folder or album, or what lies at the top of a space. */
export interface Shown {
  place: FolderPlace
  spaceId: SpaceId
  /** The space as addresses of its top name it: null is the personal one. */
  homeSpace: SpaceId | null
  /** What the top of it is called: the space's name. */
  spaceName: string
  /** Null at the top of a space. */
  detail: FolderDetail | null
  role: Role
  /** The folder is shared with this person, who is not in its space. */
  isGuest: boolean
}

/** Folders or albums of a space, or one of them with what lies in it. */
export function FoldersPage({ me, path }: { me: Me; path: string }) {
  const address = readFolderAddress(path)
  if (address === null) return null
  const { kind, space, id } = address
  return id === null ? (
    <TopPage key={`${kind} ${space}`} me={me} place={{ kind, space, id }} />
  ) : (
    <OneFolder key={id} me={me} place={{ kind, space, id }} id={id} />
  )
}

function TopPage({ me, place }: { me: Me; place: FolderPlace }) {
  const space = place.space === null ? personalSpaceOf(me) : spaceOf(me, place.space)
  if (space === null) return <Missing />
  const { role } = space
  return (
    <Live
      shown={{
        ...{ place, spaceId: space.id, spaceName: spaceName(space), detail: null, role },
        homeSpace: place.space,
        isGuest: false,
      }}
    />
  )
}

function OneFolder({ me, place, id }: { me: Me; place: FolderPlace; id: FolderId }) {
  const [state, setState] = useState<FolderDetail | { error: unknown } | null>(null)
  const load = () =>
    answer(api.api.folders[':folderId'].$get({ param: { folderId: id } })).then(
      setState,
      (error: unknown) => {
        // What is gone, or not shared any more, is not shown any longer; all else may be asked again.
        const isGone = error instanceof ApiError && error.status === 404
        setState((before) => (before && 'id' in before && !isGone ? before : { error }))
      },
    )
  useEffect(() => {
    void load()
    return onSpaceEvent(({ type }) => {
      if (type === 'folders.changed' || type === 'shares.changed') void load()
    })
  }, [id])
  if (state === null) return <div class="boot" role="status" aria-label="Loading" />
  if ('error' in state) return <Missing error={state.error} onRetry={() => void load()} />
  const space = spaceOf(me, state.spaceId)
  return (
    <Live
      onChanged={() => void load()}
      shown={{
        place: { ...place, kind: state.kind === 'album' ? 'albums' : 'folders' },
        spaceId: state.spaceId,
        spaceName: space ? spaceName(space) : 'Shared with me',
        detail: state,
        role: state.role,
        homeSpace: space === null || space.id === me.personalSpaceId ? null : space.id,
        isGuest: space === null,
      }}
    />
  )
}

/** Keeps the folders of the space current, and tells the rest of the page where it is. */
function Live({ shown, onChanged }: { shown: Shown; onChanged?: () => void }) {
  const { spaceId, role, isGuest, detail } = shown
  const root = isGuest && detail ? (detail.trail[0]?.id ?? detail.id) : null
  const canEdit = role !== 'viewer'
  const folderId = detail?.kind === 'folder' ? detail.id : null
  useMemo(() => showOnlyBelow(spaceId, root), [spaceId, root])
  useEffect(() => {
    void loadFolders(spaceId)
    const stop = onSpaceEvent(({ type }) => {
      if (type === 'folders.changed' || type === 'hello') void loadFolders(spaceId)
    })
    return stop
  }, [spaceId, root])
  useEffect(() => {
    if (!isGuest || detail === null) return
    const ending = new AbortController()
    followFolder(root ?? detail.id, ending.signal)
    return () => ending.abort()
  }, [isGuest, root])
  useEffect(() => {
    // An album holds no files, and the guest of an album's space has no other place for them.
    shownFolder.value = {
      spaceId,
      folderId,
      into: detail && { name: detail.name, albumId: folderId === null ? detail.id : null },
      canEdit: canEdit && !(isGuest && folderId === null),
    }
    return () => {
      shownFolder.value = null
    }
  }, [spaceId, detail?.id, detail?.name, canEdit, isGuest])
  return <FolderBody shown={shown} onChanged={onChanged ?? (() => {})} />
}

function Missing(props: { error?: unknown; onRetry?: () => void }) {
  return (
    <StateNote
      icon="folder"
      title="This folder is not here"
      action={
        <>
          {props.onRetry && (
            <Button icon="retry" onClick={props.onRetry}>
              Try again
            </Button>
          )}
          <a class="button" href="/folders">
            Go to your folders
          </a>
        </>
      }
    >
      {props.error === undefined
        ? 'It may have been moved to the trash, or it is not shared with you any more.'
        : sentenceOf(props.error)}
    </StateNote>
  )
}
