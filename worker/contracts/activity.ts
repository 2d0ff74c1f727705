import { z } from 'zod'
import { fileIdSchema, folderIdSchema, spaceIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/**
 * | kind | what somebody did |
 * |---|---|
 * | added | put files into a folder, or at the top of the space; those of an hour are one entry |
 * | commented | wrote about a file |
 * | hearted | likes a file |
 * | granted | shared a folder with a user |
 * | linked | made a public link |
 */
export const activityKinds = ['added', 'commented', 'hearted', 'granted', 'linked'] as const
export const activityKindSchema = z.enum(activityKinds)
export type ActivityKind = z.infer<typeof activityKindSchema>

/**
 * What happens in a space, or in one folder of it and all below that. Guests of a folder ask for it,
 * and are not told with whom else it is shared.
 */
export const activityQuerySchema = pageQuerySchema.extend({
  space: spaceIdSchema.optional(),
  folder: folderIdSchema.optional(),
})
export type ActivityQuery = z.infer<typeof activityQuerySchema>

/** Times are ISO 8601 in UTC. */
export const activityEntrySchema = z.object({
  /** Names the entry, and stays the same. */
  key: z.string(),
  kind: activityKindSchema,
  at: z.string(),
  /** A username, or the name that a guest of a drop link gave; null: an account that is gone. */
  by: z.string().nullable(),
  isGuest: z.boolean(),
  /** The latest file that it is about, if it still lives; its preview under a signed address. */
  file: z
    .object({ id: fileIdSchema, name: z.string(), thumbUrl: z.string().nullable() })
    .nullable(),
  folder: z.object({ id: folderIdSchema, name: z.string() }).nullable(),
  /** How many files were added. */
  files: z.int().positive(),
  /** The beginning of a comment as it is now; of a link, its title. */
  text: z.string().nullable(),
  /** With whom a folder is shared. */
  withUser: z.string().nullable(),
})
export type ActivityEntry = z.infer<typeof activityEntrySchema>

/** The latest first. A page may be short, and even empty, though more follows `nextCursor`. */
export const activityListSchema = z.object({
  items: z.array(activityEntrySchema),
  nextCursor: z.string().nullable(),
})
export type ActivityList = z.infer<typeof activityListSchema>
