import { and, asc, desc, eq, isNull, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Permission } from '#contracts/folders'
import type { FolderId, GrantId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { folders, grants } from '../db/schema/folders.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

const givers = alias(users, 'givers')

const grantColumns = {
  id: grants.id,
  folderId: grants.folderId,
  userId: grants.userId,
  username: users.username,
  permission: grants.permission,
  createdByUsername: givers.username,
  createdAt: grants.createdAt,
}

function selectGrants(db: Db) {
  return db
    .select(grantColumns)
    .from(grants)
    .innerJoin(users, eq(users.id, grants.userId))
    .leftJoin(givers, eq(givers.id, grants.createdBy))
}

export type GrantRow = Awaited<ReturnType<typeof listGrants>>[number]

/** With whom a folder itself is shared, the earliest first. */
export async function listGrants(db: Db, folderId: FolderId) {
  return await selectGrants(db)
    .where(eq(grants.folderId, folderId))
    .orderBy(asc(grants.createdAt), asc(grants.id))
    .limit(500)
}

export async function findGrant(db: Db, folderId: FolderId, id: GrantId) {
  const [row] = await selectGrants(db).where(and(eq(grants.id, id), eq(grants.folderId, folderId)))
  return row
}

/** A grant for somebody, in place of the one they have on this folder. Resolves to its id. */
export async function putGrant(
  db: Db,
  grant: typeof grants.$inferInsert,
): Promise<{ id: GrantId; isNew: boolean }> {
  const [row] = await db
    .insert(grants)
    .values(grant)
    .onConflictDoUpdate({
      target: [grants.folderId, grants.userId],
      set: { permission: grant.permission, updatedAt: grant.createdAt },
    })
    .returning({ id: grants.id })
  if (!row) throw new Error('the grant was not written')
  return { id: row.id, isNew: row.id === grant.id }
}

export async function setPermission(db: Db, id: GrantId, permission: Permission, now: number) {
  await db.update(grants).set({ permission, updatedAt: now }).where(eq(grants.id, id))
}

export async function deleteGrant(db: Db, id: GrantId) {
  await db.delete(grants).where(eq(grants.id, id))
}

/** Somebody with an open account, by folded username or e-mail address, and their personal space. */
export async function findGrantee(db: Db, folded: string) {
  const [row] = await db
    .select({ id: users.id, username: users.username, spaceId: spaces.id })
    .from(users)
    .innerJoin(spaces, and(eq(spaces.ownerId, users.id), eq(spaces.kind, 'personal')))
    .where(
      and(
        or(eq(users.usernameFolded, folded), eq(users.emailFolded, folded)),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
      ),
    )
  return row
}

export async function personalSpaceOf(db: Db, userId: UserId) {
  const [row] = await db
    .select({ id: spaces.id })
    .from(spaces)
    .where(and(eq(spaces.ownerId, userId), eq(spaces.kind, 'personal')))
  return row?.id
}

/** What others share with somebody, the latest first. */
export async function listShared(db: Db, userId: UserId) {
  return await db
    .select({
      grantId: grants.id,
      folder: folders,
      permission: grants.permission,
      sharedByUsername: givers.username,
      createdAt: grants.createdAt,
    })
    .from(grants)
    .innerJoin(folders, eq(folders.id, grants.folderId))
    .innerJoin(spaces, eq(spaces.id, folders.spaceId))
    .leftJoin(givers, eq(givers.id, grants.createdBy))
    .where(and(eq(grants.userId, userId), isNull(folders.trashedAt), isNull(spaces.trashedAt)))
    .orderBy(desc(grants.createdAt), desc(grants.id))
    .limit(500)
}
