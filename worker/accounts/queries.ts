import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { SessionId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch, type Statement } from '../db/run-batch.ts'
import { passwordResets, users } from '../db/schema/users.ts'
import { endSessionsStatements } from './session-queries.ts'

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
    db.run(sql`insert into quota_checks (user_id, checked_at, drift_bytes)
      select ${userId}, 0, 0 where ${made}`),
  ])
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.id, userId))
  return rows.length === 1
}

/** The user behind what somebody typed to sign in: a username, or an e-mail address. */
export async function findUserByLogin(db: Db, folded: string) {
  const isThem = folded.includes('@')
    ? eq(users.emailFolded, folded)
    : eq(users.usernameFolded, folded)
  const [row] = await db.select().from(users).where(isThem)
  return row
}

export async function findUserById(db: Db, id: UserId) {
  const [row] = await db.select().from(users).where(eq(users.id, id))
  return row
}

/**
 * Sets a password and ends all sessions of the user but `keep`, and all their reset links, in one
 * batch. Media addresses of their spaces end within a minute too.
 */
export async function replacePassword(
  db: Db,
  userId: UserId,
  change: { passwordHash: string; keep: SessionId | null; now: number },
) {
  await runBatch(db, [
    db
      .update(users)
      .set({ passwordHash: change.passwordHash, updatedAt: change.now })
      .where(eq(users.id, userId)),
    ...endSessionsStatements(db, userId, change.keep),
    db.delete(passwordResets).where(eq(passwordResets.userId, userId)),
  ])
}

/** Keeps a hash with today's parameters, unless the password was changed meanwhile. */
export async function rehashPassword(db: Db, userId: UserId, from: string, to: string) {
  await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, userId), eq(users.passwordHash, from)))
}

export interface NewUser {
  userId: UserId
  spaceId: SpaceId
  username: string
  usernameFolded: string
  email: string | null
  emailFolded: string | null
  passwordHash: string
  quotaBytes: number
  now: number
}

/**
 * Makes a user with their personal space in one batch; nothing of it when a name is taken. `claim` is
 * the statement that uses up an invite: the user is made only when it changed a row, and when the name
 * is taken it is undone. Resolves to whether the user was made.
 */
export async function insertUser(db: Db, user: NewUser, claim: Statement | null): Promise<boolean> {
  const { userId, spaceId, username, now } = user
  const made = sql`exists (select 1 from users where id = ${userId})`
  // Without an invite there is nothing to claim, and every name decides for itself.
  const isClaimed = claim ? sql`changes() = 1` : sql`1`
  try {
    await runBatch(db, [
      ...(claim ? [claim] : []),
      db.run(sql`insert into users (id, username, username_folded, email, email_folded, password_hash, quota_bytes, created_at)
        select ${userId}, ${username}, ${user.usernameFolded}, ${user.email}, ${user.emailFolded}, ${user.passwordHash}, ${user.quotaBytes}, ${now}
        where ${isClaimed}`),
      db.run(sql`insert into spaces (id, kind, name, owner_id, created_at)
        select ${spaceId}, 'personal', ${username}, ${userId}, ${now} where ${made}`),
      db.run(sql`insert into members (space_id, user_id, role, created_at)
        select ${spaceId}, ${userId}, 'admin', ${now} where ${made}`),
      db.run(sql`insert into quota_checks (user_id, checked_at, drift_bytes)
        select ${userId}, 0, 0 where ${made}`),
    ])
  } catch (error) {
    // The batch is undone as a whole, with the claim in it.
    if (/UNIQUE constraint failed: users\./.test(String(error))) return false
    throw error
  }
  return (await findUserById(db, userId)) !== undefined
}

/** Which of the two names somebody has already. */
export async function findTaken(
  db: Db,
  usernameFolded: string,
  emailFolded: string | null,
): Promise<'username' | 'email' | null> {
  const [byName, byEmail] = await db.batch([
    db.select({ id: users.id }).from(users).where(eq(users.usernameFolded, usernameFolded)),
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.emailFolded, emailFolded ?? '')),
  ])
  if (byName.length > 0) return 'username'
  return byEmail.length > 0 ? 'email' : null
}

/** Who a reset link is for, if it is still good. */
export async function findReset(db: Db, tokenHash: string, now: number) {
  const [row] = await db
    .select({ userId: passwordResets.userId })
    .from(passwordResets)
    .where(and(eq(passwordResets.tokenHash, tokenHash), gt(passwordResets.expiresAt, now)))
  return row?.userId
}

/** Uses up a reset link: true for exactly one caller. */
export async function claimReset(db: Db, tokenHash: string): Promise<boolean> {
  const rows = await db
    .delete(passwordResets)
    .where(eq(passwordResets.tokenHash, tokenHash))
    .returning({ userId: passwordResets.userId })
  return rows.length > 0
}

export async function deleteExpiredResets(db: Db, now: number) {
  await db.delete(passwordResets).where(lt(passwordResets.expiresAt, now))
}

/** Resolves to false when somebody else has that address. */
export async function setEmail(
  db: Db,
  userId: UserId,
  email: { email: string; emailFolded: string } | null,
  now: number,
): Promise<boolean> {
  try {
    await db
      .update(users)
      .set({ email: null, emailFolded: null, ...email, updatedAt: now })
      .where(eq(users.id, userId))
    return true
  } catch (error) {
    const isTaken = [error, error instanceof Error ? error.cause : null].some((each) =>
      /UNIQUE constraint failed: users\./.test(String(each)),
    )
    if (isTaken) return false
    throw error
  }
}
