import { z } from 'zod'
import { commentIdSchema, fileIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

export const commentMaxLength = 2_000

/** Plain text: it is shown as it is typed, lines kept. */
export const writeCommentSchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, 'Write something first.')
    .max(commentMaxLength, `A comment has at most ${commentMaxLength} characters.`),
})
export type WriteComment = z.infer<typeof writeCommentSchema>

/** Times are ISO 8601 in UTC. */
export const commentViewSchema = z.object({
  id: commentIdSchema,
  fileId: fileIdSchema,
  /** A username. */
  by: z.string(),
  isOwn: z.boolean(),
  /** Whether whoever asks may take it away: their own, and all where they administer the space. */
  canDelete: z.boolean(),
  text: z.string(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
})
export type CommentView = z.infer<typeof commentViewSchema>

export const remarksQuerySchema = pageQuerySchema

/** What people say about one file: the latest comments first and who likes it. */
export const remarksSchema = z.object({
  comments: z.array(commentViewSchema),
  nextCursor: z.string().nullable(),
  hearts: z.object({
    count: z.int().nonnegative(),
    isOwn: z.boolean(),
    /** Usernames of others, at most twenty. */
    by: z.array(z.string()),
  }),
})
export type Remarks = z.infer<typeof remarksSchema>
