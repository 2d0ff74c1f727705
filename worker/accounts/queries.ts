import { and, desc, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { SessionId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch, type Statement } from '../db/run-batch.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { passwordResets, sessions, users } from '../db/schema/users.ts'

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

export interface NewSession {
  id: SessionId
  tokenHash: string
  userId: UserId
  kind: 'web' | 'api'
  device: string | null
  place: string | null
  now: number
  expiresAt: number
  refreshHash?: string
  refreshExpiresAt?: number
}

export async function insertSession(db: Db, session: NewSession) {
  const { now, ...row } = session
  await db.insert(sessions).values({ ...row, createdAt: now, lastSeenAt: now })
}

const sessionColumns = {
  sessionId: sessions.id,
  sessionKind: sessions.kind,
  lastSeenAt: sessions.lastSeenAt,
  userId: users.id,
  username: users.username,
  email: users.email,
  isAdmin: users.isAdmin,
  usedBytes: users.usedBytes,
  reservedBytes: users.reservedBytes,
  quotaBytes: users.quotaBytes,
  spaceId: members.spaceId,
  role: members.role,
  spaceName: spaces.name,
  spaceKind: spaces.kind,
  spaceOwnerId: spaces.ownerId,
}

function selectSession(db: Db) {
  return db
    .select(sessionColumns)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(spaces, eq(spaces.id, members.spaceId))
}

/** Nobody whose account is disabled or deleted comes in, and no space that is in trash is entered. */
const isOpen = and(isNull(users.disabledAt), isNull(users.deletedAt), isNull(spaces.trashedAt))

/** A live session with its user and all their memberships: one round trip. Empty when there is none. */
export async function findSession(db: Db, tokenHash: string, now: number) {
  return await sessionStatements(db).byToken.all({ tokenHash, now })
}

/** The same for the session that an access token names: it lives as long as its refresh token. */
export async function findSessionById(db: Db, id: SessionId, now: number) {
  return await sessionStatements(db).byId.all({ id, now })
}

// Every request asks one of them, and building such a statement takes longer than running it.
const preparedSessions = new WeakMap<Db, ReturnType<typeof prepareSessions>>()

function sessionStatements(db: Db) {
  const known = preparedSessions.get(db)
  if (known) return known
  const prepared = prepareSessions(db)
  preparedSessions.set(db, prepared)
  return prepared
}

function prepareSessions(db: Db) {
  const now = sql.placeholder('now')
  const isLive = or(gt(sessions.expiresAt, now), gt(sessions.refreshExpiresAt, now))
  const isOfToken = eq(sessions.tokenHash, sql.placeholder('tokenHash'))
  return {
    byToken: selectSession(db)
      .where(and(isOfToken, gt(sessions.expiresAt, now), isOpen))
      .prepare(),
    byId: selectSession(db)
      .where(and(eq(sessions.id, sql.placeholder('id')), isLive, isOpen))
      .prepare(),
  }
}

export async function slideSession(db: Db, id: SessionId, now: number, expiresAt: number) {
  await db.update(sessions).set({ lastSeenAt: now, expiresAt }).where(eq(sessions.id, id))
}

export async function listSessions(db: Db, userId: UserId, now: number) {
  const isLive = or(gt(sessions.expiresAt, now), gt(sessions.refreshExpiresAt, now))
  return await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isLive))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(200)
}

/** Ends one session of a user; answers whether there was one. */
export async function deleteSession(db: Db, userId: UserId, id: SessionId): Promise<boolean> {
  const rows = await db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  return rows.length > 0
}

/** Removes the row of a token that has ended, unless its refresh token still lives. */
export async function deleteSessionByToken(db: Db, tokenHash: string, now: number) {
  const isOver = or(isNull(sessions.refreshExpiresAt), lt(sessions.refreshExpiresAt, now))
  await db.delete(sessions).where(and(eq(sessions.tokenHash, tokenHash), isOver))
}

/** Ends the session of an opaque token, whatever else lives in it; answers whose it was. */
export async function endSessionOfToken(db: Db, tokenHash: string) {
  const [row] = await db
    .delete(sessions)
    .where(eq(sessions.tokenHash, tokenHash))
    .returning({ id: sessions.id, userId: sessions.userId })
  return row
}

/** Ends a family: the session with its opaque token, its refresh tokens and all access tokens. */
export async function endSession(db: Db, id: SessionId) {
  const [row] = await db
    .delete(sessions)
    .where(eq(sessions.id, id))
    .returning({ id: sessions.id, userId: sessions.userId })
  return row
}

export async function deleteExpiredSessions(db: Db, now: number) {
  const isOver = or(isNull(sessions.refreshExpiresAt), lt(sessions.refreshExpiresAt, now))
  await db.delete(sessions).where(and(lt(sessions.expiresAt, now), isOver))
}

/**
 * Uses up the refresh token with this hash and puts its successor in its place. One conditional
 * statement, so of any number of requests at once exactly one rotates.
 */
export async function rotateRefresh(
  db: Db,
  rotation: {
    id: SessionId
    hash: string
    nextHash: string
    nextNumber: number
    now: number
    expiresAt: number
  },
): Promise<boolean> {
  const { id, hash, now } = rotation
  const rows = await db
    .update(sessions)
    .set({
      refreshHash: rotation.nextHash,
      refreshNumber: rotation.nextNumber,
      refreshRotatedAt: now,
      refreshExpiresAt: rotation.expiresAt,
      lastSeenAt: now,
    })
    .where(
      and(eq(sessions.id, id), eq(sessions.refreshHash, hash), gt(sessions.refreshExpiresAt, now)),
    )
    .returning({ id: sessions.id })
  return rows.length > 0
}

/** The session with its user, as refreshing needs them; nobody whose account is closed. */
export async function findFamily(db: Db, id: SessionId) {
  const [row] = await db
    .select({ session: sessions, username: users.username, userId: users.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), isNull(users.disabledAt), isNull(users.deletedAt)))
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

/** Ends all sessions of a user but `keep`, and the addresses of their pictures. */
export async function endSessions(db: Db, userId: UserId, keep: SessionId | null) {
  await runBatch(db, endSessionsStatements(db, userId, keep))
}

function endSessionsStatements(db: Db, userId: UserId, keep: SessionId | null) {
  const others = keep === null ? undefined : ne(sessions.id, keep)
  return [
    db.delete(sessions).where(and(eq(sessions.userId, userId), others)),
    db.run(sql`update spaces set media_generation = media_generation + 1
      where id in (select space_id from members where user_id = ${userId})`),
  ]
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
