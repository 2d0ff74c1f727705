import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { FileId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { tagCounts, taggedFiles } from '../db/schema/files.ts'
import { handEngine } from './hand-engine.ts'

/** Puts files among somebody's favourites or takes them out; what is so already stays as it is. */
export async function setFavorites(
  db: Db,
  userId: UserId,
  ids: FileId[],
  { isFavorite, now }: { isFavorite: boolean; now: number },
): Promise<void> {
  const list = JSON.stringify(ids)
  await runBatch(db, [
    isFavorite
      ? db.run(sql`insert into favorites (user_id, file_id, created_at)
          select ${userId}, id, ${now} from files
          where id in (select value from json_each(${list})) on conflict do nothing`)
      : db.run(sql`delete from favorites
          where user_id = ${userId} and file_id in (select value from json_each(${list}))`),
  ])
}

/** Makes these all the tags by hand of a file, and says so in the change feed, in one batch. */
export async function replaceHandTags(
  db: Db,
  id: FileId,
  labels: string[],
  now: number,
): Promise<void> {
  await runBatch(db, [
    db.run(sql`delete from file_tags where file_id = ${id} and engine = ${handEngine}`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select files.id, value, 1, ${handEngine}
      from files, json_each(${JSON.stringify(labels)}) where files.id = ${id}`),
    db.run(sql`update files set updated_at = ${now} where id = ${id}`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.updated', space_id, id, original_id, ${now} from files where id = ${id}`),
  ])
}

/** One page of a space's tags, in the order of their labels. */
export async function tagsOfSpace(
  db: Db,
  spaceId: SpaceId,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ tag: string; files: number }[]> {
  return await db
    .select({ tag: tagCounts.label, files: tagCounts.files })
    .from(tagCounts)
    .where(
      and(eq(tagCounts.spaceId, spaceId), after === null ? undefined : gt(tagCounts.label, after)),
    )
    .orderBy(asc(tagCounts.label))
    .limit(limit)
}

/** One page of the living files of a space that have a tag, the latest first. */
export async function filesWithTag(
  db: Db,
  { spaceId, tag }: { spaceId: SpaceId; tag: string },
  { before, limit, offset }: { before: FileId | null; limit: number; offset: number },
): Promise<FileId[]> {
  const rows = await db
    .select({ id: taggedFiles.fileId })
    .from(taggedFiles)
    .where(
      and(
        eq(taggedFiles.spaceId, spaceId),
        eq(taggedFiles.label, tag),
        before === null ? undefined : lt(taggedFiles.fileId, before),
      ),
    )
    .orderBy(desc(taggedFiles.fileId))
    .limit(limit)
    .offset(offset)
  return rows.map(({ id }) => id)
}

/** How many living files of a space have a tag. */
export async function countWithTag(
  db: Db,
  { spaceId, tag }: { spaceId: SpaceId; tag: string },
): Promise<number> {
  const [row] = await db
    .select({ files: tagCounts.files })
    .from(tagCounts)
    .where(and(eq(tagCounts.spaceId, spaceId), eq(tagCounts.label, tag)))
  return row?.files ?? 0
}
