import { and, eq, sql } from 'drizzle-orm'
import type { JobId } from '#contracts/ids'
import type { Db } from '../../db/client.ts'
import { runBatch } from '../../db/run-batch.ts'
import { jobs } from '../../db/schema/jobs.ts'
import { queuedTransforms } from '../../db/schema/transforms.ts'

type QueuedRow = typeof queuedTransforms.$inferSelect

/** How long it is known how a picture's making ended. */
const keptMs = 86_400_000

/**
 * Queues the making of a picture, unless it is under way: then nothing happens. What was made or has
 * failed before is queued anew, and what ended a day ago is forgotten.
 */
export async function insertQueued(db: Db, row: QueuedRow, now: number): Promise<void> {
  const { jobId, fileId, hash, recipe, overlays, query } = row
  const ended = sql`select jobs.id from queued_transforms join jobs on jobs.id = job_id
    where queued_transforms.file_id = ${fileId} and state in ('done', 'failed')
      and (hash = ${hash} or finished_at < ${now - keptMs})`
  const isNew = sql`not exists (select 1 from queued_transforms
    where file_id = ${fileId} and hash = ${hash})`
  await runBatch(db, [
    db.run(sql`delete from jobs where id in (${ended})`),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select ${jobId}, 'make-transform', 'edge', space_id, id, original_id, 'queued', ${now}, ${now}
      from files where id = ${fileId} and ${isNew}`),
    db.run(sql`insert into queued_transforms (job_id, file_id, hash, recipe, overlays, query)
      select id, ${fileId}, ${hash}, ${recipe}, ${overlays}, ${query} from jobs where id = ${jobId}`),
  ])
}

const columns = {
  ...{ jobId: queuedTransforms.jobId, fileId: queuedTransforms.fileId },
  ...{ hash: queuedTransforms.hash, recipe: queuedTransforms.recipe },
  ...{ overlays: queuedTransforms.overlays, query: queuedTransforms.query },
  ...{ state: jobs.state, note: jobs.note },
}

function selectQueued(db: Db) {
  return db
    .select(columns)
    .from(queuedTransforms)
    .innerJoin(jobs, eq(jobs.id, queuedTransforms.jobId))
}

export type FoundQueued = Awaited<ReturnType<typeof selectQueued>>[number]

export async function findQueued(db: Db, jobId: JobId): Promise<FoundQueued | undefined> {
  return (await selectQueued(db).where(eq(queuedTransforms.jobId, jobId)))[0]
}

export async function findQueuedByHash(
  db: Db,
  { fileId, hash }: Pick<QueuedRow, 'fileId' | 'hash'>,
): Promise<FoundQueued | undefined> {
  const isIt = and(eq(queuedTransforms.fileId, fileId), eq(queuedTransforms.hash, hash))
  return (await selectQueued(db).where(isIt))[0]
}
