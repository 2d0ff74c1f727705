import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FileId, fileIdSchema, type HomeNodeId, type JobId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'
import { indexCounts, indexedFiles, wantedIndex } from '../db/schema/findings.ts'
import { jobs } from '../db/schema/jobs.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

/** The run and the engines in one text, as `indexed_files` has it; null until a home node has told. */
export const wantedKey = sql`(select run || ' ' || engines from wanted_index where id = 1)`
/** Index jobs that may wait at once: each costs a row, and all of them change state as home comes and goes. */
export const waitingAtMost = 500

/** The engines by which files are looked at now, with the run. */
export async function findWanted(db: Db): Promise<{ engines: string; run: number } | undefined> {
  const [row] = await db
    .select({ engines: wantedIndex.engines, run: wantedIndex.run })
    .from(wantedIndex)
    .where(eq(wantedIndex.id, 1))
  return row
}

/** Notes the engines of a home node, if it is the one that joined last: two would never agree. */
export async function putWantedEngines(db: Db, homeNodeId: HomeNodeId, engines: string) {
  await db.run(sql`insert into wanted_index (id, engines) select 1, ${engines}
    where ${homeNodeId} = (select id from home_nodes where revoked_at is null
      order by joined_at desc, id desc limit 1)
    on conflict (id) do update set engines = excluded.engines where engines <> excluded.engines`)
}

/** Everything is to be looked at again. Nothing, while no home node has told of its engines. */
export async function startNextRun(db: Db) {
  await db
    .update(wantedIndex)
    .set({ run: sql`${wantedIndex.run} + 1` })
    .where(eq(wantedIndex.id, 1))
}

const idRows = z.array(z.object({ id: fileIdSchema }))

/** Files for which no job was made since the wanted engines are these, at most `limit`. */
export async function filesToQueue(db: Db, key: string, limit: number): Promise<FileId[]> {
  const rows = await db.all(sql`select file_id as id from indexed_files where queued_for < ${key}
    union all select file_id from indexed_files where queued_for > ${key} limit ${limit}`)
  return idRows.parse(rows).map(({ id }) => id)
}

/** The key of what looked at each of these files last; empty where nothing did. */
export async function keysOfFiles(db: Db, fileIds: FileId[]) {
  const isOne = sql`${indexedFiles.fileId} in (select value from json_each(${JSON.stringify(fileIds)}))`
  return await db
    .select({ fileId: indexedFiles.fileId, engines: indexedFiles.engines })
    .from(indexedFiles)
    .where(isOne)
}

/** A job for each of these files, unless another request has just made it. */
export async function queueFiles(
  db: Db,
  pairs: { fileId: FileId; jobId: JobId }[],
  key: string,
  now: number,
) {
  const bound = JSON.stringify(pairs)
  await runBatch(db, [
    db.run(sql`delete from jobs where name = 'index-file' and state in ('done', 'failed')
      and file_id in (select json_extract(value, '$.fileId') from json_each(${bound}))`),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select json_extract(value, '$.jobId'), 'index-file', 'home', files.space_id, files.id,
        files.original_id, 'queued', ${now}, ${now}
      from json_each(${bound})
      inner join indexed_files on indexed_files.file_id = json_extract(value, '$.fileId')
      inner join files on files.id = indexed_files.file_id
      where indexed_files.queued_for <> ${key}`),
    db.run(sql`update indexed_files set queued_for = ${key}
      where file_id in (select json_extract(value, '$.fileId') from json_each(${bound}))`),
  ])
}

/** Index jobs that nobody has, counted up to `waitingAtMost`. */
export async function countWaitingJobs(db: Db): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(sql`(${jobsWaiting('queued')} union all ${jobsWaiting('waiting_home')})`)
  return row?.n ?? 0
}

export function jobsWaiting(state: 'queued' | 'waiting_home') {
  return sql`select * from (select 1 from jobs
    where runner = 'home' and name = 'index-file' and state = ${state} limit ${waitingAtMost})`
}

/** How many files there are by the key of what looked at them: a handful of rows, kept by triggers. */
export async function countsByKey(db: Db): Promise<{ engines: string; files: number }[]> {
  return await db.select().from(indexCounts)
}

/** Work under way or given up, and what was done since. `failed` is counted up to 10,000. */
export async function countWork(db: Db, since: number) {
  const [running, failed, lately] = await db.batch([
    db
      .select({ n: sql<number>`count(*)` })
      .from(jobs)
      .where(and(eq(jobs.runner, 'home'), eq(jobs.name, 'index-file'), eq(jobs.state, 'running'))),
    db
      .select({ n: sql<number>`count(*)` })
      .from(sql`(select 1 from jobs where name = 'index-file' and state = 'failed' limit 10000)`),
    db
      .select({ n: sql<number>`count(*)` })
      .from(indexedFiles)
      .where(and(isNotNull(indexedFiles.indexedAt), gt(indexedFiles.indexedAt, since))),
  ])
  return { running: running[0]?.n ?? 0, failed: failed[0]?.n ?? 0, lately: lately[0]?.n ?? 0 }
}

/** Jobs that were given up, the latest first. */
export async function failedJobs(db: Db, after: TimeCursor | null, limit: number) {
  const isFailed = sql`${jobs.name} = 'index-file' and ${jobs.state} = 'failed'`
  const isAfter = after && sql`(${jobs.finishedAt}, ${jobs.id}) < (${after.timeMs}, ${after.id})`
  return await db
    .select({
      id: jobs.id,
      fileId: files.id,
      name: files.name,
      note: jobs.note,
      finishedAt: jobs.finishedAt,
    })
    .from(jobs)
    .innerJoin(files, eq(files.id, jobs.fileId))
    .where(and(isFailed, isAfter ?? undefined))
    .orderBy(desc(jobs.finishedAt), desc(jobs.id))
    .limit(limit)
}

/** Gives up to `limit` jobs that were given up another chance; resolves to how many. */
export async function requeueFailed(db: Db, now: number, limit: number): Promise<number> {
  const [rows = []] = await runBatch(db, [
    db.run(sql`update jobs
      set state = 'queued', attempts = 0, next_at = ${now}, finished_at = null, lease_owner = null
      where id in (select id from jobs where name = 'index-file' and state = 'failed'
        order by finished_at desc, id desc limit ${limit})
      returning id`),
  ])
  return rows.length
}
