import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { quotaChecks } from '../db/schema/audit.ts'
import { bytesOfSpace } from '../spaces/space-bytes.ts'

/** Users who were last recounted at `until` or before, the longest ago first. */
export async function usersToRecount(db: Db, until: number, limit: number): Promise<UserId[]> {
  const rows = await db
    .select({ id: quotaChecks.userId })
    .from(quotaChecks)
    .where(lte(quotaChecks.checkedAt, until))
    .orderBy(asc(quotaChecks.checkedAt))
    .limit(limit)
  return rows.map((row) => row.id)
}

const figuresSchema = z.object({
  /** What the user's row says. */
  usedBytes: z.int(),
  reservedBytes: z.int(),
  /** What is there. */
  countedUsedBytes: z.int(),
  countedReservedBytes: z.int(),
})
export type QuotaFigures = z.infer<typeof figuresSchema>

/**
 * A user's figures beside what is there, in one statement: an upload that is settled meanwhile is in
 * both or in neither. Undefined when there is no such user.
 */
export async function countQuota(
  db: Db,
  userId: UserId,
  countRenditions: boolean,
): Promise<QuotaFigures | undefined> {
  const row = await db.get(sql`select
      used_bytes as usedBytes, reserved_bytes as reservedBytes,
      (select coalesce(sum(${bytesOfSpace(sql`owned.id`, countRenditions)}), 0)
        from spaces as owned where owned.owner_id = users.id) as countedUsedBytes,
      (select coalesce(sum(size_bytes), 0) from uploads
        where quota_user_id = users.id and state = 'reserved') as countedReservedBytes
    from users where id = ${userId}`)
  return row === undefined ? undefined : figuresSchema.parse(row)
}

/** Resolves to whether it was written: of two checks of the same moment one is. */
export async function saveQuotaCheck(
  db: Db,
  check: { userId: UserId; checkedAt: number; driftBytes: number },
): Promise<boolean> {
  const { userId, checkedAt, driftBytes } = check
  const rows = await db
    .update(quotaChecks)
    .set({ checkedAt, driftBytes })
    .where(and(eq(quotaChecks.userId, userId), sql`${quotaChecks.checkedAt} < ${checkedAt}`))
    .returning({ userId: quotaChecks.userId })
  return rows.length === 1
}
