import { sql } from 'drizzle-orm'
import type { FileTag } from '#contracts/file-tags'
import type { FileId } from '#contracts/ids'
import { tagLabelSchema } from '#contracts/metadata'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'
import { handEngine } from './hand-engine.ts'

/**
 * The statements that make `tags` all that these engines say of a file, for a batch. What older
 * versions of those engines said goes (an engine's name ends with its version: `colours-1`); what
 * others and people said stays. Labels are called as the space calls them since it renamed, merged or
 * deleted tags, and what somebody took off the file does not come back.
 */
export function machineTagStatements(
  db: Db,
  { fileId, engines, tags }: { fileId: FileId; engines: string[]; tags: FileTag[] },
): Statement[] {
  return manyMachineTags(db, { engines, files: [{ fileId, tags }] })
}

/** The same for several files at once. */
export function manyMachineTags(
  db: Db,
  { engines, files }: { engines: string[]; files: { fileId: FileId; tags: FileTag[] }[] },
): Statement[] {
  const ids = JSON.stringify(files.map(({ fileId }) => fileId))
  const said = files.flatMap(({ fileId, tags }) =>
    tags.flatMap(({ label, probability, engine }) => {
      const folded = tagLabelSchema.safeParse(label)
      const isTag = folded.success && engine !== handEngine
      return isTag ? [[fileId, folded.data, probability, engine]] : []
    }),
  )
  const replaced = [...new Set([...engines, ...said.map(([, , , engine]) => engine)])]
  const label = sql`coalesce(tag_aliases.target, value ->> 1)`
  return [
    db.run(sql`delete from file_tags where file_id in (select value from json_each(${ids}))
      and engine <> ${handEngine} and rtrim(engine, '0123456789') in
        (select rtrim(value, '0123456789') from json_each(${JSON.stringify(replaced)}))`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select files.id, ${label}, max(value ->> 2), value ->> 3
      from json_each(${JSON.stringify(said)}) cross join files on files.id = value ->> 0
      left join tag_aliases on tag_aliases.space_id = files.space_id
        and tag_aliases.label = value ->> 1
      where (tag_aliases.label is null or tag_aliases.target is not null)
        and not exists (select 1 from removed_tags
          where removed_tags.file_id = files.id and removed_tags.label = ${label})
      group by files.id, ${label}, value ->> 3`),
  ]
}
