import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { FileId, SpaceId, UserId } from '#contracts/ids'
import type { Month } from '#contracts/timeline'
import type { Db } from '../db/client.ts'
import { favorites, files, timelineMonths } from '../db/schema/files.ts'

/** How many files each month of a space holds, the newest month first. */
export async function monthsOf(db: Db, spaceId: SpaceId) {
  return await db
    .select({ month: timelineMonths.month, files: timelineMonths.files })
    .from(timelineMonths)
    .where(eq(timelineMonths.spaceId, spaceId))
    .orderBy(desc(timelineMonths.month))
}

export type TimelineRow = Awaited<ReturnType<typeof filesOfMonth>>[number]

/**
 * Up to `limit` files of a month, the newest first, after the row `after`. Read along `files_timeline`
 * from where the page begins, with one look at the favourites of `userId` for each.
 */
export async function filesOfMonth(
  db: Db,
  of: { spaceId: SpaceId; month: Month; userId: UserId },
  page: { after: { value: number | string; id: FileId } | null; limit: number },
) {
  const { spaceId, month, userId } = of
  const { after, limit } = page
  return await db
    .select({
      id: files.id,
      shownAt: files.shownAt,
      width: sql<number | null>`iif(${files.shownEdit} > 0, ${files.shownWidth}, ${files.width})`,
      height: sql<
        number | null
      >`iif(${files.shownEdit} > 0, ${files.shownHeight}, ${files.height})`,
      thumbhash: sql<string | null>`iif(${files.shownEdit} > 0, null, ${files.thumbhash})`,
      edit: files.shownEdit,
      kind: files.kind,
      durationMs: files.durationMs,
      isAnimated: files.isAnimated,
      preview: files.preview,
      name: files.name,
      isFavorite: sql<0 | 1>`exists (select 1 from ${favorites}
        where ${favorites.userId} = ${userId} and ${favorites.fileId} = ${files.id})`,
    })
    .from(files)
    .where(
      and(
        eq(files.spaceId, spaceId),
        isNull(files.trashedAt),
        isNull(files.archivedAt),
        gte(files.shownAt, firstMs(month, 0)),
        // Where the month ends or the page before did: one bound, so that SQLite seeks to it.
        after === null
          ? lt(files.shownAt, firstMs(month, 1))
          : sql`(${files.shownAt}, ${files.id}) < (${after.value}, ${after.id})`,
      ),
    )
    .orderBy(desc(files.shownAt), desc(files.id))
    .limit(limit)
}

/**
 * The first millisecond that counts for a month, or for the one `ahead` of it. The triggers divide by
 * 1,000 towards zero: until 1970 a month begins up to 999 ms early.
 */
function firstMs(month: Month, ahead: number): number {
  const start = new Date(`${month}-01T00:00:00Z`)
  start.setUTCMonth(start.getUTCMonth() + ahead)
  return start.getTime() > 0 ? start.getTime() : start.getTime() - 999
}
