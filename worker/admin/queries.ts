import { and, desc, eq, gt, gte, isNull, lt, or, sql } from 'drizzle-orm'
import type { UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { quotaChecks } from '../db/schema/audit.ts'
import { spaces } from '../db/schema/spaces.ts'
import { accessRequests, invites, passwordResets, users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'
import { isNotPurged } from './purge-queries.ts'

const userColumns = {
  id: users.id,
  username: users.username,
  email: users.email,
  isAdmin: users.isAdmin,
  usedBytes: users.usedBytes,
  reservedBytes: users.reservedBytes,
  quotaBytes: users.quotaBytes,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
  deletedAt: users.deletedAt,
  lastSeenAt: sql<
    number | null
  >`(select max(last_seen_at) from sessions where sessions.user_id = users.id)`,
}

export type UserRow = Awaited<ReturnType<typeof findUser>> & {}

/** A user; undefined for one who was purged, too. */
export async function findUser(db: Db, id: UserId) {
  const [row] = await db
    .select(userColumns)
    .from(users)
    .where(and(eq(users.id, id), isNotPurged))
  return row
}

/**
 * Users, the newest first, one more than `limit` when there are more. `prefix`, folded, is the start
 * of a username or e-mail address.
 */
export async function selectUsers(
  db: Db,
  page: { prefix: string | null; before: TimeCursor | null; limit: number },
) {
  const { prefix, before, limit } = page
  // With a prefix its two indexes find the rows: the plus keeps the planner from walking by age.
  const age = prefix === null ? sql`${users.createdAt}` : sql`+${users.createdAt}`
  const end = `${prefix}\u{10ffff}`
  return await db
    .select(userColumns)
    .from(users)
    .where(
      and(
        isNotPurged,
        prefix === null
          ? gte(users.createdAt, 0)
          : or(
              and(gte(users.usernameFolded, prefix), lt(users.usernameFolded, end)),
              and(gte(users.emailFolded, prefix), lt(users.emailFolded, end)),
            ),
        before === null ? undefined : sql`(${age}, ${users.id}) < (${before.timeMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(age), desc(users.id))
    .limit(limit + 1)
}

export async function updateQuota(db: Db, id: UserId, quotaBytes: number, now: number) {
  await db.update(users).set({ quotaBytes, updatedAt: now }).where(eq(users.id, id))
}

/** True for who is no admin that can sign in, or not the only one. In every change that takes one away. */
function leavesAnAdmin(id: UserId) {
  return sql`(is_admin = 0 or disabled_at is not null or deleted_at is not null or exists (
    select 1 from users as other where other.is_admin = 1 and other.id <> ${id}
      and other.disabled_at is null and other.deleted_at is null))`
}

/** Ends sessions, and the addresses of pictures of all spaces of a user who is closed by now. */
function endingStatements(db: Db, id: UserId) {
  const isClosed = sql`exists (select 1 from users
    where id = ${id} and (disabled_at is not null or deleted_at is not null))`
  return [
    db.run(sql`delete from sessions where user_id = ${id} and ${isClosed}`),
    db.run(sql`update spaces set media_generation = media_generation + 1
      where id in (select space_id from members where user_id = ${id}) and ${isClosed}`),
  ]
}

/** Sets both marks at once. False when that would leave no admin, or the user is deleted. */
export async function updateUser(
  db: Db,
  id: UserId,
  change: { isAdmin: boolean; isDisabled: boolean; takesAdmin: boolean; now: number },
): Promise<boolean> {
  const { isAdmin, isDisabled, takesAdmin, now } = change
  const allowed = takesAdmin ? leavesAnAdmin(id) : sql`true`
  const [rows] = await runBatch(db, [
    db.run(sql`update users set is_admin = ${isAdmin ? 1 : 0}, updated_at = ${now},
        disabled_at = case when ${isDisabled ? 1 : 0} then coalesce(disabled_at, ${now}) end
      where id = ${id} and deleted_at is null and ${allowed} returning id`),
    ...endingStatements(db, id),
  ])
  return rows?.length === 1
}

/** How many spaces besides the personal one the user owns that are not in trash. */
export async function countOwnedSpaces(db: Db, id: UserId): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`select count(*) as count from spaces
    where owner_id = ${id} and kind <> 'personal' and trashed_at is null`)
  return row?.count ?? 0
}

/**
 * Closes an account and trashes its personal space, all or nothing. False when somebody was faster:
 * the user owns a shared space now, is the last admin, or is deleted already.
 */
export async function deleteUserRow(db: Db, id: UserId, now: number): Promise<boolean> {
  const isDone = sql`exists (select 1 from users where id = ${id} and deleted_at = ${now})`
  const [rows] = await runBatch(db, [
    db.run(sql`update users set deleted_at = ${now}, updated_at = ${now}
      where id = ${id} and deleted_at is null and ${leavesAnAdmin(id)} and not exists (
        select 1 from spaces where owner_id = ${id} and kind <> 'personal' and trashed_at is null)
      returning id`),
    ...endingStatements(db, id),
    db.run(sql`update spaces set trashed_at = ${now}
      where owner_id = ${id} and kind = 'personal' and trashed_at is null and ${isDone}`),
    db.run(sql`delete from password_resets where user_id = ${id} and ${isDone}`),
  ])
  return rows?.length === 1
}

/** Opens an account again, and its personal space. False when it is not deleted, or was before `since`. */
export async function restoreUserRow(db: Db, id: UserId, since: number, now: number) {
  const canBe = sql`exists (select 1 from users where id = ${id} and deleted_at > ${since})`
  const [, rows] = await runBatch(db, [
    db.run(sql`update spaces set trashed_at = null
      where owner_id = ${id} and kind = 'personal' and ${canBe}`),
    db.run(sql`update users set deleted_at = null, updated_at = ${now}
      where id = ${id} and deleted_at > ${since} returning id`),
  ])
  return rows?.length === 1
}

/** Puts a link in place of all older ones of the user. */
export async function replaceResetLink(db: Db, link: typeof passwordResets.$inferInsert) {
  await runBatch(db, [
    db.delete(passwordResets).where(eq(passwordResets.userId, link.userId)),
    db.insert(passwordResets).values(link),
  ])
}

/** The head of the admin page, in one round trip. `since`: when the oldest invite that may live was made. */
export async function selectOverview(db: Db, now: number, since: number) {
  const count = sql<number>`count(*)`
  // Reads every user and every check that found something: hundreds of rows, when an admin looks.
  const [people, open, pending, last, drift] = await db.batch([
    db
      .select({ count, usedBytes: sql<number>`coalesce(sum(${users.usedBytes}), 0)` })
      .from(users)
      .where(and(gte(users.createdAt, 0), isNull(users.deletedAt))),
    db
      .select({ count })
      .from(invites)
      .where(
        and(
          gte(invites.createdAt, since),
          isNull(invites.revokedAt),
          gt(invites.expiresAt, now),
          lt(invites.uses, invites.maxUses),
        ),
      ),
    db.select({ count }).from(accessRequests).where(eq(accessRequests.state, 'pending')),
    db
      .select({ at: sql<number | null>`max(${quotaChecks.checkedAt})` })
      .from(quotaChecks)
      .where(gt(quotaChecks.checkedAt, 0)),
    db
      .select({ count, bytes: sql<number>`coalesce(sum(abs(${quotaChecks.driftBytes})), 0)` })
      .from(quotaChecks)
      .where(sql`drift_bytes <> 0 and drift_bytes > ${-Number.MAX_SAFE_INTEGER}`),
  ])
  const checkedAt = last[0]?.at ?? null
  return {
    users: people[0]?.count ?? 0,
    usedBytes: people[0]?.usedBytes ?? 0,
    activeInvites: open[0]?.count ?? 0,
    pendingRequests: pending[0]?.count ?? 0,
    checkedAt,
    driftingUsers: drift[0]?.count ?? 0,
    driftBytes: drift[0]?.bytes ?? 0,
  }
}

/** The personal space of a user; also one that is in trash. */
export async function findPersonalSpace(db: Db, ownerId: UserId) {
  const [row] = await db
    .select({ id: spaces.id })
    .from(spaces)
    .where(and(eq(spaces.ownerId, ownerId), eq(spaces.kind, 'personal')))
  return row
}
