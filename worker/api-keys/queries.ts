import { and, asc, eq, gt, gte, isNull, lt, or, sql } from 'drizzle-orm'
import type { ApiKeyId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { apiKeys, members, spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'
import type { KeyName } from './key-text.ts'

export const maxKeysPerSpace = 100

/**
 * A key that lives, with who made it and their membership in its space. No row when it is revoked or
 * has expired, its space is in trash, or its maker is disabled, deleted or no member any more.
 */
export async function findKey(db: Db, handle: string, now: number) {
  const [row] = await db
    .select({
      apiKeyId: apiKeys.id,
      keyName: apiKeys.name,
      keyHash: apiKeys.keyHash,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      userId: users.id,
      username: users.username,
      email: users.email,
      isAdmin: users.isAdmin,
      usedBytes: users.usedBytes,
      reservedBytes: users.reservedBytes,
      quotaBytes: users.quotaBytes,
      spaceId: spaces.id,
      spaceName: spaces.name,
      spaceKind: spaces.kind,
      spaceOwnerId: spaces.ownerId,
      role: members.role,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
    .innerJoin(
      members,
      and(
        eq(members.spaceId, apiKeys.spaceId),
        eq(members.userId, apiKeys.createdBy),
        // Whoever was removed and comes back does not bring old keys back to life.
        gte(apiKeys.createdAt, members.createdAt),
      ),
    )
    .innerJoin(spaces, eq(spaces.id, apiKeys.spaceId))
    .where(
      and(
        eq(apiKeys.handle, handle),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
        isNull(spaces.trashedAt),
      ),
    )
  return row
}

/** Writes when a key was last used, unless that was written after `before`. */
export async function touchKey(db: Db, id: ApiKeyId, now: number, before: number) {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))))
}

export interface NewKey extends KeyName {
  id: ApiKeyId
  spaceId: SpaceId
  name: string
  scopes: string
  createdBy: UserId
  createdAt: number
  expiresAt: number | null
}

/** Keeps a new key, unless its space has too many. Resolves to whether it did. */
export async function insertKey(db: Db, key: NewKey): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert into api_keys
        (id, space_id, name, handle, key_hash, scopes, created_by, created_at, expires_at)
      select ${key.id}, ${key.spaceId}, ${key.name}, ${key.handle}, ${key.keyHash}, ${key.scopes},
        ${key.createdBy}, ${key.createdAt}, ${key.expiresAt}
      where (select count(*) from api_keys where space_id = ${key.spaceId} and revoked_at is null)
        < ${maxKeysPerSpace}
      returning id`),
  ])
  return rows?.length === 1
}

function selectKeys(db: Db) {
  return db
    .select({ key: apiKeys, createdByUsername: users.username })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
}

export type KeyRow = Awaited<ReturnType<typeof listKeys>>[number]

/** The keys of a space that are not revoked, the oldest first. */
export async function listKeys(db: Db, spaceId: SpaceId) {
  return await selectKeys(db)
    .where(and(eq(apiKeys.spaceId, spaceId), isNull(apiKeys.revokedAt)))
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
}

export async function findKeyInSpace(db: Db, spaceId: SpaceId, id: ApiKeyId) {
  const [row] = await selectKeys(db).where(
    and(eq(apiKeys.id, id), eq(apiKeys.spaceId, spaceId), isNull(apiKeys.revokedAt)),
  )
  return row
}

/** Ends a key for good; answers whether it was this call that did. */
export async function revokeKey(db: Db, id: ApiKeyId, now: number): Promise<boolean> {
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return rows.length === 1
}

/** Marks a live key as seen where logs may have kept it; answers which, the first time. */
export async function markExposed(db: Db, { handle, keyHash }: KeyName, now: number) {
  const [row] = await db
    .update(apiKeys)
    .set({ exposedAt: now })
    .where(
      and(
        eq(apiKeys.handle, handle),
        eq(apiKeys.keyHash, keyHash),
        isNull(apiKeys.revokedAt),
        isNull(apiKeys.exposedAt),
      ),
    )
    .returning({ id: apiKeys.id, spaceId: apiKeys.spaceId })
  return row
}
