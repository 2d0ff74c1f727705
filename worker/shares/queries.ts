import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { FileId, FolderId, ShareId, SpaceId } from '#contracts/ids'
import { maxShareFiles, type Slug } from '#contracts/shares'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'
import { shares } from '../db/schema/shares.ts'
import { users } from '../db/schema/users.ts'

export type NewShare = typeof shares.$inferInsert
/** What is undefined stays. */
type ShareChange = { [Column in keyof Omit<NewShare, 'id'>]?: NewShare[Column] | undefined }

const listedMax = 500

const ownerColumns = {
  share: shares,
  createdByUsername: users.username,
  fileCount: sql<number>`(select count(*) from share_files where share_id = ${shares.id})`,
}

export type OwnerRow = Awaited<ReturnType<typeof listShares>>[number]

/** The links of a space, the latest first. */
export async function listShares(db: Db, spaceId: SpaceId) {
  return await db
    .select(ownerColumns)
    .from(shares)
    .innerJoin(users, eq(users.id, shares.createdBy))
    .where(eq(shares.spaceId, spaceId))
    .orderBy(desc(shares.createdAt), desc(shares.id))
    .limit(listedMax)
}

export async function findOwned(db: Db, id: ShareId) {
  const [row] = await db
    .select(ownerColumns)
    .from(shares)
    .innerJoin(users, eq(users.id, shares.createdBy))
    .where(eq(shares.id, id))
  return row
}

export async function isSlugTaken(db: Db, slug: Slug): Promise<boolean> {
  const rows = await db.select({ id: shares.id }).from(shares).where(eq(shares.slug, slug))
  return rows.length > 0
}

/** A share with its files, in their order; those that went to trash meanwhile stay out. */
export async function insertShare(db: Db, share: NewShare, fileIds: FileId[]): Promise<void> {
  const query = db.insert(shares).values(share)
  await runBatch(db, [
    query,
    db.run(sql`insert into share_files (share_id, file_id, position)
      select ${share.id}, files.id, json_each.key from json_each(${JSON.stringify(fileIds)})
      cross join files on files.id = json_each.value
        and files.space_id = ${share.spaceId} and files.trashed_at is null
      where true on conflict do nothing`),
  ])
}

/** Writes what changed; every address that its page handed out before ends. */
export async function updateShare(db: Db, id: ShareId, change: ShareChange): Promise<void> {
  await db
    .update(shares)
    .set({ ...change, generation: sql`${shares.generation} + 1` })
    .where(eq(shares.id, id))
}

/** Links revoked before that are gone for good. */
export async function deleteRevoked(db: Db, before: number): Promise<void> {
  await db.delete(shares).where(lt(shares.revokedAt, before))
}

/** What lies in a folder now and in all below it, in the order of the folders. */
export async function filesBelow(db: Db, spaceId: SpaceId, path: string): Promise<FileId[]> {
  const rows = await db.all<{ id: FileId }>(sql`select files.id from folders
    join files on files.folder_id = folders.id and files.trashed_at is null
    where folders.space_id = ${spaceId} and folders.path >= ${path} and folders.path < ${`${path}~`}
      and folders.kind = 'folder'
    limit ${maxShareFiles + 1}`)
  return rows.map(({ id }) => id)
}

/** What an album shows now. */
export async function filesOfAlbum(db: Db, albumId: FolderId): Promise<FileId[]> {
  const rows = await db.all<{ id: FileId }>(sql`select file_id as id from album_files
    where album_id = ${albumId} order by position, file_id limit ${maxShareFiles + 1}`)
  return rows.map(({ id }) => id)
}

/** The newest first, which is how a folder's page has them. */
export async function newestFirst(db: Db, ids: FileId[]): Promise<FileId[]> {
  const rows = await db
    .select({ id: files.id, shownAt: files.shownAt })
    .from(files)
    .where(
      and(
        sql`${files.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(files.trashedAt),
      ),
    )
  return rows.sort((a, b) => b.shownAt - a.shownAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id)
}
