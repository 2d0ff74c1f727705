import { and, asc, eq, sql } from 'drizzle-orm'
import type { FileId, FolderId, SavedSearchId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { savedSearches } from '../db/schema/search.ts'

/** How many searches one user keeps. */
export const maxSavedSearches = 200

export type SavedRow = typeof savedSearches.$inferSelect

export async function listSaved(db: Db, userId: UserId): Promise<SavedRow[]> {
  return await db
    .select()
    .from(savedSearches)
    .where(eq(savedSearches.userId, userId))
    .orderBy(asc(savedSearches.id))
}

/** Keeps it unless its user has too many. Resolves to whether it did. */
export async function insertSaved(
  db: Db,
  row: {
    id: SavedSearchId
    userId: UserId
    name: string
    query: string
    spaceId: SpaceId | null
    folderId: FolderId | null
    likeFileId: FileId | null
    createdAt: number
  },
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert into saved_searches
        (id, user_id, name, query, space_id, folder_id, like_file_id, created_at)
      select ${row.id}, ${row.userId}, ${row.name}, ${row.query}, ${row.spaceId}, ${row.folderId},
        ${row.likeFileId}, ${row.createdAt}
      where (select count(*) from saved_searches where user_id = ${row.userId}) < ${maxSavedSearches}
      returning id`),
  ])
  return rows?.length === 1
}

const own = (userId: UserId, id: SavedSearchId) =>
  and(eq(savedSearches.id, id), eq(savedSearches.userId, userId))

export async function findSaved(
  db: Db,
  userId: UserId,
  id: SavedSearchId,
): Promise<SavedRow | undefined> {
  const [row] = await db.select().from(savedSearches).where(own(userId, id))
  return row
}

export async function renameSaved(
  db: Db,
  userId: UserId,
  id: SavedSearchId,
  name: string,
): Promise<SavedRow | undefined> {
  const [row] = await db.update(savedSearches).set({ name }).where(own(userId, id)).returning()
  return row
}

/** Resolves to whether it was there. */
export async function deleteSaved(db: Db, userId: UserId, id: SavedSearchId): Promise<boolean> {
  const rows = await db
    .delete(savedSearches)
    .where(own(userId, id))
    .returning({ id: savedSearches.id })
  return rows.length === 1
}
