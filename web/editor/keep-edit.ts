import { signal } from '@preact/signals'
import type { FileView } from '#contracts/files'
import { refreshFiles } from '../library/state.ts'
import { attempt } from '../shell/attempt.ts'
import { showToast } from '../ui/toast.tsx'
import { revertEdit, saveAsFile, saveEdit } from './edit-calls.ts'
import type { Edit } from './edit-model.ts'

/** What was copied, to be given to other pictures; until the page is left. */
export const copiedEdit = signal<Edit | null>(null)

export function copyEdit(edit: Edit) {
  copiedEdit.value = edit
  showToast('Copied. Choose other pictures and “Edit…” to paste it.')
}

/** Saves a picture's edit, or reverts it, with the way back. Resolves to whether it was done. */
export async function keepEdit(
  file: Pick<FileView, 'id' | 'name'>,
  edit: { query: string; before: string | null; homeOnline: boolean | null },
): Promise<boolean> {
  const put = async (query: string | null) => {
    if (query === null || query === '') await revertEdit(file.id)
    else await saveEdit(file.id, query)
    refreshFiles([file.id])
  }
  if (!(await attempt(() => put(edit.query)))) return false
  const said =
    edit.query === ''
      ? `“${file.name}” is as it came.`
      : edit.homeOnline === false
        ? 'The edit is stored. Its previews come when the home node is back.'
        : 'Saved. The original stays; the previews are being made.'
  showToast(said, { action: { label: 'Undo', run: () => void attempt(() => put(edit.before)) } })
  return true
}

export async function keepAsFile(file: Pick<FileView, 'id'>, query: string): Promise<boolean> {
  let name = ''
  const isDone = await attempt(async () => {
    const made = await saveAsFile(file.id, query)
    name = made.original_filename
    refreshFiles([made.id])
  })
  if (isDone) showToast(`Saved as “${name}”, beside the original.`)
  return isDone
}
