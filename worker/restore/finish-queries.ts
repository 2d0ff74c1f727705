import { eq, sql } from 'drizzle-orm'
import type { FileId, JobId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { restores } from '../db/schema/restores.ts'

/**
 * Says of restored files in the change feed that their bytes and words are there, and makes the jobs
 * that make their pictures again; not of what is lost.
 */
export async function announceRestored(
  db: Db,
  fileIds: FileId[],
  work: { jobId: JobId; fileId: FileId }[],
  now: number,
): Promise<void> {
  const list = JSON.stringify(fileIds)
  await runBatch(db, [
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'original.stored', f.space_id, f.id, f.original_id, ${now}
      from json_each(${list}) inner join files f on f.id = value`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.updated', f.space_id, f.id, f.original_id, ${now}
      from json_each(${list}) inner join files f on f.id = value`),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select value ->> 'jobId', 'ingest-file', 'home', f.space_id, f.id, f.original_id, 'queued', ${now}, ${now}
      from json_each(${JSON.stringify(work)}) inner join files f on f.id = value ->> 'fileId'
      where exists (select 1 from copies where original_id = f.original_id and state = 'verified')
        and not exists (select 1 from jobs where file_id = f.id and name = 'ingest-file')`),
    // Their groups were restored; looking for them again would only cost.
    db.run(sql`delete from duplicate_queue where file_id in (select value from json_each(${list}))
      and exists (select 1 from duplicate_members where file_id = duplicate_queue.file_id)`),
  ])
}

export async function endRestore(db: Db, id: number, now: number): Promise<void> {
  await db.update(restores).set({ endedAt: now }).where(eq(restores.id, id))
}
