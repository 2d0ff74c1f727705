import { useLayoutEffect, useState } from 'preact/hooks'
import type { FolderView } from '#contracts/folders'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import {
  addWithWord,
  coverWithUndo,
  filesInWords,
  inChunks,
  moveWithUndo,
  removeWithUndo,
  trashFilesWithUndo,
} from '../folders/folder-actions.ts'
import { moveFilesTo } from '../folders/folder-calls.ts'
import { PickFolder } from '../folders/pick-folder.tsx'
import { SimilarLink } from '../search/similar-link.tsx'
import { LinkButton } from '../shares/link-button.tsx'
import { lazyPage } from '../shell/lazy-page.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { showToast } from '../ui/toast.tsx'
import { archiveWithUndo, downloadOriginals, favourWithUndo } from './file-actions.ts'
import { chooseNothing } from './selection.ts'

const BatchDialog = lazyPage(
  async () => (await import('../editor/batch-dialog.tsx')).BatchDialog,
  null,
)

/** Where files were chosen, as far as it matters to what can be done with them. */
export type ChosenIn =
  | { kind: 'library' | 'favorites' | 'archive' }
  | { kind: 'album'; album: FolderView }
  /** Null is the top of the space, which is called by `name`; a guest of the folder has no such top. */
  | { kind: 'folder'; id: FolderId | null; spaceName: string; isGuest: boolean }

/** What can be done with the files that are chosen. */
export function SelectionBar(props: {
  ids: FileId[]
  within: ChosenIn
  /** Whose they are; null when they are not all of one space whose folders this person sees. */
  spaceId: SpaceId | null
  canEdit: boolean
  /** They have changed, or changed back. */
  onChanged: (ids: FileId[]) => void
}) {
  const { ids, within, spaceId, canEdit } = props
  const [open, setOpen] = useState<'move' | 'album' | 'edit' | null>(null)
  const said = filesInWords(ids.length)
  const only = ids.length === 1 ? ids[0] : undefined
  const isGuest = within.kind === 'folder' && within.isGuest
  const done = () => {
    props.onChanged(ids)
    chooseNothing()
  }
  const album = within.kind === 'album' ? within.album : null
  const favour = () => void favourWithUndo(ids, within.kind !== 'favorites', done)
  const archive = () => void archiveWithUndo(ids, within.kind !== 'archive', done)
  const remove = () =>
    void (album === null ? trashFilesWithUndo(ids, done) : removeWithUndo(ids, album.id, done))
  useSelectionKeys({
    Escape: chooseNothing,
    f: favour,
    ...(canEdit ? { a: archive, Delete: remove } : {}),
  })
  return (
    <section class="selection-bar" aria-label="Chosen files">
      <IconButton icon="close" label="Choose nothing (Esc)" onClick={chooseNothing} />
      <strong class="figures" role="status">
        {said}
      </strong>
      <span class="selection-space" />
      <IconButton
        icon="heart"
        class={within.kind === 'favorites' ? 'is-filled' : ''}
        label={
          within.kind === 'favorites'
            ? 'Take out of the favourites (f)'
            : 'Add to the favourites (f)'
        }
        onClick={favour}
      />
      {canEdit && (
        <IconButton
          icon="archive"
          class={within.kind === 'archive' ? 'is-filled' : ''}
          label={
            within.kind === 'archive' ? 'Back into the timeline (a)' : 'Move to the archive (a)'
          }
          onClick={archive}
        />
      )}
      {canEdit && spaceId !== null && !isGuest && (
        <IconButton icon="album" label="Add to an album…" onClick={() => setOpen('album')} />
      )}
      {canEdit && spaceId !== null && album === null && (
        <IconButton icon="move" label="Move to…" onClick={() => setOpen('move')} />
      )}
      <LinkButton spaceId={spaceId} of={{ kind: 'files', fileIds: ids }} title={said} />
      {canEdit && <IconButton icon="pencil" label="Edit…" onClick={() => setOpen('edit')} />}
      {only && <SimilarLink file={{ id: only, preview: 'ready' }} />}
      <IconButton
        icon="download"
        label="Download the originals"
        onClick={() => downloadOriginals(ids)}
      />
      {canEdit &&
        (album === null ? (
          <IconButton icon="trash" label="Move to the trash (Delete)" onClick={remove} />
        ) : (
          <>
            {only && only !== album.coverFileId && (
              <IconButton
                icon="image"
                label="Use as cover"
                onClick={() => void coverWithUndo(album, only, done)}
              />
            )}
            <Button onClick={remove}>Remove from album</Button>
          </>
        ))}
      {open === 'edit' && (
        <BatchDialog ids={ids} onChanged={props.onChanged} onClose={() => setOpen(null)} />
      )}
      {open !== null && open !== 'edit' && spaceId !== null && (
        <PickFolder
          kind={open === 'move' ? 'folder' : 'album'}
          spaceId={spaceId}
          {...(open === 'move' && { title: `Move ${said} to…`, hasTop: !isGuest })}
          onPick={async (to) => {
            if (open === 'album') {
              if (to) await addWithWord(ids, to)
              done()
            } else await moveFrom(within, ids, to, done)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

/** The way back is offered where all of them lay in one folder. */
async function moveFrom(
  within: ChosenIn,
  ids: FileId[],
  to: { id: FolderId; name: string } | null,
  done: () => void,
) {
  if (within.kind === 'folder') {
    const into = { id: to?.id ?? null, name: to?.name ?? within.spaceName }
    await moveWithUndo({ files: ids }, within.id, into, done)
    return
  }
  await inChunks(ids, (chunk) => moveFilesTo(chunk, to?.id ?? null))
  showToast(`${filesInWords(ids.length)} moved to “${to?.name ?? 'the top of the space'}”.`)
  done()
}

/** Keys of what is chosen, wherever the focus is; not while something is typed or a dialog is open. */
function useSelectionKeys(actions: Record<string, () => void>) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // The grid has done it.
      if (event.defaultPrevented) return
      const isElsewhere =
        event.target instanceof HTMLElement &&
        event.target.closest('dialog, input, textarea, select')
      const action = actions[event.key]
      if (!action || isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
