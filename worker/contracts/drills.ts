import { z } from 'zod'

/** `POST /api/restore/drills`: how a rehearsal of a restore went. Times in Unix milliseconds. */
export const reportDrillSchema = z.strictObject({
  /** Name of the disk. */
  disk: z.string().min(1).max(60),
  snapshotAtMs: z.int().nonnegative(),
  tookMs: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  originals: z.int().nonnegative(),
  /** Rows and originals that were not what they should be. */
  wrong: z.int().nonnegative(),
})
export type ReportDrill = z.infer<typeof reportDrillSchema>

export const drillSchema = z.object({
  disk: z.string(),
  at: z.string(),
  snapshotAt: z.string(),
  tookMs: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  originals: z.int().nonnegative(),
  wrong: z.int().nonnegative(),
})
export type Drill = z.infer<typeof drillSchema>
