import { and, asc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { FileId, FolderId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'

export type FolderRow = typeof folders.$inferSelect

/** Answers what a write that would give two folders of one place the same name fails with. */
export class NameTakenError extends Error {
  constructor(cause: unknown) {
    super('a folder of this name is there already', { cause })
    this.name = 'NameTakenError'
  }
}

async function orNameTaken<Value>(write: Promise<Value>): Promise<Value> {
  try {
    return await write
  } catch (error) {
    const texts = [error, error instanceof Error ? error.cause : null].map(String)
    if (texts.some((text) => /UNIQUE constraint failed/.test(text))) throw new NameTakenError(error)
    throw error
  }
}

export async function findFolder(db: Db, id: FolderId): Promise<FolderRow | undefined> {
  const [row] = await db.select().from(folders).where(eq(folders.id, id))
  return row
}

/** Those of these folders that there are, in no order. */
export async function findFolders(db: Db, ids: FolderId[]): Promise<FolderRow[]> {
  return await db
    .select()
    .from(folders)
    .where(sql`${folders.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** These folders, the topmost first. */
export async function findTrail(db: Db, ids: FolderId[]) {
  return await db
    .select({ id: folders.id, name: folders.name, path: folders.path })
    .from(folders)
    .where(sql`${folders.id} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(folders.path))
}

/** Everything below a path is one range of the index: `~` sorts after all that a path holds. */
function isWithin(spaceId: SpaceId, path: string): SQL {
  return sql`space_id = ${spaceId} and path >= ${path} and path < ${`${path}~`}`
}

/** Living folders of a space, or of a folder and everything below it, by path. */
export async function listFolders(db: Db, spaceId: SpaceId, path: string, limit: number) {
  return await db
    .select()
    .from(folders)
    .where(and(isWithin(spaceId, path), isNull(folders.trashedAt)))
    .orderBy(asc(folders.path))
    .limit(limit)
}

/** Folders that were put in trash themselves, not with one above them. */
export async function listTrashedFolders(db: Db, spaceId: SpaceId, limit: number) {
  return await db
    .select()
    .from(folders)
    .where(
      and(
        isWithin(spaceId, '/'),
        isNotNull(folders.trashedAt),
        eq(folders.trashedWith, folders.id),
      ),
    )
    .orderBy(asc(folders.path))
    .limit(limit)
}

/** Makes a folder, if the one above it is still where it was. Throws `NameTakenError`. */
export async function insertFolder(
  db: Db,
  folder: Pick<FolderRow, 'id' | 'spaceId' | 'kind' | 'name' | 'nameFolded' | 'createdBy'>,
  parent: { id: FolderId; path: string } | null,
  now: number,
): Promise<boolean> {
  const path = `${parent?.path ?? '/'}${folder.id}/`
  const [rows] = await orNameTaken(
    runBatch(db, [
      db.run(sql`insert into folders (id, space_id, parent_id, kind, name, name_folded, path, created_by, created_at)
        select ${folder.id}, ${folder.spaceId}, ${parent?.id ?? null}, ${folder.kind}, ${folder.name}, ${folder.nameFolded}, ${path}, ${folder.createdBy}, ${now}
        where ${isThere(parent)} returning id`),
    ]),
  )
  return rows?.length === 1
}

/** Whether a folder is where it was when its path was read, and alive; the top always is. */
function isThere(folder: { id: FolderId; path: string } | null): SQL {
  if (folder === null) return sql`1`
  return sql`exists (select 1 from folders as there
    where there.id = ${folder.id} and there.path = ${folder.path} and there.trashed_at is null)`
}

export async function renameFolder(
  db: Db,
  id: FolderId,
  name: { name: string; nameFolded: string },
  now: number,
): Promise<boolean> {
  const rows = await orNameTaken(
    db
      .update(folders)
      .set({ ...name, updatedAt: now })
      .where(and(eq(folders.id, id), isNull(folders.trashedAt)))
      .returning({ id: folders.id }),
  )
  return rows.length === 1
}

/** Makes a picture that an album shows stand for it. Resolves to false when it does not show it. */
export async function setCover(
  db: Db,
  albumId: FolderId,
  fileId: FileId | null,
  now: number,
): Promise<boolean> {
  const shows = sql`exists (select 1 from album_files where album_id = ${albumId} and file_id = ${fileId})`
  const rows = await db
    .update(folders)
    .set({ coverFileId: fileId, updatedAt: now })
    .where(and(eq(folders.id, albumId), fileId === null ? undefined : shows))
    .returning({ id: folders.id })
  return rows.length === 1
}

/**
 * Moves a folder with everything below it: paths change in one batch, and only while both ends are
 * where they were. Whoever had a grant on a folder above loses the addresses of its pictures.
 */
export async function moveFolder(
  db: Db,
  folder: FolderRow,
  parent: { id: FolderId; path: string } | null,
  now: number,
): Promise<boolean> {
  const path = `${parent?.path ?? '/'}${folder.id}/`
  const canMove = sql`${isThere(folder)} and ${isThere(parent)}`
  const [, , rows] = await orNameTaken(
    runBatch(db, [
      endGrantedAddresses(db, folder.spaceId, canMove),
      db.run(sql`update folders set parent_id = ${parent?.id ?? null}, updated_at = ${now}
        where id = ${folder.id} and ${canMove}`),
      db.run(sql`update folders set path = ${path} || substr(path, ${folder.path.length + 1})
        where ${isWithin(folder.spaceId, folder.path)}
          and exists (select 1 from folders as moved where moved.id = ${folder.id}
            and moved.parent_id is ${parent?.id ?? null} and moved.path = ${folder.path})
          and ${isThere(parent)} returning id`),
    ]),
  )
  return rows !== undefined && rows.length > 0
}

/** Ends the addresses of a space's pictures where grants could have been the reason to have them. */
export function endGrantedAddresses(db: Db, spaceId: SpaceId, condition: SQL = sql`1`) {
  return db.run(sql`update spaces set media_generation = media_generation + 1
    where id = ${spaceId} and ${condition} and exists (select 1 from folders
      join grants on grants.folder_id = folders.id where folders.space_id = ${spaceId})`)
}

/**
 * Puts a folder in trash with everything in it, in one batch. What was in trash before stays as it
 * was, and does not come back with the folder.
 */
export async function trashFolder(db: Db, folder: FolderRow, now: number): Promise<boolean> {
  const { id, spaceId, path } = folder
  const isTaken = sql`folder_id in (select folders.id from folders where trashed_with = ${id})
    and trashed_at is null`
  const [rows] = await runBatch(db, [
    db.run(sql`update folders set trashed_at = ${now}, trashed_with = ${id}
      where ${isWithin(spaceId, path)} and trashed_at is null and ${isThere(folder)} returning id`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.trashed', space_id, id, original_id, ${now} from files where ${isTaken}`),
    db.run(sql`update files set trashed_at = ${now}, trashed_with = ${id} where ${isTaken}`),
    endGrantedAddresses(db, spaceId),
  ])
  return rows !== undefined && rows.length > 0
}

/**
 * Takes a folder out of trash with what went there with it: to where it was, or to the top when that
 * is gone. Throws `NameTakenError`, and has then changed nothing.
 */
export async function restoreFolder(
  db: Db,
  folder: FolderRow,
  to: { parent: { id: FolderId; path: string } | null; name: string; nameFolded: string },
  now: number,
): Promise<boolean> {
  const { id } = folder
  const path = `${to.parent?.path ?? '/'}${id}/`
  const isTaken = sql`trashed_with = ${id}`
  const [, , , rows] = await orNameTaken(
    runBatch(db, [
      db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
        select 'file.restored', space_id, id, original_id, ${now} from files
        where ${isTaken} and ${isThere(to.parent)}`),
      db.run(sql`update files set trashed_at = null, trashed_with = null
        where ${isTaken} and ${isThere(to.parent)}`),
      db.run(sql`update folders set parent_id = ${to.parent?.id ?? null}, name = ${to.name},
          name_folded = ${to.nameFolded}, updated_at = ${now}
        where id = ${id} and ${isTaken} and ${isThere(to.parent)}`),
      db.run(sql`update folders set path = ${path} || substr(path, ${folder.path.length + 1}),
          trashed_at = null, trashed_with = null
        where ${isTaken} and ${isThere(to.parent)} returning id`),
    ]),
  )
  return rows !== undefined && rows.length > 0
}

/** Files that went to trash with a folder. */
export async function filesTrashedWith(db: Db, id: FolderId, limit: number) {
  return await db
    .select({ id: files.id, originalId: files.originalId })
    .from(files)
    .where(eq(files.trashedWith, id))
    .limit(limit)
}

/**
 * Removes folders that are in trash since `until` and hold nothing any more, from the bottom up, some
 * a run. Resolves to how many.
 */
export async function deleteEmptyFolders(
  db: Db,
  until: number,
  spaceId: SpaceId | null,
): Promise<number> {
  const [rows] = await runBatch(db, [
    db.run(sql`delete from folders where id in (select empty.id from folders as empty
      where empty.trashed_at <= ${until} ${spaceId === null ? sql`` : sql`and empty.space_id = ${spaceId}`}
        and not exists (select 1 from files where files.folder_id = empty.id)
        and not exists (select 1 from folders as child where child.parent_id = empty.id)
      limit 200) returning id`),
  ])
  return rows?.length ?? 0
}

/** Moves living files of one space into a folder of it. Resolves to those that it moved. */
export async function moveFiles(
  db: Db,
  ids: FileId[],
  spaceId: SpaceId,
  folder: { id: FolderId; path: string } | null,
  now: number,
): Promise<number> {
  const [rows] = await runBatch(db, [
    db.run(sql`update files set folder_id = ${folder?.id ?? null}, updated_at = ${now}
      where id in (select value from json_each(${JSON.stringify(ids)}))
        and space_id = ${spaceId} and trashed_at is null and ${isThere(folder)} returning id`),
    endGrantedAddresses(db, spaceId),
  ])
  return rows?.length ?? 0
}

/** Puts files at the end of an album; those that it shows already keep their place. */
export async function addToAlbum(
  db: Db,
  albumId: FolderId,
  ids: FileId[],
  addedBy: UserId,
  now: number,
) {
  await runBatch(db, [
    db.run(sql`insert into album_files (album_id, file_id, position, added_by, created_at)
      select ${albumId}, value, key + 1 +
        (select coalesce(max(position), 0) from album_files where album_id = ${albumId}),
        ${addedBy}, ${now}
      from json_each(${JSON.stringify(ids)}) where true on conflict do nothing`),
  ])
}

export async function removeFromAlbum(db: Db, albumId: FolderId, ids: FileId[]) {
  const areThese = sql`(select value from json_each(${JSON.stringify(ids)}))`
  await runBatch(db, [
    db.run(sql`delete from album_files where album_id = ${albumId} and file_id in ${areThese}`),
    db.run(sql`update folders set cover_file_id = null
      where id = ${albumId} and cover_file_id in ${areThese}`),
  ])
}
