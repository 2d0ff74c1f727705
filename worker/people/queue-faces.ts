import { asc, eq, sql } from 'drizzle-orm'
import { runBatch } from '../db/run-batch.ts'
import { facedFiles } from '../db/schema/people.ts'
import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'

/** Jobs that are made at once; more follow as these are leased. */
const queuedAtOnce = 100

/** Makes jobs for files in which faces are to be looked for: a few, for whoever asks for them now. */
export async function queueFaceJobs(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const { db } = deps
  const now = deps.now()
  const due = await db
    .select({ fileId: facedFiles.fileId })
    .from(facedFiles)
    .where(eq(facedFiles.isQueued, false))
    .orderBy(asc(facedFiles.fileId))
    .limit(queuedAtOnce)
  if (due.length === 0) return
  const rows = JSON.stringify(due.map(({ fileId }) => ({ fileId, jobId: newId('job', now) })))
  await runBatch(db, [
    // Asked again inside: two who ask at once make one job of a file.
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select value ->> 'jobId', 'find-faces', 'home', files.space_id, files.id, files.original_id,
        'queued', ${now}, ${now}
      from json_each(${rows}) cross join files on files.id = value ->> 'fileId'
        cross join faced_files on faced_files.file_id = files.id and faced_files.is_queued = 0`),
    db.run(sql`update faced_files set is_queued = 1
      where file_id in (select value ->> 'fileId' from json_each(${rows}))`),
  ])
}
