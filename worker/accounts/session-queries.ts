import { and, desc, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { SessionId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { members, spaces } from '../db/schema/spaces.ts'
import { sessions, users } from '../db/schema/users.ts'

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

/** Ends all sessions of a user but `keep`, and the addresses of their pictures. */
export async function endSessions(db: Db, userId: UserId, keep: SessionId | null) {
  await runBatch(db, endSessionsStatements(db, userId, keep))
}

/** The statements of that, for batches that do more. */
export function endSessionsStatements(db: Db, userId: UserId, keep: SessionId | null) {
  const others = keep === null ? undefined : ne(sessions.id, keep)
  return [
    db.delete(sessions).where(and(eq(sessions.userId, userId), others)),
    db.run(sql`update spaces set media_generation = media_generation + 1
      where id in (select space_id from members where user_id = ${userId})`),
  ]
}
