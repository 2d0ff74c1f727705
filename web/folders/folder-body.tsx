import { useEffect, useMemo, useState } from 'preact/hooks'
import type { FolderView } from '#contracts/folders'
import type { FolderId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { keysOfFiles } from '../library/file-actions.ts'
import { FlatGrid } from '../library/flat-grid.tsx'
import { homeOnline, onSpaceEvent } from '../library/live.ts'
import { chooseNothing, chosen } from '../library/selection.ts'
import { SelectionBar } from '../library/selection-bar.tsx'
import { sortings } from '../library/sortings.ts'
import { uploads } from '../library/upload-state.ts'
import { SavedCards } from '../search/saved-cards.tsx'
import { Button } from '../ui/button.tsx'
import { path } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { fileInFolderAddress, folderAddress, readFolderAddress } from './addresses.ts'
import { beginDrag, type Dragged, endDrag } from './dragging.ts'
import { EmptyFolder } from './empty-folder.tsx'
import { moveWithUndo, trashWithUndo } from './folder-actions.ts'
import { renameFolder } from './folder-calls.ts'
import { FolderCards } from './folder-cards.tsx'
import { FolderNameDialog } from './folder-dialogs.tsx'
import { folderFiles } from './folder-files.ts'
import { FolderHead } from './folder-head.tsx'
import { foldersOf, loadFolders } from './folder-store.ts'
import { mayLieIn } from './folder-tree.ts'
import { OpenFile } from './open-file.tsx'
import type { Shown } from './page.tsx'
import { chooseSorting, sortingName } from './sorting.ts'
import { FolderTree } from './tree.tsx'

/** The tree, the head, the cards of folders and the files of what is shown. */
export function FolderBody({ shown, onChanged }: { shown: Shown; onChanged: () => void }) {
  const { place, spaceId, detail, isGuest } = shown
  const folders = foldersOf(spaceId).value
  const isAlbum = detail?.kind === 'album'
  const isAlbumList = place.kind === 'albums' && detail === null
  const canEdit = shown.role !== 'viewer'
  const folderId = detail?.id ?? null
  const files = useMemo(
    () => folderFiles({ spaceId, folderId, isAlbum }),
    [spaceId, folderId, isAlbum],
  )
  const selected = chosen.value
  const [renamed, setRenamed] = useState<FolderView | null>(null)
  const sorting = sortingName.value
  useEffect(() => chooseNothing, [files])
  useEffect(() => {
    if (isAlbumList) return
    void files.paged.load()
    const stop = onSpaceEvent(({ type }) => {
      if (type === 'files.changed' || type === 'folders.changed' || type === 'hello')
        files.refresh()
    })
    return () => {
      stop()
      files.stop()
    }
  }, [files, sorting, isAlbumList])
  const arrived = uploads.value.filter(({ fileId }) => fileId !== null).length
  useEffect(() => {
    if (arrived > 0 && !isAlbumList) files.refresh()
  }, [arrived])

  const inside = folders.items.filter((each) =>
    isAlbumList
      ? each.kind === 'album'
      : each.kind === 'folder' && each.parentId === folderId && !isAlbum,
  )
  const changed = () => {
    chooseNothing()
    files.refresh()
    onChanged()
  }
  const mayTake = (what: Dragged, into: FolderId | null) =>
    canEdit &&
    into !== folderId &&
    !(isGuest && into === null) &&
    ('files' in what ? !isAlbum : mayLieIn(folders.items, what.folder, into))
  const take = (what: Dragged, into: FolderId | null) => {
    const name = folders.items.find(({ id }) => id === into)?.name ?? shown.spaceName
    const from =
      'folder' in what
        ? (folders.items.find(({ id }) => id === what.folder)?.parentId ?? null)
        : folderId
    void moveWithUndo(what, from, { id: into, name }, changed)
  }
  const onKey = keysOfFiles({
    canEdit,
    album: isAlbum && detail ? detail.id : null,
    onChanged: changed,
  })
  const list = files.paged.list.value
  const openId = readFolderAddress(path.value)?.openId ?? null
  const isReady = folders.status === 'ready' && (isAlbumList || list.status === 'ready')
  const isEmpty = isReady && inside.length === 0 && (isAlbumList || list.items.length === 0)
  const error = folders.error ?? (isAlbumList ? null : list.error)

  return (
    <div class={`folders ${place.kind === 'folders' ? 'has-tree' : ''}`}>
      {place.kind === 'folders' && (
        <FolderTree
          folders={folders.items}
          shownId={folderId}
          topHref={
            isGuest ? '/shared' : folderAddress({ ...place, space: shown.homeSpace, id: null })
          }
          topName={isGuest ? 'Shared with me' : 'All folders'}
          mayTake={mayTake}
          onTake={take}
        />
      )}
      <div class="folder-main">
        <FolderHead
          shown={shown}
          folders={folders.items}
          onRename={setRenamed}
          onChanged={changed}
        />
        {error !== null && (
          <div class="page-failure" role="alert">
            <p>{sentenceOf(error)}</p>
            <Button
              icon="retry"
              onClick={() => {
                void loadFolders(spaceId)
                if (!isAlbumList) void files.paged.load()
              }}
            >
              Try again
            </Button>
          </div>
        )}
        {!isReady && error === null && <Skeleton isAlbumList={isAlbumList} />}
        {isEmpty && <EmptyFolder shown={shown} isAlbumList={isAlbumList} />}
        {inside.length > 0 && (
          <FolderCards
            folders={inside}
            label={isAlbumList ? 'Albums' : 'Folders'}
            canEdit={canEdit}
            mayTake={mayTake}
            onTake={take}
            onRename={setRenamed}
            onTrash={(folder) => void trashWithUndo(folder, changed)}
          />
        )}
        {isAlbumList && <SavedCards />}
        {!isAlbumList && list.items.length > 0 && (
          <>
            {!isAlbum && (
              <div class="folder-files-head">
                <h3>{detail === null ? 'Not in a folder' : 'Files'}</h3>
                <SelectField
                  label="Order of the files"
                  isLabelHidden
                  value={sorting}
                  options={sortings}
                  onPick={chooseSorting}
                />
              </div>
            )}
            <FlatGrid
              files={list.items}
              hrefOf={(id) => fileInFolderAddress(place, id)}
              homeOnline={homeOnline.value}
              openId={openId}
              canChoose={canEdit}
              onNearEnd={files.paged.more}
              onBroken={files.refresh}
              onKey={(key, file) => onKey(key, { ...file, ids: [file.id] })}
              onDrag={
                canEdit
                  ? {
                      start: (event, ids, name) => beginDrag(event, { files: ids }, name),
                      end: endDrag,
                    }
                  : null
              }
            />
            {list.isLoadingMore && <p class="page-note quiet">Loading more…</p>}
          </>
        )}
        {selected.size > 0 && (
          <SelectionBar
            ids={[...selected]}
            within={
              isAlbum && detail
                ? { kind: 'album', album: detail }
                : { kind: 'folder', id: folderId, spaceName: shown.spaceName, isGuest }
            }
            spaceId={spaceId}
            canEdit={canEdit}
            onChanged={changed}
          />
        )}
      </div>
      {renamed && (
        <FolderNameDialog
          kind={renamed.kind}
          renamed={renamed}
          onName={async (name) => {
            await renameFolder(renamed.id, name)
            onChanged()
          }}
          onClose={() => setRenamed(null)}
        />
      )}
      {openId !== null && (
        <OpenFile
          key={folderId}
          files={list.items}
          openId={openId}
          canEdit={canEdit}
          back={folderAddress(place)}
          hrefOf={(id) => fileInFolderAddress(place, id)}
          onChanged={changed}
        />
      )}
    </div>
  )
}

function Skeleton({ isAlbumList }: { isAlbumList: boolean }) {
  return (
    <div role="status" aria-label="Loading">
      <div class="folder-cards" aria-hidden="true">
        {['a', 'b', 'c', 'd'].map((key) => (
          <span key={key} class="skeleton folder-card-skeleton" />
        ))}
      </div>
      {!isAlbumList && (
        <div class="grid-skeleton">
          {[1.5, 0.8, 1.3, 1, 1.8].map((aspect) => (
            <span
              key={aspect}
              class="skeleton"
              style={{ flexGrow: aspect, aspectRatio: `${aspect}` }}
            />
          ))}
        </div>
      )}
    </div>
  )
}
