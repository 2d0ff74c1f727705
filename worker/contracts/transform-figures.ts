import { z } from 'zod'

const counted = z.object({ name: z.string(), count: z.int().nonnegative() })
const timed = counted.extend({
  /** Milliseconds, all that it took: reading the original, making and storing. */
  meanMs: z.number().nonnegative(),
  maxMs: z.number().nonnegative(),
})

export const figuresDays = 7

/**
 * `GET /api/admin/transforms`: how pictures were asked for and made in the last `figuresDays` days.
 * Counted in memory and written down every few seconds, so the last ones may be missing.
 */
export const transformFiguresSchema = z.object({
  days: z.int().positive(),
  /** From the cache of a data centre, from storage, made for the request, and refused. */
  asked: z.object({
    edge: z.int().nonnegative(),
    stored: z.int().nonnegative(),
    made: z.int().nonnegative(),
    failed: z.int().nonnegative(),
  }),
  /** The part of what was answered that was there before; null when nothing was. */
  hitRate: z.number().min(0).max(1).nullable(),
  /** By who made them: `home`, `edge`, `edge-and-home`. */
  makers: z.array(timed),
  /** Pictures that have an operation among their steps, by its name: the slowest first. */
  operations: z.array(timed),
  /** By the code of the problem, the most frequent first. */
  failures: z.array(counted),
})
export type TransformFigures = z.infer<typeof transformFiguresSchema>
