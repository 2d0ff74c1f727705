import { z } from 'zod'

/** What a drive says of itself through SMART; null where it does not say. */
export const smartSchema = z.object({
  /** The drive's own verdict: false means that it expects to fail. */
  isPassed: z.boolean().nullable(),
  temperatureC: z.number().nullable(),
  powerOnHours: z.number().nonnegative().nullable(),
  /** Sectors that cannot be read and wait to be written over; of NVMe its media errors. */
  pendingSectors: z.number().nonnegative().nullable(),
  reallocatedSectors: z.number().nonnegative().nullable(),
  /** Of what a flash drive is made to endure. */
  percentUsed: z.number().nonnegative().nullable(),
  /** Why nothing could be read: no tool, no permission, a USB bridge that does not pass it on. */
  note: z.string().max(200).nullable(),
})
export type Smart = z.infer<typeof smartSchema>

/** How a disk fares: errors since the home node started, and its SMART values if they could be read. */
export const diskHealthSchema = z.object({
  ioErrors: z.int().nonnegative(),
  smart: smartSchema.nullable(),
})
export type DiskHealth = z.infer<typeof diskHealthSchema>

/** What a home node says of its mirror, with its disks. */
export const mirrorReportSchema = z.object({
  /** Copies still to be made, over all its disks, and their bytes. */
  copies: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Over the last minute. */
  bytesPerSecond: z.number().nonnegative(),
  /** Copies of purged originals that are still to leave the disks. */
  removals: z.object({
    isHeld: z.boolean(),
    copies: z.int().nonnegative(),
    /** When the latest of them was heard of, in Unix ms: what is allowed is allowed until then. */
    untilMs: z.int().nonnegative(),
  }),
})
export type MirrorReport = z.infer<typeof mirrorReportSchema>

/** The answer to a report: what an admin let go on meanwhile. */
export const diskReportAnswerSchema = z.object({
  removalsAllowedUntilMs: z.int().nonnegative().nullable(),
})

/** A home node for who looks at the copies. */
export const homeNodeViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  isOnline: z.boolean(),
  mirror: mirrorReportSchema.nullable(),
})
export type HomeNodeView = z.infer<typeof homeNodeViewSchema>

/** `POST /api/admin/copies/removals`: lets go on what a home node holds, as far as the admin saw it. */
export const allowRemovalsSchema = z.strictObject({
  homeNodeId: z.string().max(40),
  untilMs: z.int().positive(),
})
