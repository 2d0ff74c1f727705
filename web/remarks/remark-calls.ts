import { type Signal, signal } from '@preact/signals'
import type { CommentId, FileId } from '#contracts/ids'
import type { CommentView, Remarks } from '#contracts/remarks'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

const here = api.api.files[':id']

/** What people say about one file: as far as it has been read, and who likes it. */
export interface FileRemarks {
  comments: PagedList<CommentView>
  /** Null until it has been read. */
  hearts: Signal<Remarks['hearts'] | null>
}

export function remarksOf(id: FileId): FileRemarks {
  const hearts = signal<Remarks['hearts'] | null>(null)
  const comments = pagedList(async (cursor) => {
    const query = { limit: '20', ...(cursor !== undefined && { cursor }) }
    const page = await answer(here.remarks.$get({ param: { id }, query }))
    hearts.value = page.hearts
    return { items: page.comments, nextCursor: page.nextCursor }
  })
  return { comments, hearts }
}

// Each throws `ApiError` when it is refused.

export async function writeComment(id: FileId, text: string): Promise<CommentView> {
  return await answer(here.comments.$post({ param: { id }, json: { text } }))
}

export async function changeComment(
  id: FileId,
  commentId: CommentId,
  text: string,
): Promise<CommentView> {
  const at = here.comments[':commentId']
  return await answer(at.$patch({ param: { id, commentId }, json: { text } }))
}

export async function takeComment(id: FileId, commentId: CommentId): Promise<void> {
  await answer(here.comments[':commentId'].$delete({ param: { id, commentId } }))
}

export async function setHeart(id: FileId, isOwn: boolean): Promise<void> {
  await answer(isOwn ? here.heart.$put({ param: { id } }) : here.heart.$delete({ param: { id } }))
}
