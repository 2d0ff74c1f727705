import { and, eq, isNull, sql } from 'drizzle-orm'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files, originals } from '../db/schema/files.ts'
import { albumFiles, folders } from '../db/schema/folders.ts'

export type ExportedFile = Awaited<ReturnType<typeof selectFilesToExport>>[number]

/** Up to 200 files of a space that are in trash or that are not, in a lasting order, from after `last` on. */
export async function selectFilesToExport(
  db: Db,
  spaceId: SpaceId,
  from: {
    trashed: boolean
    last: { trashedAt: number | null; createdAt: number; id: string } | null
  },
) {
  const last = from.last ?? { trashedAt: 0, createdAt: 0, id: '' }
  const isNext = from.trashed
    ? sql`(files.trashed_at, files.created_at, files.id) > (${last.trashedAt}, ${last.createdAt}, ${last.id})`
    : sql`files.trashed_at is null and (files.created_at, files.id) > (${last.createdAt}, ${last.id})`
  return await db
    .select({
      id: files.id,
      name: files.name,
      folderId: files.folderId,
      takenAt: files.takenAt,
      createdAt: files.createdAt,
      trashedAt: files.trashedAt,
      originalId: files.originalId,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
    })
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(and(eq(files.spaceId, spaceId), isNext))
    .orderBy(files.trashedAt, files.createdAt, files.id)
    .limit(200)
}

/** Names and parents of all folders of a space that are not in trash. */
export async function selectFolders(db: Db, spaceId: SpaceId) {
  return await db
    .select({ id: folders.id, parentId: folders.parentId, name: folders.name })
    .from(folders)
    .where(and(eq(folders.spaceId, spaceId), eq(folders.kind, 'folder'), isNull(folders.trashedAt)))
}

/** The albums in which these files are shown. */
export async function selectAlbumsOf(db: Db, ids: FileId[]) {
  return await db
    .select({ fileId: albumFiles.fileId, album: folders.name })
    .from(albumFiles)
    .innerJoin(folders, eq(folders.id, albumFiles.albumId))
    .where(
      and(
        sql`${albumFiles.fileId} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(folders.trashedAt),
      ),
    )
}

export type ExportedFolder = { id: FolderId; parentId: FolderId | null; name: string }
