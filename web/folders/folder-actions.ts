import type { FolderView } from '#contracts/folders'
import type { FileId, FolderId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { showToast } from '../ui/toast.tsx'
import type { Dragged } from './dragging.ts'
import {
  addToAlbum,
  chooseCover,
  moveFilesTo,
  moveFolder,
  removeFromAlbum,
  restoreFolder,
  trashFolder,
} from './folder-calls.ts'

// What the pages of folders do at once, saying that it is done, with the way back.

/** `1 file`, `3 files`. */
export function filesInWords(count: number): string {
  return count === 1 ? '1 file' : `${count.toLocaleString('en')} files`
}

/** Puts a folder in trash; resolves to whether it is there. */
export async function trashWithUndo(folder: FolderView, done: () => void): Promise<boolean> {
  const isDone = await attempt(() => trashFolder(folder.id))
  if (isDone) {
    showToast(`“${folder.name}” is in the trash, with what lies in it.`, {
      action: {
        label: 'Undo',
        run: () => {
          const back = `“${folder.name}” is back.`
          void attempt(() => restoreFolder(folder.id), back).then((isBack) => isBack && done())
        },
      },
    })
  }
  return isDone
}

/** Moves what was dropped; into null is the top of the space. `done` runs after it and after undoing. */
export async function moveWithUndo(
  what: Dragged,
  from: FolderId | null,
  into: { id: FolderId | null; name: string },
  done: () => void,
) {
  const move = (to: FolderId | null) =>
    'files' in what
      ? inChunks(what.files, (ids) => moveFilesTo(ids, to))
      : moveFolder(what.folder, to)
  if (!(await attempt(() => move(into.id)))) return
  done()
  const subject =
    'folder' in what
      ? 'The folder is'
      : `${filesInWords(what.files.length)} ${what.files.length === 1 ? 'is' : 'are'}`
  showToast(`${subject} in “${into.name}” now.`, {
    action: { label: 'Undo', run: () => void attempt(() => move(from)).then(done) },
  })
}

/** Shows files in an album; they stay where they lie. */
export async function addWithWord(ids: FileId[], album: FolderView) {
  await inChunks(ids, (chunk) => addToAlbum(album.id, chunk))
  showToast(`${filesInWords(ids.length)} added to “${album.name}”.`)
}

export async function coverWithUndo(
  album: Pick<FolderView, 'id' | 'name' | 'coverFileId'>,
  fileId: FileId,
  done: () => void,
) {
  if (!(await attempt(() => chooseCover(album.id, fileId)))) return
  done()
  showToast(`This picture is the cover of “${album.name}” now.`, {
    action: {
      label: 'Undo',
      run: () => void attempt(() => chooseCover(album.id, album.coverFileId)).then(done),
    },
  })
}

export async function removeWithUndo(ids: FileId[], albumId: FolderId, done: () => void) {
  if (!(await attempt(() => inChunks(ids, (chunk) => removeFromAlbum(albumId, chunk))))) return
  done()
  showToast(`${filesInWords(ids.length)} left this album; nothing was deleted.`, {
    action: {
      label: 'Undo',
      run: () =>
        void attempt(() => inChunks(ids, (chunk) => addToAlbum(albumId, chunk))).then(done),
    },
  })
}

export async function trashFilesWithUndo(ids: FileId[], done: () => void) {
  const one = api.api.files[':id']
  const each = (work: (id: FileId) => Promise<unknown>) => Promise.all(ids.map(work))
  const isDone = await attempt(() => each((id) => answer(one.$delete({ param: { id } }))))
  done()
  if (!isDone) return
  showToast(`${filesInWords(ids.length)} moved to the trash.`, {
    action: {
      label: 'Undo',
      run: () =>
        void attempt(() => each((id) => answer(one.restore.$post({ param: { id } })))).then(done),
    },
  })
}

/** The API takes at most 500 files at once. */
export async function inChunks(ids: FileId[], work: (chunk: FileId[]) => Promise<unknown>) {
  for (let at = 0; at < ids.length; at += 500) await work(ids.slice(at, at + 500))
}
