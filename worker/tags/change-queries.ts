import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { FileId, SpaceId } from '#contracts/ids'
import type { ChangingTag } from '#contracts/tags'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { tagCounts } from '../db/schema/files.ts'
import { tagAliases } from '../db/schema/tags.ts'
import { handEngine } from './hand-engine.ts'

export interface TagOfSpace {
  spaceId: SpaceId
  tag: string
}

/**
 * From now on engines' `tags` are called `into` in this space, or not said there when it is null; what
 * people took off files under the old names stays off under the new one, except where another tag
 * that becomes the same says it. The files follow by `moveChunk`.
 */
export async function putAliases(
  db: Db,
  { spaceId, tags, into }: { spaceId: SpaceId; tags: string[]; into: string | null },
  now: number,
): Promise<void> {
  const list = sql`(select value from json_each(${JSON.stringify(tags)}))`
  const same = sql`(select value from json_each(${JSON.stringify([...tags, into])}))`
  await runBatch(db, [
    db.run(sql`delete from tag_aliases where space_id = ${spaceId} and label = ${into}`),
    db.run(sql`update tag_aliases set target = ${into}
      where space_id = ${spaceId} and target in ${list}`),
    db.run(sql`insert into tag_aliases (space_id, label, target, at)
      select ${spaceId}, value, ${into}, ${now} from json_each(${JSON.stringify(tags)}) where true
      on conflict do update set target = excluded.target, at = excluded.at, done_at = null`),
    db.run(sql`insert into removed_tags (file_id, label, space_id, was, at)
      select file_id, ${into}, space_id, was, at from removed_tags
      where space_id = ${spaceId} and label in ${list} and ${into} is not null
        and not exists (select 1 from file_tags
          where file_tags.label in ${same} and file_tags.file_id = removed_tags.file_id)
      on conflict do nothing`),
    db.run(sql`delete from removed_tags where space_id = ${spaceId} and label in ${list}`),
  ])
}

/** How many living files of a space have these tags; one that has two counts twice. */
export async function countTagged(db: Db, spaceId: SpaceId, tags: string[]): Promise<number> {
  const row = await db.get<{ files: number }>(sql`select coalesce(sum(files), 0) as files
    from tag_counts where space_id = ${spaceId}
      and label in (select value from json_each(${JSON.stringify(tags)}))`)
  return row.files
}

/** The next files that still have a label which is called otherwise now. */
export async function filesToMove(
  db: Db,
  { spaceId, tag }: TagOfSpace,
  limit: number,
): Promise<FileId[]> {
  const rows = await db.all<{ id: FileId }>(sql`select file_id as id from tagged_files
    where space_id = ${spaceId} and label = ${tag} limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Gives these files the new label for the old one, or takes it away. A second run changes nothing. */
export async function moveChunk(
  db: Db,
  { spaceId, tag }: TagOfSpace,
  ids: FileId[],
  now: number,
): Promise<void> {
  const list = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const alias = sql`from tag_aliases where space_id = ${spaceId} and label = ${tag} and done_at is null`
  const byHand = sql`(select file_id from file_tags where file_id in ${list}
    and engine = ${handEngine} and label = ${tag} and exists (select 1 ${alias}))`
  await runBatch(db, [
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.updated', space_id, id, original_id, ${now} from files where id in ${byHand}`),
    db.run(sql`update files set updated_at = ${now} where id in ${byHand}`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select file_id, (select target ${alias}), probability, engine from file_tags
      where label = ${tag} and file_id in ${list} and (select target ${alias}) is not null
      on conflict do update set probability = max(probability, excluded.probability)`),
    db.run(sql`delete from file_tags
      where label = ${tag} and file_id in ${list} and exists (select 1 ${alias})`),
  ])
}

/** Nothing has the old label any more. */
export async function endMove(db: Db, { spaceId, tag }: TagOfSpace, now: number): Promise<void> {
  await runBatch(db, [
    db.run(sql`update tag_aliases set done_at = ${now} where space_id = ${spaceId} and label = ${tag}
      and done_at is null and not exists (select 1 from tagged_files
        where tagged_files.space_id = ${spaceId} and tagged_files.label = ${tag})`),
  ])
}

/** What of a space's tags is on its way, the first first. */
export async function changingTags(db: Db, spaceId: SpaceId): Promise<ChangingTag[]> {
  const { label, target } = tagAliases
  const filesLeft = sql<number>`coalesce(${tagCounts.files}, 0)`
  return await db
    .select({ tag: label, into: target, filesLeft })
    .from(tagAliases)
    .leftJoin(tagCounts, and(eq(tagCounts.spaceId, tagAliases.spaceId), eq(tagCounts.label, label)))
    .where(and(eq(tagAliases.spaceId, spaceId), isNull(tagAliases.doneAt)))
    .orderBy(asc(tagAliases.at))
    .limit(50)
}

/** Some of the labels that files still have to leave, in whatever spaces. */
export async function unfinishedMoves(db: Db, limit: number): Promise<TagOfSpace[]> {
  return await db
    .select({ spaceId: tagAliases.spaceId, tag: tagAliases.label })
    .from(tagAliases)
    // The range makes it a search of the index of those that are not done.
    .where(and(isNull(tagAliases.doneAt), sql`${tagAliases.spaceId} > ''`))
    .limit(limit)
}
