import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Permission } from '#contracts/folders'
import type { SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { folders, grants } from '../db/schema/folders.ts'
import { spaces } from '../db/schema/spaces.ts'

/** A granted folder that can be entered: neither it nor its space is in trash. */
const isOpen = and(isNull(folders.trashedAt), isNull(spaces.trashedAt))

/** The most that somebody was granted on a folder or on one above it; null when nothing was. */
export async function grantOnPath(
  db: Db,
  userId: UserId,
  path: string,
): Promise<Permission | null> {
  const ids = JSON.stringify(path.split('/').filter((part) => part !== ''))
  const rows = await db
    .select({ permission: grants.permission })
    .from(grants)
    .innerJoin(folders, eq(folders.id, grants.folderId))
    .innerJoin(spaces, eq(spaces.id, folders.spaceId))
    .where(
      and(
        eq(grants.userId, userId),
        sql`${grants.folderId} in (select value from json_each(${ids}))`,
        isOpen,
      ),
    )
  if (rows.length === 0) return null
  return rows.some(({ permission }) => permission === 'edit') ? 'edit' : 'view'
}

/** All folders that somebody was granted: in which space, and under which path. */
export async function grantedPaths(
  db: Db,
  userId: UserId,
): Promise<{ spaceId: SpaceId; path: string }[]> {
  return await db
    .select({ spaceId: folders.spaceId, path: folders.path })
    .from(grants)
    .innerJoin(folders, eq(folders.id, grants.folderId))
    .innerJoin(spaces, eq(spaces.id, folders.spaceId))
    .where(and(eq(grants.userId, userId), isOpen))
}
