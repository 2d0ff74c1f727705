import type { EditView } from '#contracts/edits'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../api.ts'

const edit = api.api.files[':id'].edit

export async function loadEdit(id: FileId): Promise<EditView> {
  return await answer(edit.$get({ param: { id } }))
}

export async function saveEdit(id: FileId, query: string): Promise<EditView> {
  return await answer(edit.$put({ param: { id }, json: { query } }))
}

export async function revertEdit(id: FileId): Promise<EditView> {
  return await answer(edit.$delete({ param: { id } }))
}

/** Keeps the edited picture as a file of its own, in full size beside the original. */
export async function saveAsFile(id: FileId, query: string) {
  const json = { query: `${query}&original=true&quality=92&strip=false` }
  return await answer(api.api.images[':id'].transform.$post({ param: { id }, json }))
}
