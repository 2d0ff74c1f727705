import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { FileId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files, originals } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

/** Living files in the order of their ids, from one on. */
export async function libraryAfter(db: Db, after: FileId | undefined, limit: number) {
  return await libraryWhere(db, sql`${files.id} > ${after ?? ''}`).limit(limit)
}

/** These files, but those in trash. */
export async function libraryOf(db: Db, ids: FileId[]) {
  const list = sql`(select value from json_each(${JSON.stringify(ids)}))`
  return await libraryWhere(db, sql`${files.id} in ${list}`)
}

function libraryWhere(db: Db, condition: SQL) {
  return db
    .select({
      fileId: files.id,
      originalId: originals.id,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
      mimeType: originals.mimeType,
      kind: files.kind,
      name: files.name,
      spaceId: spaces.id,
      space: spaces.name,
      userId: users.id,
      username: users.username,
      createdBy: files.createdBy,
      folderId: files.folderId,
      folderPath: folders.path,
      takenAt: files.takenAt,
      shownAt: files.shownAt,
      createdAt: files.createdAt,
      description: files.description,
      preview: files.preview,
    })
    .from(files)
    .innerJoin(originals, eq(originals.id, files.originalId))
    .innerJoin(spaces, eq(spaces.id, files.spaceId))
    .innerJoin(users, eq(users.id, spaces.ownerId))
    .leftJoin(folders, eq(folders.id, files.folderId))
    .where(and(condition, isNull(files.trashedAt)))
    .orderBy(asc(files.id))
}

export async function folderNames(db: Db, ids: string[]) {
  return await db
    .select({ id: folders.id, name: folders.name })
    .from(folders)
    .where(sql`${folders.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}
