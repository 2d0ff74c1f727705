import { sql } from 'drizzle-orm'
import type { FileId, JobId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'
import { jobsWaiting, waitingAtMost, wantedKey } from './queries.ts'

/**
 * For the batch that makes a preview ready: what engines found before is due again, and there is a job
 * for it at once, unless many wait; those are made as they are asked for.
 */
export function queueNewPreview(
  db: Db,
  { fileId, jobId, now }: { fileId: FileId; jobId: JobId; now: number },
): Statement[] {
  return [
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select ${jobId}, 'index-file', 'home', space_id, id, original_id, 'queued', ${now}, ${now}
      from files where id = ${fileId} and preview = 'ready' and ${wantedKey} is not null
        and (select count(*) from (${jobsWaiting('queued')})) < ${waitingAtMost}`),
    db.run(sql`update indexed_files set engines = '', indexed_at = null, captioned_for = '', queued_for =
        coalesce((select ${wantedKey} from jobs where id = ${jobId}), '')
      where file_id = ${fileId}`),
  ]
}
