import { and, desc, eq, sql } from 'drizzle-orm'
import type { AccessRequestId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { accessRequests, invites } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

type RequestRow = typeof accessRequests.$inferSelect

/** Keeps one open request an address: asking again changes it. Answers whether it is a new one. */
export async function upsertRequest(
  db: Db,
  request: Pick<RequestRow, 'id' | 'email' | 'emailFolded' | 'username' | 'message' | 'createdAt'>,
): Promise<boolean> {
  const { id, email, emailFolded, username, message, createdAt } = request
  const [rows] = await runBatch(db, [
    db.run(sql`insert into access_requests (id, email, email_folded, username, message, state, created_at)
      values (${id}, ${email}, ${emailFolded}, ${username}, ${message}, 'pending', ${createdAt})
      on conflict (email_folded) where state = 'pending'
      do update set email = excluded.email, username = excluded.username, message = excluded.message
      returning id`),
  ])
  return rows?.[0]?.id === id
}

/** Those in one state, newest first, each with its invite; one more than `limit` when there are more. */
export async function selectRequests(
  db: Db,
  page: { state: RequestRow['state']; before: TimeCursor | null; limit: number },
) {
  const { state, before, limit } = page
  return await db
    .select({ request: accessRequests, invite: invites })
    .from(accessRequests)
    .leftJoin(invites, eq(invites.id, accessRequests.inviteId))
    .where(
      and(
        eq(accessRequests.state, state),
        before === null
          ? undefined
          : sql`(${accessRequests.createdAt}, ${accessRequests.id}) < (${before.timeMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(accessRequests.createdAt), desc(accessRequests.id))
    .limit(limit + 1)
}

export async function findRequest(db: Db, id: AccessRequestId) {
  const [row] = await db
    .select({ request: accessRequests, invite: invites })
    .from(accessRequests)
    .leftJoin(invites, eq(invites.id, accessRequests.inviteId))
    .where(eq(accessRequests.id, id))
  return row
}

/** Makes the invite and approves, or does neither: only one of any number of clicks makes one. */
export async function approveRequestRow(
  db: Db,
  id: AccessRequestId,
  invite: typeof invites.$inferSelect,
): Promise<boolean> {
  const { createdAt: now } = invite
  const [made] = await runBatch(db, [
    db.run(sql`insert into invites (id, code_hash, note, email, max_uses, quota_bytes, created_by, created_at, expires_at)
      select ${invite.id}, ${invite.codeHash}, ${invite.note}, ${invite.email}, ${invite.maxUses}, ${invite.quotaBytes}, ${invite.createdBy}, ${now}, ${invite.expiresAt}
      where exists (select 1 from access_requests where id = ${id} and state = 'pending')
      returning id`),
    db.run(sql`update access_requests set state = 'approved', decided_at = ${now}, invite_id = ${invite.id}
      where id = ${id} and state = 'pending'`),
  ])
  return made?.length === 1
}

export async function declineRequestRow(db: Db, id: AccessRequestId, now: number) {
  const rows = await db
    .update(accessRequests)
    .set({ state: 'declined', decidedAt: now })
    .where(and(eq(accessRequests.id, id), eq(accessRequests.state, 'pending')))
    .returning({ id: accessRequests.id })
  return rows.length > 0
}
