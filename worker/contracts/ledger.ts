import { z } from 'zod'
import { drillSchema } from './drills.ts'
import { diskStateSchema } from './home-node.ts'
import { diskHealthSchema, homeNodeViewSchema } from './home-report.ts'
import { spaceIdSchema } from './ids.ts'
import { keepingSchema } from './policy.ts'

export const copiesQuerySchema = z.object({ space: spaceIdSchema.optional() })

const amountSchema = z.object({
  originals: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
})

/**
 * How safe originals are, from the ledger. Only copies count that were read back and found right;
 * what is in trash counts until it is purged.
 */
export const copiesReportSchema = amountSchema.extend({
  /** The rehearsal of a restore that was made last; null before the first. */
  lastDrill: drillSchema.nullable(),
  /** R2 first, then the disks by name; what is verified there. */
  places: z.array(
    amountSchema.extend({
      place: z.string(),
      name: z.string(),
      kind: z.enum(['cloud', 'disk']),
      state: diskStateSchema,
      /** Of a disk, as it said last. */
      totalBytes: z.int().nonnegative().nullable(),
      freeBytes: z.int().nonnegative().nullable(),
      reportedAt: z.string().nullable(),
      health: diskHealthSchema.nullable(),
    }),
  ),
  /** How many originals have no verified copy, one, two and so on, up to one for each place. */
  byCopies: z.array(amountSchema.extend({ copies: z.int().nonnegative() })),
  /**
   * What would be lost if one place were gone now, or all disks together: originals that have no
   * verified copy anywhere else. Those that have none at all are among them.
   */
  losses: z.array(
    amountSchema.extend({
      of: z.enum(['cloud', 'disk', 'disks']),
      /** Null of all disks. */
      place: z.string().nullable(),
      name: z.string(),
    }),
  ),
  /** How the copies compare with what the policies want. */
  keeping: z.array(amountSchema.extend({ keeping: keepingSchema })),
  homeNodes: z.array(homeNodeViewSchema),
})
export type CopiesReport = z.infer<typeof copiesReportSchema>
