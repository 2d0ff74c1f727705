import { z } from 'zod'
import { spaceIdSchema, userIdSchema } from '#contracts/ids'

/** Who speaks on a connection. A key's text is nowhere kept: by its hash it is asked about again. */
export const streamCallerSchema = z.object({
  spaceId: spaceIdSchema,
  who: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), handle: z.string(), keyHash: z.string() }),
    /** Ends when a member or key of the organization does: the page comes again with its session. */
    z.object({ kind: z.literal('session'), userId: userIdSchema, keyGeneration: z.int() }),
  ]),
})
export type StreamCaller = z.infer<typeof streamCallerSchema>

/** What a connection keeps while its object sleeps. */
export const streamAttachmentSchema = z.object({
  /** null until the first message said who it is. */
  caller: streamCallerSchema.nullable(),
  /** What the address named, for a caller who says the rest in the first message. */
  organization: z.string().nullable(),
  openedAt: z.number(),
  heardAt: z.number(),
  second: z.number(),
  messages: z.number(),
  frame: z.int().nonnegative(),
  wishes: z.object({
    threshold: z.number().optional(),
    limit: z.int().default(1),
    faces: z.enum(['all', 'largest']).default('all'),
    landmarks: z.boolean().default(false),
    detector: z.string().optional(),
  }),
})
export type StreamAttachment = z.infer<typeof streamAttachmentSchema>
