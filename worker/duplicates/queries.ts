import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type DuplicateGroupId, type FileId, fileIdSchema, type SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { duplicateGroups } from '../db/schema/duplicates.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

/** Groups of a space that are to be decided about, those that grew last first, along their index. */
export async function groupsToReview(
  db: Db,
  spaceId: SpaceId,
  page: { after: TimeCursor | null; limit: number },
) {
  const { grewAt, id } = duplicateGroups
  const start: SQL | undefined =
    page.after === null
      ? undefined
      : sql`(${grewAt}, ${id}) < (${page.after.timeMs}, ${page.after.id})`
  return await db
    .select({ id, grewAt })
    .from(duplicateGroups)
    .where(and(eq(duplicateGroups.spaceId, spaceId), gt(duplicateGroups.originals, sql`1`), start))
    .orderBy(desc(grewAt), desc(id))
    .limit(page.limit)
}

const memberRows = z.array(z.object({ group_id: z.string(), file_id: fileIdSchema }))

/** The living files of these groups. */
export async function filesOfGroups(
  db: Db,
  ids: DuplicateGroupId[],
): Promise<{ groupId: string; fileId: FileId }[]> {
  const found = await db.all(sql`select m.group_id, m.file_id
    from json_each(${JSON.stringify(ids)})
    cross join duplicate_members as m on m.group_id = json_each.value
    cross join files as f on f.id = m.file_id
    where f.trashed_at is null`)
  return memberRows
    .parse(found)
    .map(({ group_id, file_id }) => ({ groupId: group_id, fileId: file_id }))
}

export async function findGroup(db: Db, id: DuplicateGroupId) {
  const [row] = await db
    .select({ id: duplicateGroups.id, spaceId: duplicateGroups.spaceId })
    .from(duplicateGroups)
    .where(eq(duplicateGroups.id, id))
  return row ?? null
}

/** Says of these files of a group when they were found to be no duplicates; null: not any more. */
export async function setReviewed(
  db: Db,
  groupId: DuplicateGroupId,
  fileIds: FileId[],
  reviewedAt: number | null,
) {
  await db.run(sql`update duplicate_members set reviewed_at = ${reviewedAt}
    where group_id = ${groupId}
      and file_id in (select value from json_each(${JSON.stringify(fileIds)}))`)
}

/** The names of folders. */
export async function folderNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  const found = await db.all(
    sql`select id, name from folders where id in (select value from json_each(${JSON.stringify(ids)}))`,
  )
  const rows = z.array(z.object({ id: z.string(), name: z.string() })).parse(found)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
