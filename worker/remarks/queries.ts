import { and, asc, count, desc, eq, ne, sql } from 'drizzle-orm'
import type { CommentId, FileId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { comments, hearts } from '../db/schema/remarks.ts'
import { users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

const columns = {
  id: comments.id,
  fileId: comments.fileId,
  userId: comments.userId,
  by: users.username,
  text: comments.text,
  createdAt: comments.createdAt,
  editedAt: comments.editedAt,
}

function selectComments(db: Db) {
  return db.select(columns).from(comments).innerJoin(users, eq(users.id, comments.userId))
}

export type CommentRow = Awaited<ReturnType<typeof findComment>> & {}

export async function findComment(db: Db, fileId: FileId, id: CommentId) {
  const [row] = await selectComments(db).where(
    and(eq(comments.id, id), eq(comments.fileId, fileId)),
  )
  return row
}

export async function listComments(
  db: Db,
  fileId: FileId,
  { after, limit }: { after: TimeCursor | null; limit: number },
) {
  const from =
    after && sql`(${comments.createdAt}, ${comments.id}) < (${after.timeMs}, ${after.id})`
  return await selectComments(db)
    .where(and(eq(comments.fileId, fileId), from ?? undefined))
    .orderBy(desc(comments.createdAt), desc(comments.id))
    .limit(limit)
}

export async function insertComment(db: Db, row: typeof comments.$inferInsert) {
  await db.insert(comments).values(row)
}

export async function updateComment(db: Db, id: CommentId, text: string, editedAt: number) {
  await db.update(comments).set({ text, editedAt }).where(eq(comments.id, id))
}

export async function deleteComment(db: Db, id: CommentId) {
  await db.delete(comments).where(eq(comments.id, id))
}

/** How many like a file, some of the others by name, and whether this user does. */
export async function heartsOf(db: Db, fileId: FileId, userId: UserId, names: number) {
  const [[all], [own], first] = await db.batch([
    db.select({ count: count() }).from(hearts).where(eq(hearts.fileId, fileId)),
    db
      .select({ count: count() })
      .from(hearts)
      .where(and(eq(hearts.fileId, fileId), eq(hearts.userId, userId))),
    db
      .select({ by: users.username })
      .from(hearts)
      .innerJoin(users, eq(users.id, hearts.userId))
      .where(and(eq(hearts.fileId, fileId), ne(hearts.userId, userId)))
      .orderBy(asc(hearts.userId))
      .limit(names),
  ])
  return { count: all?.count ?? 0, isOwn: own?.count === 1, by: first.map(({ by }) => by) }
}

/** Twice is as once. */
export async function putHeart(db: Db, fileId: FileId, userId: UserId, createdAt: number) {
  await db.insert(hearts).values({ fileId, userId, createdAt }).onConflictDoNothing()
}

export async function deleteHeart(db: Db, fileId: FileId, userId: UserId) {
  await db.delete(hearts).where(and(eq(hearts.fileId, fileId), eq(hearts.userId, userId)))
}
