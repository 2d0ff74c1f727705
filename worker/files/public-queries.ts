import { and, eq, isNull, sql } from 'drizzle-orm'
import type { PublicShows } from '#contracts/files'
import type { FileId, PublicId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals, publicFiles } from '../db/schema/files.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

/** What an address shows, if its file is public, in no trash, and its owner's account open. */
export async function findPublic(db: Db, id: PublicId) {
  const [row] = await db
    .select({
      shows: publicFiles.shows,
      fileId: files.id,
      spaceId: files.spaceId,
      originalId: files.originalId,
      name: files.name,
      kind: files.kind,
      preview: files.preview,
      edit: files.shownEdit,
      sizeBytes: files.sizeBytes,
      mimeType: originals.mimeType,
      sha256: originals.sha256,
    })
    .from(publicFiles)
    .innerJoin(files, eq(files.id, publicFiles.fileId))
    .innerJoin(originals, eq(originals.id, files.originalId))
    .innerJoin(spaces, eq(spaces.id, files.spaceId))
    .innerJoin(users, eq(users.id, spaces.ownerId))
    .where(
      and(
        eq(publicFiles.id, id),
        eq(files.visibility, 'public'),
        isNull(files.trashedAt),
        isNull(spaces.trashedAt),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
      ),
    )
  return row
}
export type PublicFileRow = Awaited<ReturnType<typeof findPublic>> & {}

/** The address of a file and what it shows; nothing for a private one. */
export async function findAddress(db: Db, fileId: FileId) {
  const [row] = await db
    .select({ id: publicFiles.id, shows: publicFiles.shows })
    .from(publicFiles)
    .innerJoin(files, eq(files.id, publicFiles.fileId))
    .where(and(eq(publicFiles.fileId, fileId), eq(files.visibility, 'public')))
  return row
}

/** Gives these living files addresses; those that have one keep it and show `shows` from now on. */
export async function putAddresses(
  db: Db,
  addresses: { id: PublicId; fileId: FileId }[],
  made: { shows: PublicShows; createdBy: UserId; createdAt: number },
): Promise<void> {
  await runBatch(db, [
    db.run(sql`insert into public_files (id, file_id, shows, created_by, created_at)
      select json_extract(value, '$.id'), files.id, ${made.shows}, ${made.createdBy}, ${made.createdAt}
      from json_each(${JSON.stringify(addresses)})
      cross join files on files.id = json_extract(value, '$.fileId') and files.trashed_at is null
      where true
      on conflict (file_id) do update set shows = excluded.shows`),
  ])
}

export async function deleteAddresses(db: Db, fileIds: FileId[]): Promise<void> {
  await runBatch(db, [
    db.run(sql`delete from public_files
      where file_id in (select value from json_each(${JSON.stringify(fileIds)}))`),
  ])
}
