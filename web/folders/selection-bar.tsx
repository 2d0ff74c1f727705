import { useEffect, useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import { Button, IconButton } from '../ui/button.tsx'
import {
  addWithWord,
  coverWithUndo,
  filesInWords,
  moveWithUndo,
  removeWithUndo,
  trashFilesWithUndo,
} from './folder-actions.ts'
import type { Shown } from './page.tsx'
import { PickFolder } from './pick-folder.tsx'

/** What can be done with the files that are chosen in a folder or an album. */
export function SelectionBar(props: {
  shown: Shown
  ids: FileId[]
  onClear: () => void
  onChanged: () => void
}) {
  const { shown, ids, onChanged } = props
  const { detail, spaceId, isGuest } = shown
  const [open, setOpen] = useState<'move' | 'album' | null>(null)
  const close = () => setOpen(null)
  const isAlbum = detail?.kind === 'album'
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isInDialog = event.target instanceof HTMLElement && event.target.closest('dialog')
      if (event.key === 'Escape' && !isInDialog) props.onClear()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [props.onClear])
  return (
    <section class="folder-selection" aria-label="Chosen files">
      <IconButton icon="close" label="Choose nothing (Esc)" onClick={props.onClear} />
      <strong class="figures">{filesInWords(ids.length)}</strong>
      <span class="folder-selection-space" />
      {!isGuest && (
        <IconButton icon="album" label="Add to an album…" onClick={() => setOpen('album')} />
      )}
      {isAlbum && detail ? (
        <>
          {ids.length === 1 && ids[0] && ids[0] !== detail.coverFileId && (
            <IconButton
              icon="image"
              label="Use as cover"
              onClick={() => ids[0] && void coverWithUndo(detail, ids[0], onChanged)}
            />
          )}
          <Button onClick={() => void removeWithUndo(ids, detail.id, onChanged)}>
            Remove from album
          </Button>
        </>
      ) : (
        <>
          <IconButton icon="move" label="Move to…" onClick={() => setOpen('move')} />
          <IconButton
            icon="trash"
            label="Move to the trash (Delete)"
            onClick={() => void trashFilesWithUndo(ids, onChanged)}
          />
        </>
      )}
      {open === 'move' && (
        <PickFolder
          kind="folder"
          spaceId={spaceId}
          title={`Move ${filesInWords(ids.length)} to…`}
          hasTop={!isGuest}
          onPick={(to) =>
            moveWithUndo(
              { files: ids },
              detail?.id ?? null,
              { id: to?.id ?? null, name: to?.name ?? shown.spaceName },
              onChanged,
            )
          }
          onClose={close}
        />
      )}
      {open === 'album' && (
        <PickFolder
          kind="album"
          spaceId={spaceId}
          onPick={async (album) => {
            if (album) await addWithWord(ids, album)
            onChanged()
          }}
          onClose={close}
        />
      )}
    </section>
  )
}
