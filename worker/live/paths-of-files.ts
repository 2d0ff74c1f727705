import { eq, sql } from 'drizzle-orm'
import type { FileId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'

/** Where each of these files lies, if it lies in a folder. */
export async function pathsOfFiles(db: Db, ids: FileId[]): Promise<{ id: FileId; path: string }[]> {
  return await db
    .select({ id: files.id, path: folders.path })
    .from(files)
    .innerJoin(folders, eq(folders.id, files.folderId))
    .where(sql`${files.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}
