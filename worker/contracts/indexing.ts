import { z } from 'zod'
import { fileIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/**
 * `GET /api/admin/indexing`: how far the home node is with looking at all files that have a preview.
 * `total` is `indexed` + `running` + `failed` + `waiting`; a file that older engines have looked at
 * waits, and what they found still answers.
 */
export const indexingProgressSchema = z.object({
  /** Those by which files are looked at now; empty until a home node has told. */
  engines: z.array(z.string()),
  isHomeOnline: z.boolean(),
  total: z.int().nonnegative(),
  indexed: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  running: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Files a minute, on average over the last five. */
  perMinute: z.number().nonnegative(),
  /** At that rate; null while nothing moves, 0 when nothing is left. */
  secondsLeft: z.int().nonnegative().nullable(),
})
export type IndexingProgress = z.infer<typeof indexingProgressSchema>

/** `GET /api/admin/indexing/failures`: the latest first. */
export const indexingFailuresQuerySchema = pageQuerySchema
export const indexingFailureSchema = z.object({
  fileId: fileIdSchema,
  name: z.string(),
  /** Why, as a sentence for people. */
  note: z.string(),
  failedAt: z.string(),
})
export const indexingFailuresSchema = z.object({
  items: z.array(indexingFailureSchema),
  nextCursor: z.string().nullable(),
})
export type IndexingFailures = z.infer<typeof indexingFailuresSchema>

/** `POST /api/admin/indexing/retry`: how many of what failed wait again, at most 1,000 at once. */
export const indexingRetrySchema = z.object({ queued: z.int().nonnegative() })
export type IndexingRetry = z.infer<typeof indexingRetrySchema>
