import { sql } from 'drizzle-orm'
import type { FileTag } from '#contracts/file-tags'
import type { FileId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'

/**
 * The statements that make `tags` all that the engines which looked say of a file, for the batch that
 * records what was found. Tags of other engines and by hand stay.
 */
export function machineTagStatements(
  db: Db,
  { fileId, engines, tags }: { fileId: FileId; engines: string[]; tags: FileTag[] },
): Statement[] {
  return [
    db.run(sql`delete from file_tags where file_id = ${fileId}
      and engine in (select value from json_each(${JSON.stringify(engines)}))`),
    db.run(sql`insert into file_tags (file_id, label, probability, engine)
      select ${fileId}, json_extract(value, '$.label'), json_extract(value, '$.probability'),
        json_extract(value, '$.engine')
      from json_each(${JSON.stringify(tags)}) where true
      on conflict do nothing`),
  ]
}
