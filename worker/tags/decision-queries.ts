import { sql } from 'drizzle-orm'
import type { FileId } from '#contracts/ids'
import { maxHandTags } from '#contracts/tags'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { handEngine } from './hand-engine.ts'

interface TagOfFile {
  id: FileId
  tag: string
}

/** Makes these all the tags by hand of a file, and says so in the change feed, in one batch. */
export async function replaceHandTags(
  db: Db,
  id: FileId,
  labels: string[],
  now: number,
): Promise<void> {
  const list = JSON.stringify(labels)
  await runBatch(db, [
    db.run(sql`delete from removed_tags
      where file_id = ${id} and label in (select value from json_each(${list}))`),
    db.run(sql`delete from file_tags where file_id = ${id} and engine = ${handEngine}`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select files.id, value, 1, ${handEngine}
      from files, json_each(${list}) where files.id = ${id}`),
    ...tellOfChange(db, id, now),
  ])
}

/** Resolves to whether there was room for it. */
export async function confirmTag(db: Db, { id, tag }: TagOfFile, now: number): Promise<boolean> {
  const isByHand = sql`file_id = ${id} and engine = ${handEngine}`
  const [, , there = []] = await runBatch(db, [
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select id, ${tag}, 1, ${handEngine} from files
      where id = ${id} and (select count(*) from file_tags where ${isByHand}) < ${maxHandTags}
      on conflict do nothing`),
    db.run(sql`delete from removed_tags where file_id = ${id} and label = ${tag}
      and exists (select 1 from file_tags where ${isByHand} and label = ${tag})`),
    db.run(sql`select 1 from file_tags where ${isByHand} and label = ${tag}`),
    ...tellOfChange(db, id, now),
  ])
  return there.length > 0
}

/** Who said it is kept with the removal, for the way back. */
export async function removeTag(db: Db, { id, tag }: TagOfFile, now: number): Promise<void> {
  await runBatch(db, [
    db.run(sql`insert into removed_tags (file_id, label, space_id, was, at)
      select files.id, ${tag}, files.space_id,
        (select json_group_array(json_array(probability, engine)) from file_tags
          where file_id = files.id and label = ${tag}), ${now}
      from files where id = ${id}
        and exists (select 1 from file_tags where file_id = files.id and label = ${tag})
      on conflict do nothing`),
    db.run(sql`delete from file_tags where file_id = ${id} and label = ${tag}`),
    ...tellOfChange(db, id, now),
  ])
}

/** What was removed is there again as it was; or else the tag by hand goes. */
export async function takeBackDecision(db: Db, { id, tag }: TagOfFile, now: number): Promise<void> {
  const removal = sql`from removed_tags where file_id = ${id} and label = ${tag}`
  await runBatch(db, [
    db.run(sql`delete from file_tags where file_id = ${id} and label = ${tag}
      and engine = ${handEngine} and not exists (select 1 ${removal})`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select ${id}, ${tag}, value ->> 0, value ->> 1
      from json_each((select was ${removal})) where true on conflict do nothing`),
    db.run(sql`delete ${removal}`),
    ...tellOfChange(db, id, now),
  ])
}

function tellOfChange(db: Db, id: FileId, now: number) {
  return [
    db.run(sql`update files set updated_at = ${now} where id = ${id}`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.updated', space_id, id, original_id, ${now} from files where id = ${id}`),
  ]
}
