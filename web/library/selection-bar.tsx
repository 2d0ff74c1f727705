import { useLayoutEffect, useState } from 'preact/hooks'
import type { FileId, SpaceId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { addWithWord, filesInWords, trashFilesWithUndo } from '../folders/folder-actions.ts'
import { moveFilesTo } from '../folders/folder-calls.ts'
import { PickFolder } from '../folders/pick-folder.tsx'
import { attempt } from '../shell/attempt.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { showToast } from '../ui/toast.tsx'
import { chooseNothing } from './selection.ts'
import { refreshFiles } from './state.ts'

/** What can be done with the files of the timeline that are chosen. */
export function SelectionBar(props: { spaceId: SpaceId; ids: FileId[]; canEdit: boolean }) {
  const { spaceId, ids, canEdit } = props
  const [open, setOpen] = useState<'move' | 'album' | 'keys' | null>(null)
  const close = () => setOpen(null)
  const said = filesInWords(ids.length)
  const done = () => {
    refreshFiles(ids)
    chooseNothing()
  }
  const actions: Record<string, () => void> = {
    f: () => void favour(ids).then((isDone) => isDone && done()),
    '?': () => setOpen('keys'),
    Escape: chooseNothing,
    ...(canEdit ? { Delete: () => void trashFilesWithUndo(ids, done) } : {}),
  }
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        event.target instanceof HTMLElement && event.target.closest('dialog, input, textarea')
      const action = actions[event.key]
      if (!action || isElsewhere || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
  return (
    <section class="selection-bar" aria-label="Chosen files">
      <IconButton icon="close" label="Choose nothing (Esc)" onClick={chooseNothing} />
      <strong class="figures" role="status">
        {said}
      </strong>
      <span class="selection-space" />
      <IconButton icon="heart" label="Add to the favourites (f)" onClick={actions.f} />
      {canEdit && (
        <>
          <IconButton
            icon="archive"
            label="Move to the archive"
            onClick={() => void archiveWithUndo(ids, done)}
          />
          <IconButton icon="album" label="Add to an album…" onClick={() => setOpen('album')} />
          <IconButton icon="move" label="Move to…" onClick={() => setOpen('move')} />
        </>
      )}
      <IconButton icon="download" label="Download the originals" onClick={() => download(ids)} />
      {canEdit && (
        <IconButton icon="trash" label="Move to the trash (Delete)" onClick={actions.Delete} />
      )}
      {open === 'move' && (
        <PickFolder
          kind="folder"
          spaceId={spaceId}
          title={`Move ${said} to…`}
          onPick={async (to) => {
            for (const chunk of chunksOf(ids)) await moveFilesTo(chunk, to?.id ?? null)
            showToast(`${said} moved to “${to?.name ?? 'the top of the space'}”.`)
            done()
          }}
          onClose={close}
        />
      )}
      {open === 'album' && (
        <PickFolder
          kind="album"
          spaceId={spaceId}
          onPick={async (album) => {
            if (album) await addWithWord(ids, album)
            done()
          }}
          onClose={close}
        />
      )}
      {open === 'keys' && (
        <Dialog
          title="Keys of the library"
          actions={<Button onClick={close}>Close</Button>}
          onClose={close}
        >
          <dl class="key-list">
            {keys.map(([key, words]) => (
              <div key={key}>
                <dt class="mono">{key}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </section>
  )
}

const keys = [
  ['Arrows', 'to the next picture'],
  ['Enter', 'opens it'],
  ['Space or x', 'chooses it; with Shift all from the last one'],
  ['Delete', 'moves to the trash'],
  ['f', 'adds what is chosen to the favourites'],
  ['u', 'chooses files to upload'],
  ['Esc', 'chooses nothing'],
] as const

/** The API takes at most 500 files at once. */
function chunksOf(ids: readonly FileId[]): FileId[][] {
  return Array.from({ length: Math.ceil(ids.length / 500) }, (_, at) =>
    ids.slice(at * 500, at * 500 + 500),
  )
}

async function favour(ids: FileId[]): Promise<boolean> {
  return await attempt(
    async () => {
      for (const fileIds of chunksOf(ids)) {
        await answer(api.api.files.favorites.$post({ json: { fileIds, isFavorite: true } }))
      }
    },
    `${filesInWords(ids.length)} added to the favourites.`,
  )
}

async function archiveWithUndo(ids: FileId[], done: () => void) {
  const set = async (isArchived: boolean) => {
    for (const fileIds of chunksOf(ids)) {
      await answer(api.api.files.edit.$post({ json: { fileIds, isArchived } }))
    }
  }
  if (!(await attempt(() => set(true)))) return
  done()
  showToast(`${filesInWords(ids.length)} moved to the archive.`, {
    action: { label: 'Undo', run: () => void attempt(() => set(false)).then(done) },
  })
}

/** One after the other: browsers drop downloads that begin at once. */
function download(ids: readonly FileId[]) {
  for (const [at, id] of ids.entries()) {
    setTimeout(() => {
      const link = document.createElement('a')
      link.href = `/api/files/${id}/download`
      link.download = ''
      link.click()
    }, at * 400)
  }
}
