import { and, desc, eq, gt, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { JobId } from '#contracts/ids'
import { jobNameSchema, jobNames, jobStateSchema, jobStates } from '#contracts/jobs'
import type { Db } from '../db/client.ts'
import { audit, quotaChecks } from '../db/schema/audit.ts'
import { vectorSpaces } from '../db/schema/embeddings.ts'
import { jobs } from '../db/schema/jobs.ts'
import { rateLimitHits } from '../db/schema/limits.ts'
import { users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'
import { runnerOf } from '../jobs/runner-of.ts'

/** Counting stops here: an import of a million files must not cost a million rows whenever an admin looks. */
const jobsCountedMax = 1_000
/** As many as wait anew at once; the sweep hands edge jobs on a hundred at a time. */
const retriedMax = 1_000

const unfinishedStates = jobStates.filter((state) => state !== 'done')
const kinds = jobNames.flatMap((name) =>
  unfinishedStates.map((state) => ({ runner: runnerOf[name], name, state })),
)
const jobRows = z.array(
  z.object({
    name: jobNameSchema,
    state: jobStateSchema.exclude(['done']),
    count: z.number(),
    oldestAt: z.number().nullable(),
  }),
)

/** Work that is not done, by name and state: how much, up to 1,000, and since when. One statement. */
export async function unfinishedJobs(db: Db) {
  const the = (field: string) => sql.raw(`json_extract(json_each.value, '$.${field}')`)
  const these = sql`runner = ${the('runner')} and name = ${the('name')} and state = ${the('state')}`
  const rows = await db.all(sql`select ${the('name')} as name, ${the('state')} as state,
      (select count(*) from (select 1 from jobs where ${these} limit ${jobsCountedMax})) as count,
      (select min(next_at) from jobs where ${these}) as "oldestAt"
    from json_each(${JSON.stringify(kinds)})`)
  return jobRows.parse(rows).filter(({ count }) => count > 0)
}

/** Failed jobs, the latest first, one more than `limit` when there are more. */
export async function selectFailedJobs(
  db: Db,
  { before, limit }: { before: TimeCursor | null; limit: number },
) {
  return await db
    .select({
      id: jobs.id,
      name: jobs.name,
      attempts: jobs.attempts,
      note: jobs.note,
      failedAt: sql<number>`${jobs.finishedAt}`,
    })
    .from(jobs)
    .where(
      and(
        sql`${jobs.state} = 'failed'`,
        isNotNull(jobs.finishedAt),
        before === null
          ? undefined
          : sql`(${jobs.finishedAt}, ${jobs.id}) < (${before.timeMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(jobs.finishedAt), desc(jobs.id))
    .limit(limit + 1)
}

const anew = (now: number) =>
  ({ state: 'queued', attempts: 0, nextAt: now, note: null, finishedAt: null }) as const

/** Has failed jobs wait anew, these or the latest ones. Answers those that do. */
export async function requeueFailedJobs(db: Db, ids: JobId[] | null, now: number) {
  const chosen =
    ids === null
      ? db
          .select({ id: jobs.id })
          .from(jobs)
          .where(and(sql`${jobs.state} = 'failed'`, isNotNull(jobs.finishedAt)))
          .orderBy(desc(jobs.finishedAt), desc(jobs.id))
          .limit(retriedMax)
      : sql`(select value from json_each(${JSON.stringify(ids)}))`
  return await db
    .update(jobs)
    .set(anew(now))
    .where(and(inArray(jobs.id, chosen), eq(jobs.state, 'failed')))
    .returning({ id: jobs.id, runner: jobs.runner })
}

/** How much failed for good since then, counted up to one. */
export async function failedSince(db: Db, since: number): Promise<number> {
  const rows = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(sql`${jobs.state} = 'failed'`, gt(jobs.finishedAt, since)))
    .limit(1)
  return rows.length
}

/** Whether the nightly check found figures that are off, of how many users, counted up to one. */
export async function driftingUsers(db: Db): Promise<number> {
  const rows = await db
    .select({ id: quotaChecks.userId })
    .from(quotaChecks)
    .where(sql`drift_bytes <> 0 and drift_bytes > ${-Number.MAX_SAFE_INTEGER}`)
    .limit(1)
  return rows.length
}

/** What D1 knows for the page of operations, in one round trip. `since`: 24 hours ago. */
export async function selectFigures(db: Db, since: number) {
  const [failures, hits, most, all, vectors] = await db.batch([
    // Limits bound how many there can be in a day.
    db
      .select({ count: sql<number>`count(*)` })
      .from(audit)
      .where(and(eq(audit.action, 'login.failed'), gt(audit.at, since))),
    db
      .select({ class: rateLimitHits.class, hits: sql<number>`sum(${rateLimitHits.hits})` })
      .from(rateLimitHits)
      .where(gt(rateLimitHits.lastAt, since))
      .groupBy(sql`+${rateLimitHits.class}`),
    db
      .select({
        userId: users.id,
        username: users.username,
        usedBytes: users.usedBytes,
        quotaBytes: users.quotaBytes,
      })
      .from(users)
      .where(and(gte(users.usedBytes, 0), isNull(users.deletedAt)))
      .orderBy(desc(users.usedBytes))
      .limit(10),
    // Reads every user, as the head of the page does: hundreds of rows, when an admin looks.
    db
      .select({ bytes: sql<number>`coalesce(sum(${users.usedBytes}), 0)` })
      .from(users)
      .where(and(gte(users.createdAt, 0), isNull(users.deletedAt))),
    db
      .select({
        dimensions: sql<number>`coalesce(sum(${vectorSpaces.positions} * ${vectorSpaces.dimensions}), 0)`,
      })
      .from(vectorSpaces)
      .where(sql`${vectorSpaces.spaceId} > ''`),
  ])
  return {
    failedSignIns: failures[0]?.count ?? 0,
    limitRefusals: hits.sort((one, other) => other.hits - one.hits),
    storage: most,
    storageBytes: all[0]?.bytes ?? 0,
    vectorDimensions: vectors[0]?.dimensions ?? 0,
  }
}
