import { and, desc, eq, gt, gte, isNull, lt, sql } from 'drizzle-orm'
import type { InviteId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { invites, users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

type NewInvite = typeof invites.$inferInsert

/** Statement that inserts an invite; for a batch or by itself. */
export function insertInvite(db: Db, invite: NewInvite) {
  return db.insert(invites).values(invite)
}

/** What still opens: not revoked, not over, uses left. */
function isActive(now: number) {
  return and(
    isNull(invites.revokedAt),
    gt(invites.expiresAt, now),
    lt(invites.uses, invites.maxUses),
  )
}

export async function findActiveInvite(db: Db, codeHash: string, now: number) {
  const [row] = await db
    .select({ id: invites.id, email: invites.email, quotaBytes: invites.quotaBytes })
    .from(invites)
    .where(and(eq(invites.codeHash, codeHash), isActive(now)))
  return row
}

/** Those made after `since`, newest first; one more than `limit` when there are more. */
export async function selectInvites(
  db: Db,
  page: { activeAt: number | null; since: number; before: TimeCursor | null; limit: number },
) {
  const { activeAt, since, before, limit } = page
  return await db
    .select({ invite: invites, createdByUsername: users.username })
    .from(invites)
    .leftJoin(users, eq(users.id, invites.createdBy))
    .where(
      and(
        gte(invites.createdAt, since),
        activeAt === null ? undefined : isActive(activeAt),
        before === null
          ? undefined
          : sql`(${invites.createdAt}, ${invites.id}) < (${before.timeMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(invites.createdAt), desc(invites.id))
    .limit(limit + 1)
}

/** Revokes; answers whether there is such an invite. One that is revoked already stays as it is. */
export async function revokeInviteRow(db: Db, id: InviteId, now: number): Promise<boolean> {
  const rows = await db
    .update(invites)
    .set({ revokedAt: sql`coalesce(${invites.revokedAt}, ${now})` })
    .where(eq(invites.id, id))
    .returning({ id: invites.id })
  return rows.length > 0
}
