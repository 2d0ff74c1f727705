import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FileId, type HomeNodeId, type JobId, jobIdSchema } from '#contracts/ids'
import type { HomeJobName, JobName, JobState } from '#contracts/jobs'
import type { Db } from '../db/client.ts'
import { inChunks } from '../db/in-chunks.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals } from '../db/schema/files.ts'
import { jobs } from '../db/schema/jobs.ts'

/** After this many leases a job is failed, and says so. */
export const maxAttempts = 5
/** How long a runner may be silent before its job is given to another. */
export const leaseMs = 60_000

/** 2 s, 8 s, 32 s, 128 s: later each time, so a fault that lasts is not hammered. */
export function backOffMs(attempts: number): number {
  return 500 * 4 ** Math.min(attempts, 6)
}

/** Takes jobs whose lease has ended back: to the queue, or to `failed` when they were tried enough. */
export function reapExpiredLeases(db: Db, now: number) {
  return db.run(sql`update jobs
    set state = case when attempts >= ${maxAttempts} then 'failed' else 'queued' end,
        note = case when attempts >= ${maxAttempts} then 'It was tried several times and never finished.' else note end,
        finished_at = case when attempts >= ${maxAttempts} then ${now} else null end,
        lease_owner = null, lease_until = null
    where state = 'running' and lease_until < ${now}`)
}

const leasedRows = z.array(z.object({ id: jobIdSchema }))

/** Leases up to `max` home jobs to a home node. Two nodes at once never get the same one. */
export async function leaseHomeJobs(
  db: Db,
  homeNodeId: HomeNodeId,
  { name, max }: { name: HomeJobName; max: number },
  now: number,
) {
  const leaseUntil = now + leaseMs
  const due = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.runner, 'home'),
        eq(jobs.name, name),
        inArray(jobs.state, ['queued', 'waiting_home']),
        lt(jobs.nextAt, now + 1),
      ),
    )
    .orderBy(asc(jobs.nextAt))
    .limit(max)
  const [, leased] = await runBatch(db, [
    reapExpiredLeases(db, now),
    db
      .update(jobs)
      .set({
        state: 'running',
        attempts: sql`${jobs.attempts} + 1`,
        leaseOwner: homeNodeId,
        leaseUntil,
      })
      .where(inArray(jobs.id, due))
      .returning({ id: jobs.id }),
  ])
  return await inChunks(
    leasedRows.parse(leased).map((row) => row.id),
    (ids) => selectLeased(db, ids),
  )
}

function selectLeased(db: Db, ids: JobId[]) {
  return db
    .select({
      id: jobs.id,
      name: jobs.name,
      attempt: jobs.attempts,
      leaseUntilMs: jobs.leaseUntil,
      fileId: jobs.fileId,
      spaceId: jobs.spaceId,
      originalId: jobs.originalId,
      sha256: originals.sha256,
      sizeBytes: originals.sizeBytes,
      mimeType: originals.mimeType,
    })
    .from(jobs)
    .innerJoin(originals, eq(originals.id, jobs.originalId))
    .where(inArray(jobs.id, ids))
    .orderBy(jobs.nextAt, jobs.id)
}

/** Leases one edge job by id, or nothing when it is not due or somebody has it. */
export async function leaseEdgeJob(db: Db, id: JobId, owner: string, now: number) {
  const [row] = await db
    .update(jobs)
    .set({
      state: 'running',
      attempts: sql`${jobs.attempts} + 1`,
      leaseOwner: owner,
      // Reading a large original back takes longer than a home job's step.
      leaseUntil: now + 15 * 60_000,
    })
    .where(
      and(
        eq(jobs.id, id),
        eq(jobs.runner, 'edge'),
        eq(jobs.state, 'queued'),
        lt(jobs.nextAt, now + 1),
      ),
    )
    .returning()
  return row
}

export async function findJob(db: Db, id: JobId) {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id))
  return row
}

/** Ends a job that `owner` holds. Part of the batch that writes its result. */
export function finishJob(
  db: Db,
  id: JobId,
  owner: string,
  end: { state: Extract<JobState, 'done' | 'failed'>; note: string | null; now: number },
) {
  return db
    .update(jobs)
    .set({ state: end.state, note: end.note, finishedAt: end.now, leaseUntil: null })
    .where(and(eq(jobs.id, id), eq(jobs.leaseOwner, owner), eq(jobs.state, 'running')))
}

/** Gives a job back to be tried later. */
export async function requeueJob(
  db: Db,
  id: JobId,
  owner: string,
  retry: { note: string; nextAt: number },
) {
  await db
    .update(jobs)
    .set({
      state: 'queued',
      note: retry.note,
      nextAt: retry.nextAt,
      leaseOwner: null,
      leaseUntil: null,
    })
    .where(and(eq(jobs.id, id), eq(jobs.leaseOwner, owner), eq(jobs.state, 'running')))
}

/** Gives a job back that could not be tried, which counts for nothing. */
export async function postponeJob(
  db: Db,
  id: JobId,
  owner: string,
  { note, nextAt }: { note: string; nextAt: number },
) {
  const given = { state: 'queued', note, nextAt, leaseOwner: null, leaseUntil: null } as const
  await db
    .update(jobs)
    .set({ ...given, attempts: sql`${jobs.attempts} - 1` })
    .where(and(eq(jobs.id, id), eq(jobs.leaseOwner, owner), eq(jobs.state, 'running')))
}

/** Unfinished work on these files: what each still waits for. Indexing is none, nor is a picture made of it: the file is whole. */
export async function unfinishedWork(db: Db, fileIds: FileId[]) {
  return await inChunks(fileIds, (ids) =>
    db
      .select({ fileId: jobs.fileId, job: jobs.name, state: jobs.state, note: jobs.note })
      .from(jobs)
      // `done` is written out, not bound: a page of 100 files is one statement.
      .where(
        and(
          inArray(jobs.fileId, ids),
          sql`${jobs.state} <> 'done' and ${jobs.name} not in ('index-file', 'caption-file', 'make-transform', 'find-faces')`,
        ),
      ),
  )
}

export async function dueEdgeJobIds(db: Db, name: JobName, now: number): Promise<JobId[]> {
  const rows = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.runner, 'edge'),
        eq(jobs.name, name),
        eq(jobs.state, 'queued'),
        lt(jobs.nextAt, now),
      ),
    )
    .orderBy(asc(jobs.nextAt))
    .limit(100)
  return rows.map((row) => row.id)
}

/** Files whose ingest has failed for good but that still look as if a preview would come. */
export async function filesWithFailedIngest(db: Db) {
  return await db
    .select({ fileId: jobs.fileId, spaceId: jobs.spaceId })
    .from(jobs)
    .innerJoin(files, eq(files.id, jobs.fileId))
    .where(
      and(
        eq(jobs.runner, 'home'),
        eq(jobs.state, 'failed'),
        eq(jobs.name, 'ingest-file'),
        eq(files.preview, 'pending'),
      ),
    )
    .limit(100)
}
