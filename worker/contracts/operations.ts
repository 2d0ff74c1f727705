import { z } from 'zod'
import { jobIdSchema } from './ids.ts'
import { jobNameSchema, jobStateSchema } from './jobs.ts'

const count = z.int().nonnegative()

/**
 * Upper bounds of the classes in which answers are counted by how long they took, in milliseconds:
 * what took longer than the last is in a class of its own. A percentile is the bound of its class.
 */
export const latencyBoundsMs = [
  ...[1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200],
  ...[300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000],
] as const

/** What is counted besides requests, because it is paid for or limited. */
export const meterNames = [
  'requests',
  'r2-class-a',
  'r2-class-b',
  'edge-calls',
  'edge-transforms',
] as const
export const meterNameSchema = z.enum(meterNames)
export type MeterName = z.infer<typeof meterNameSchema>

/** `GET /api/admin/operations`: how the vault fares, for who runs it. Up to half a minute old. */
export const operationsSchema = z.object({
  /** The last hour by minutes, the oldest first; minutes without requests are there, too. */
  minutes: z.array(z.object({ at: z.string(), requests: count, errors: count })),
  /** Of the last 24 hours, the most asked first, 60 at most. Errors are answers of 500 and above. */
  routes: z.array(
    z.object({
      /** `GET /api/files/:id`. */
      route: z.string(),
      requests: count,
      refused: count,
      errors: count,
      /** Bounds of classes (`latencyBoundsMs`); null: longer than the last of them. */
      p50Ms: count.nullable(),
      p95Ms: count.nullable(),
      p99Ms: count.nullable(),
    }),
  ),
  /** Work that is not done, by name and state. `count` stops at 1,000. */
  jobs: z.array(
    z.object({
      name: jobNameSchema,
      state: jobStateSchema.exclude(['done']),
      count,
      /** Since when the one waits that waits longest; of failed ones when the first failed. */
      oldestAt: z.string().nullable(),
    }),
  ),
  /** Of the last 24 hours. */
  failedSignIns: count,
  limitRefusals: z.array(z.object({ class: z.string(), hits: count })),
  /** Who keeps most, ten of them. */
  storage: z.array(
    z.object({ userId: z.string(), username: z.string(), usedBytes: count, quotaBytes: count }),
  ),
  meters: z.array(
    z.object({
      name: z.enum([...meterNames, 'storage-bytes', 'vector-dimensions']),
      used: count,
      /** Null: this plan has no such limit. */
      limit: count.nullable(),
      per: z.enum(['day', 'month', 'always']),
    }),
  ),
  /** The plan whose limits those are; null where the vault runs on no account. */
  plan: z.enum(['free', 'paid']).nullable(),
  /** What is wrong now, or was within the last day. */
  alerts: z.array(
    z.object({
      name: z.string(),
      /** As a sentence for people. */
      says: z.string(),
      since: z.string(),
      /** Null: it is still so. */
      overAt: z.string().nullable(),
    }),
  ),
})
export type Operations = z.infer<typeof operationsSchema>

/** `GET /api/admin/operations/failed-jobs`: the latest first. */
export const failedJobSchema = z.object({
  id: jobIdSchema,
  name: jobNameSchema,
  attempts: count,
  /** Why, as a sentence for people. */
  note: z.string().nullable(),
  failedAt: z.string(),
})
export const failedJobsSchema = z.object({
  items: z.array(failedJobSchema),
  nextCursor: z.string().nullable(),
})
export type FailedJobs = z.infer<typeof failedJobsSchema>

/** `POST /api/admin/operations/failed-jobs/retry`: these, or as many as may wait anew at once. */
export const retryJobsSchema = z.strictObject({ ids: z.array(jobIdSchema).max(200).optional() })
export const retriedJobsSchema = z.object({ queued: count })
