import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import type { FileId, SpaceId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { TrashedFolders } from '../folders/trashed-folders.tsx'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { fileAddress, listAddress, type ShownPlace } from './addresses.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { EmptyList } from './empty-list.tsx'
import { keysOfFiles } from './file-actions.ts'
import { FlatGrid } from './flat-grid.tsx'
import { flatList } from './flat-list.ts'
import { Grid } from './grid.tsx'
import { GridSkeleton } from './grid-skeleton.tsx'
import { homeOnline } from './live.ts'
import { askAgain, OpenViewer } from './open-viewer.tsx'
import { SortMenu } from './sort-menu.tsx'
import { refreshFiles, shownLists, showSpace } from './state.ts'
import { TrashHead } from './trash-head.tsx'

/** A list that is not the timeline, with the viewer over it when a file is open. */
export function FlatPage(props: {
  shown: ShownPlace & { spaceId: SpaceId }
  spaces: MySpace[]
  openId: FileId | null
  onPick: () => void
}) {
  const { shown, spaces, openId } = props
  const { kind, spaceId } = shown
  const files = useMemo(() => flatList(shown, spaceId), [kind, shown.sorting, spaceId])
  const { list, load, more } = files.paged
  useEffect(() => {
    showSpace(spaceId)
    void load()
    shownLists.add(files)
    return () => {
      shownLists.delete(files)
      files.stop()
    }
  }, [files])
  const onNearEnd = useCallback(() => void more(), [more])
  const { items, status, error, isLoadingMore } = list.value
  /** Favourites are of several spaces, and of folders that are shared: there only looking is sure. */
  const mayEdit = (file: FileView) =>
    kind === 'favorites'
      ? spaces.some(({ id, role }) => id === file.spaceId && role !== 'viewer')
      : shown.canEdit
  const open = items.find(({ id }) => id === openId)
  const onBroken = (id: FileId) => {
    const file = items.find((each) => each.id === id)
    if (file) askAgain(file)
  }
  const lead = leads[kind]
  return (
    <>
      {kind === 'trash' && (
        <TrashedFolders
          spaceId={spaceId}
          canEdit={shown.canEdit}
          canPurge={shown.canPurge}
          onChanged={() => void load()}
        />
      )}
      {kind === 'library' && <SortMenu place={shown} />}
      {status === 'loading' && <GridSkeleton />}
      {status === 'failed' && <Failed error={error} onRetry={() => void load()} />}
      {status === 'ready' && items.length === 0 && (
        <EmptyList shown={shown} onPick={props.onPick} />
      )}
      {items.length > 0 && (
        <>
          {kind === 'trash' && (
            <TrashHead
              spaceId={spaceId}
              canPurge={shown.canPurge}
              files={items}
              onEmptied={() => void load()}
            />
          )}
          {lead !== null && <p class="list-lead quiet">{lead}</p>}
          {kind === 'trash' ? (
            <Grid
              files={items}
              of={shown}
              homeOnline={homeOnline.value}
              openId={openId}
              onNearEnd={onNearEnd}
              onBroken={onBroken}
            />
          ) : (
            <>
              <FlatGrid
                files={items}
                hrefOf={(id) => fileAddress(shown, id)}
                homeOnline={homeOnline.value}
                openId={openId}
                canChoose
                onNearEnd={onNearEnd}
                onBroken={onBroken}
                onKey={(key, file) =>
                  keysOfFiles({ canEdit: mayEdit(file), album: null, onChanged: refreshFiles })(
                    key,
                    { ...file, ids: [file.id] },
                  )
                }
              />
              <ChosenBar kind={kind} files={items} mayEdit={mayEdit} />
            </>
          )}
          {isLoadingMore && <p class="page-note quiet">Loading more…</p>}
          {error !== null && (
            <div class="page-failure" role="alert">
              <p>{sentenceOf(error)}</p>
              <Button icon="retry" onClick={() => void load()}>
                Try again
              </Button>
            </div>
          )}
        </>
      )}
      <OpenViewer
        files={items}
        openId={openId}
        back={listAddress(shown)}
        hrefOf={(id) => fileAddress(shown, id)}
        canEdit={open ? mayEdit(open) : shown.canEdit}
        canPurge={shown.canPurge}
      />
    </>
  )
}

const leads = {
  library: '',
  trash: null,
  archive: 'Out of the timeline. What is here still lies in its folder and its albums.',
  favorites: 'What you gave a heart, in every space that you see. Others have their own.',
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <StateNote
      icon="alert"
      kind="danger"
      title="The pictures could not be loaded"
      action={
        <Button kind="primary" icon="retry" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {sentenceOf(error)}
    </StateNote>
  )
}
