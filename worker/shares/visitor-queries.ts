import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { FileId, FolderId, ShareId, SpaceId } from '#contracts/ids'
import type { Slug } from '#contracts/shares'
import type { Db } from '../db/client.ts'
import { files, originals } from '../db/schema/files.ts'
import { albumFiles, folders } from '../db/schema/folders.ts'
import { shareFiles, shares } from '../db/schema/shares.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

const owners = alias(users, 'owners')

/**
 * A link that is neither revoked nor of something in trash, whose maker and whose space's owner have
 * open accounts; its time and views may be over.
 */
export async function findOpen(db: Db, by: { slug: Slug } | { id: ShareId }) {
  const [row] = await db
    .select({
      share: shares,
      sharedBy: users.username,
      folderName: folders.name,
      folderPath: folders.path,
      folderKind: folders.kind,
    })
    .from(shares)
    .innerJoin(users, eq(users.id, shares.createdBy))
    .innerJoin(spaces, eq(spaces.id, shares.spaceId))
    .innerJoin(owners, eq(owners.id, spaces.ownerId))
    .leftJoin(folders, eq(folders.id, shares.folderId))
    .where(
      and(
        'slug' in by ? eq(shares.slug, by.slug) : eq(shares.id, by.id),
        ...[shares.revokedAt, users.disabledAt, users.deletedAt].map((column) => isNull(column)),
        ...[owners.disabledAt, owners.deletedAt, spaces.trashedAt].map((column) => isNull(column)),
        or(isNull(shares.folderId), isNull(folders.trashedAt)),
      ),
    )
  return row
}
export type OpenRow = Awaited<ReturnType<typeof findOpen>> & {}

const shownColumns = {
  id: files.id,
  name: files.name,
  kind: files.kind,
  width: sql<number | null>`iif(${files.shownEdit} > 0, ${files.shownWidth}, ${files.width})`,
  height: sql<number | null>`iif(${files.shownEdit} > 0, ${files.shownHeight}, ${files.height})`,
  shownEdit: files.shownEdit,
  preview: files.preview,
  sizeBytes: files.sizeBytes,
  mimeType: originals.mimeType,
}
export type ShownFile = Awaited<ReturnType<typeof filesInFolder>>[number]

interface Slice {
  limit: number
  offset: number
}

/** What lies in a folder itself, the newest first. */
export async function filesInFolder(
  db: Db,
  spaceId: SpaceId,
  folderId: FolderId,
  { limit, offset }: Slice,
) {
  return await db
    .select(shownColumns)
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(and(eq(files.spaceId, spaceId), eq(files.folderId, folderId), isNull(files.trashedAt)))
    .orderBy(desc(files.shownAt), desc(files.id))
    .limit(limit)
    .offset(offset)
}

export async function filesInAlbum(db: Db, albumId: FolderId, { limit, offset }: Slice) {
  return await db
    .select(shownColumns)
    .from(albumFiles)
    .innerJoin(files, eq(files.id, albumFiles.fileId))
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(and(eq(albumFiles.albumId, albumId), isNull(files.trashedAt)))
    .orderBy(asc(albumFiles.position), asc(albumFiles.fileId))
    .limit(limit)
    .offset(offset)
}

export async function filesOfShare(db: Db, shareId: ShareId, { limit, offset }: Slice) {
  return await db
    .select(shownColumns)
    .from(shareFiles)
    .innerJoin(files, eq(files.id, shareFiles.fileId))
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(and(eq(shareFiles.shareId, shareId), isNull(files.trashedAt)))
    .orderBy(asc(shareFiles.position))
    .limit(limit)
    .offset(offset)
}

/** These files of a space, in the order of the ids. */
export async function filesNamed(db: Db, spaceId: SpaceId, ids: FileId[]) {
  const rows = await db
    .select(shownColumns)
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(
      and(
        sql`${files.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        eq(files.spaceId, spaceId),
        isNull(files.trashedAt),
      ),
    )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The folders directly in one, by name. */
export async function foldersIn(db: Db, parentId: FolderId) {
  const rows = await db
    .select({ id: folders.id, name: folders.name, fileCount: folders.fileCount })
    .from(folders)
    .where(
      and(eq(folders.parentId, parentId), eq(folders.kind, 'folder'), isNull(folders.trashedAt)),
    )
    .limit(500)
  return rows.sort((left, right) => left.name.localeCompare(right.name, 'en'))
}

export async function findFolder(db: Db, id: FolderId) {
  const [row] = await db
    .select({
      id: folders.id,
      name: folders.name,
      path: folders.path,
      trashedAt: folders.trashedAt,
    })
    .from(folders)
    .where(eq(folders.id, id))
  return row
}

/** Takes one of the views, or downloads, that are left; false when none is. One statement, so exact. */
export async function takeOne(
  db: Db,
  id: ShareId,
  of: 'viewsLeft' | 'downloadsLeft',
): Promise<boolean> {
  const column = shares[of]
  const rows = await db
    .update(shares)
    .set({ [of]: sql`${column} - 1` })
    .where(and(eq(shares.id, id), gt(column, 0)))
    .returning({ id: shares.id })
  return rows.length > 0
}

/** Adds what was counted; who it was is written nowhere. */
export async function addCounts(
  db: Db,
  id: ShareId,
  counted: { visits: number; downloads: number },
  now: number,
): Promise<void> {
  await db
    .update(shares)
    .set({
      visits: sql`${shares.visits} + ${counted.visits}`,
      downloaded: sql`${shares.downloaded} + ${counted.downloads}`,
      ...(counted.visits > 0 && { lastVisitAt: now }),
    })
    .where(eq(shares.id, id))
}
