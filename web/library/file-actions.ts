import type { FileId, FolderId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import {
  filesInWords,
  inChunks,
  removeWithUndo,
  trashFilesWithUndo,
} from '../folders/folder-actions.ts'
import { attempt } from '../shell/attempt.ts'
import { showToast } from '../ui/toast.tsx'

// What is done with files that are chosen, wherever they are shown. `done` runs after it and after undoing.

/** Makes files favourites of whoever is signed in, or takes that away. */
export async function favourWithUndo(ids: FileId[], isFavorite: boolean, done: () => void) {
  const set = (wanted: boolean) =>
    inChunks(ids, (fileIds) =>
      answer(api.api.files.favorites.$post({ json: { fileIds, isFavorite: wanted } })),
    )
  if (!(await attempt(() => set(isFavorite)))) return
  done()
  const said = isFavorite ? 'added to the favourites' : 'taken out of the favourites'
  showToast(`${filesInWords(ids.length)} ${said}.`, {
    action: { label: 'Undo', run: () => void attempt(() => set(!isFavorite)).then(done) },
  })
}

/** Takes files out of the timeline, or puts them back. */
export async function archiveWithUndo(ids: FileId[], isArchived: boolean, done: () => void) {
  const set = (wanted: boolean) =>
    inChunks(ids, (fileIds) =>
      answer(api.api.files.edit.$post({ json: { fileIds, isArchived: wanted } })),
    )
  if (!(await attempt(() => set(isArchived)))) return
  done()
  const said = isArchived ? 'moved to the archive' : 'back in the timeline'
  showToast(`${filesInWords(ids.length)} ${said}.`, {
    action: { label: 'Undo', run: () => void attempt(() => set(!isArchived)).then(done) },
  })
}

/** Downloads the originals one after the other: browsers drop downloads that begin at once. */
export function downloadOriginals(ids: readonly FileId[]) {
  for (const [at, id] of ids.entries()) {
    setTimeout(() => {
      const link = document.createElement('a')
      link.href = `/api/files/${id}/download`
      link.download = ''
      link.click()
    }, at * 400)
  }
}

interface Meant {
  ids: FileId[]
  isFavorite: boolean
  /** Of a file of the timeline it is not said: it is not in the archive. */
  archivedAt?: string | null
}

/** Makes what a key does to files, and says whether it was a key that does something. */
export function keysOfFiles(where: {
  canEdit: boolean
  /** The album that is shown: files leave it, and stay where they lie. */
  album: FolderId | null
  onChanged: (ids: FileId[]) => void
}): (key: string, meant: Meant) => boolean {
  return (key, { ids, isFavorite, archivedAt = null }) => {
    const done = () => where.onChanged(ids)
    if (key === 'f') void favourWithUndo(ids, !isFavorite, done)
    else if (!where.canEdit) return false
    else if (key === 'a') void archiveWithUndo(ids, archivedAt === null, done)
    else if (key !== 'Delete') return false
    else if (where.album === null) void trashFilesWithUndo(ids, done)
    else void removeWithUndo(ids, where.album, done)
    return true
  }
}
