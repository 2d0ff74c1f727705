import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { SessionId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { sessions, users } from '../db/schema/users.ts'

export async function hasAdmin(db: Db): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(users)
    .where(sql`${users.isAdmin} = 1`)
    .limit(1)
  return rows.length > 0
}

/**
 * Makes the first admin with their personal space, unless there is an admin already.
 * One batch, so two requests at once make one admin. Resolves to whether it was this one.
 */
export async function insertFirstAdmin(
  db: Db,
  admin: {
    userId: UserId
    spaceId: SpaceId
    username: string
    usernameFolded: string
    passwordHash: string
    quotaBytes: number
    now: number
  },
): Promise<boolean> {
  const { userId, spaceId, username, now } = admin
  const made = sql`exists (select 1 from users where id = ${userId})`
  await runBatch(db, [
    db.run(sql`insert into users (id, username, username_folded, password_hash, is_admin, quota_bytes, created_at)
      select ${userId}, ${username}, ${admin.usernameFolded}, ${admin.passwordHash}, 1, ${admin.quotaBytes}, ${now}
      where not exists (select 1 from users where is_admin = 1)`),
    db.run(sql`insert into spaces (id, kind, name, owner_id, created_at)
      select ${spaceId}, 'personal', ${username}, ${userId}, ${now} where ${made}`),
    db.run(sql`insert into members (space_id, user_id, role, created_at)
      select ${spaceId}, ${userId}, 'admin', ${now} where ${made}`),
  ])
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.id, userId))
  return rows.length === 1
}

export async function findUserByName(db: Db, usernameFolded: string) {
  const [row] = await db.select().from(users).where(eq(users.usernameFolded, usernameFolded))
  return row
}

export async function insertSession(
  db: Db,
  session: { id: SessionId; tokenHash: string; userId: UserId; now: number; expiresAt: number },
) {
  const { now, ...row } = session
  await db.insert(sessions).values({ ...row, createdAt: now, lastSeenAt: now })
}

/** A live session with its user and all their memberships: one round trip. Empty when there is none. */
export async function findSession(db: Db, tokenHash: string, now: number) {
  return await db
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      userId: users.id,
      username: users.username,
      isAdmin: users.isAdmin,
      usedBytes: users.usedBytes,
      reservedBytes: users.reservedBytes,
      quotaBytes: users.quotaBytes,
      spaceId: members.spaceId,
      role: members.role,
      spaceKind: spaces.kind,
      spaceOwnerId: spaces.ownerId,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(spaces, eq(spaces.id, members.spaceId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)))
}

export async function slideSession(db: Db, id: SessionId, now: number, expiresAt: number) {
  await db.update(sessions).set({ lastSeenAt: now, expiresAt }).where(eq(sessions.id, id))
}

export async function deleteSession(db: Db, id: SessionId) {
  await db.delete(sessions).where(eq(sessions.id, id))
}

export async function deleteSessionByToken(db: Db, tokenHash: string) {
  await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash))
}

export async function deleteExpiredSessions(db: Db, now: number) {
  await db.delete(sessions).where(lt(sessions.expiresAt, now))
}
