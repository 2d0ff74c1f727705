import type { CommentId, FileId } from '#contracts/ids'
import type { PageQuery } from '#contracts/paging'
import type { CommentView, Remarks, WriteComment } from '#contracts/remarks'
import { decodeTimeCursor, encodeTimeCursor } from '../db/time-cursor.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type FoundFile, requireFile } from '../files/find-file.ts'
import { newId } from '../ids.ts'
import type { Actor } from '../spaces/access.ts'
import {
  type CommentRow,
  deleteComment,
  deleteHeart,
  findComment,
  heartsOf,
  insertComment,
  listComments,
  putHeart,
  updateComment,
} from './queries.ts'

type RemarkDeps = Pick<Deps, 'db' | 'now' | 'announce' | 'defer'>

const namesOfHearts = 20

/** What people say about a file, for whoever may see it: members of its space and guests of its folder. */
export async function remarksOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  fileId: FileId,
  { cursor, limit }: PageQuery,
): Promise<Remarks> {
  const file = await requireFile(deps, actor, fileId, 'viewer')
  const after = decodeTimeCursor(cursor)
  const [rows, hearts] = await Promise.all([
    listComments(deps.db, fileId, { after, limit: limit + 1 }),
    heartsOf(deps.db, fileId, actor.userId, namesOfHearts),
  ])
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    comments: shown.map((row) => toCommentView(actor, file, row)),
    nextCursor: last ? encodeTimeCursor({ timeMs: last.createdAt, id: last.id }) : null,
    hearts,
  }
}

/** Writes about a file; whoever may see it may. Throws `not_found`. */
export async function writeComment(
  deps: RemarkDeps,
  actor: Actor,
  fileId: FileId,
  { text }: WriteComment,
): Promise<CommentView> {
  const file = await requireFile(deps, actor, fileId, 'viewer')
  const createdAt = deps.now()
  const row = { id: newId('comment', createdAt), fileId, userId: actor.userId, text, createdAt }
  await insertComment(deps.db, row)
  tell(deps, file)
  return toCommentView(actor, file, { ...row, by: actor.username, editedAt: null })
}

/** Changes one's own comment. Throws `not_found`, and `forbidden` for somebody else's. */
export async function changeComment(
  deps: RemarkDeps,
  actor: Actor,
  { id: fileId, commentId }: { id: FileId; commentId: CommentId },
  { text }: WriteComment,
): Promise<CommentView> {
  const { file, comment } = await requireComment(deps, actor, fileId, commentId)
  if (comment.userId !== actor.userId) {
    throw new AppError('forbidden', 'Only who wrote a comment changes it.')
  }
  const editedAt = deps.now()
  await updateComment(deps.db, commentId, text, editedAt)
  tell(deps, file)
  return toCommentView(actor, file, { ...comment, text, editedAt })
}

/** Takes a comment away: one's own, or as an admin of the space any. Throws as changing one does. */
export async function takeComment(
  deps: RemarkDeps,
  actor: Actor,
  { id: fileId, commentId }: { id: FileId; commentId: CommentId },
): Promise<void> {
  const { file, comment } = await requireComment(deps, actor, fileId, commentId)
  if (!canDelete(actor, file, comment)) {
    throw new AppError('forbidden', 'Only who wrote a comment, or an admin here, takes it away.')
  }
  await deleteComment(deps.db, commentId)
  tell(deps, file)
}

/** Says to all who may see a file that one likes it, or no more. Twice is as once. Throws `not_found`. */
export async function setHeart(
  deps: RemarkDeps,
  actor: Actor,
  fileId: FileId,
  isOwn: boolean,
): Promise<void> {
  const file = await requireFile(deps, actor, fileId, 'viewer')
  if (isOwn) await putHeart(deps.db, fileId, actor.userId, deps.now())
  else await deleteHeart(deps.db, fileId, actor.userId)
  tell(deps, file)
}

async function requireComment(deps: RemarkDeps, actor: Actor, fileId: FileId, id: CommentId) {
  const file = await requireFile(deps, actor, fileId, 'viewer')
  const comment = await findComment(deps.db, fileId, id)
  if (!comment) throw new AppError('not_found', 'There is no such comment.')
  return { file, comment }
}

function canDelete(actor: Actor, { spaceId }: FoundFile, { userId }: { userId: string }): boolean {
  return userId === actor.userId || actor.memberships.get(spaceId)?.role === 'admin'
}

function toCommentView(actor: Actor, file: FoundFile, row: CommentRow): CommentView {
  const { userId, createdAt, editedAt, ...shown } = row
  return {
    ...shown,
    isOwn: userId === actor.userId,
    canDelete: canDelete(actor, file, row),
    createdAt: new Date(createdAt).toISOString(),
    editedAt: editedAt === null ? null : new Date(editedAt).toISOString(),
  }
}

function tell(deps: RemarkDeps, { id, spaceId }: FoundFile) {
  deps.defer(deps.announce(spaceId, { type: 'remarks.changed', fileIds: [id] }))
}
