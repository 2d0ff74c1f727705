import { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import { snapshotHeadSchema, tableNameSchema } from '#contracts/snapshots'

/*
 * A `.cvsnapshot` file: frames (frames.ts), each a head in JSON and the bytes that it announces.
 *
 * | frame | head | bytes |
 * |---|---|---|
 * | first | `firstFrameSchema` | none |
 * | one for each page | `pageFrameSchema` | the sealed page, as the Worker gave it |
 * | last | `lastFrameSchema` | none |
 *
 * A file without its last frame is none: whoever wrote it did not come to the end.
 */
export const firstFrameSchema = snapshotHeadSchema.extend({
  kind: z.literal('cloudvault-snapshot'),
  /** Unix milliseconds, by the home node's clock. */
  atMs: z.int(),
})

export const pageFrameSchema = z.object({
  table: tableNameSchema,
  rows: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  /** Of the sealed bytes. */
  sha256: sha256Schema,
})

export const lastFrameSchema = z.object({
  end: z.literal(true),
  pages: z.int().nonnegative(),
  rows: z.int().nonnegative(),
})
