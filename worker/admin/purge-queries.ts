import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { users } from '../db/schema/users.ts'

/** A purged user's folded name is their id: nobody can type it, for ids have capitals. */
export const isNotPurged = sql`${users.usernameFolded} <> ${users.id}`

/** Users deleted at `until` or before of whom there is still something to purge. */
export async function usersToPurge(db: Db, until: number, limit: number): Promise<UserId[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(isNotNull(users.deletedAt), lte(users.deletedAt, until), isNotPurged))
    .orderBy(asc(users.deletedAt))
    .limit(limit)
  return rows.map((row) => row.id)
}

/**
 * Takes everything out of a deleted user's row that says who they were, and removes what else knows
 * it, in one batch. Not before all of their spaces are purged. Resolves to whether this call did.
 */
export async function clearUser(db: Db, id: UserId, until: number): Promise<boolean> {
  // A space that is purged has no members any more.
  const isDue = sql`exists (select 1 from users
    where id = ${id} and deleted_at <= ${until} and username_folded <> id
      and not exists (select 1 from spaces where owner_id = ${id}
        and exists (select 1 from members where members.space_id = spaces.id)))`
  const ofUser = sql`user_id = ${id} and ${isDue}`
  const email = sql`(select email_folded from users where id = ${id})`
  const results = await runBatch(db, [
    db.run(sql`delete from members where ${ofUser}`),
    db.run(sql`delete from grants where ${ofUser}`),
    db.run(sql`delete from favorites where ${ofUser}`),
    db.run(sql`delete from generation_favorites where ${ofUser}`),
    db.run(sql`delete from studio_spending where ${ofUser}`),
    db.run(sql`delete from api_keys where created_by = ${id} and ${isDue}`),
    db.run(sql`delete from sessions where ${ofUser}`),
    db.run(sql`delete from passkeys where ${ofUser}`),
    db.run(sql`delete from recovery_codes where ${ofUser}`),
    db.run(sql`delete from passkey_challenges where ${ofUser}`),
    db.run(sql`delete from password_resets where ${ofUser}`),
    db.run(sql`delete from quota_checks where ${ofUser}`),
    db.run(sql`delete from access_requests
      where state in ('pending', 'approved', 'declined') and email_folded = ${email} and ${isDue}`),
    db.run(sql`update invites set email = null, note = ''
      where created_at >= 0 and lower(email) = ${email} and ${isDue}`),
    db
      .update(users)
      .set({
        username: 'deleted user',
        usernameFolded: sql`${users.id}`,
        email: null,
        emailFolded: null,
        passwordHash: '',
        totpSecret: null,
        totpUsedStep: null,
        isAdmin: false,
      })
      .where(and(eq(users.id, id), isDue))
      .returning({ id: users.id }),
  ])
  return results.at(-1)?.length === 1
}
