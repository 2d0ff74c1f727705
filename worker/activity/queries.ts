import { and, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'
import { activity, comments } from '../db/schema/remarks.ts'
import { shares } from '../db/schema/shares.ts'
import { users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

/** So much of a comment stands in the list. */
const excerpt = 200

export type ActivityRow = Awaited<ReturnType<typeof listActivity>>[number]

/**
 * What happened in a space before a moment, the latest first, and where each lies now: what is about
 * a file lies where that does.
 */
export async function listActivity(
  db: Db,
  spaceId: SpaceId,
  { after, limit }: { after: TimeCursor | null; limit: number },
) {
  const actor = alias(users, 'actor')
  const other = alias(users, 'other')
  const from =
    after && sql`(${activity.at}, ${activity.id}) < (${after.timeMs}, ${Number(after.id)})`
  const isAbout = sql`${activity.kind} in ('commented', 'hearted')`
  return await db
    .select({
      id: activity.id,
      key: activity.key,
      kind: activity.kind,
      at: activity.at,
      username: actor.username,
      guestName: activity.guestName,
      fileId: files.id,
      fileTrashedAt: files.trashedAt,
      fileFolderId: files.folderId,
      folderId: folders.id,
      folderName: folders.name,
      folderPath: folders.path,
      folderTrashedAt: folders.trashedAt,
      files: activity.files,
      comment: sql<string | null>`substr(${comments.text}, 1, ${excerpt})`,
      title: shares.title,
      withUser: other.username,
    })
    .from(activity)
    .leftJoin(actor, eq(actor.id, activity.actorId))
    .leftJoin(other, eq(other.id, activity.otherId))
    .leftJoin(files, eq(files.id, activity.fileId))
    .leftJoin(
      folders,
      sql`${folders.id} = case when ${isAbout} then ${files.folderId} else ${activity.folderId} end`,
    )
    .leftJoin(comments, eq(comments.id, activity.subjectId))
    .leftJoin(shares, eq(shares.id, activity.subjectId))
    .where(and(eq(activity.spaceId, spaceId), from ?? undefined))
    .orderBy(desc(activity.at), desc(activity.id))
    .limit(limit)
}
