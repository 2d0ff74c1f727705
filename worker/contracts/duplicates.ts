import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { duplicateGroupIdSchema, fileIdSchema, spaceIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** `GET /api/duplicates`: groups of pictures that look alike, those that grew last first. */
export const duplicatesQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  /** Whose pictures; the personal space's when it is not said. */
  space: spaceIdSchema.optional(),
})
export type DuplicatesQuery = z.infer<typeof duplicatesQuerySchema>

/** At most this many files of a group are listed; `total` tells how many it has. */
export const maxGroupFiles = 40

/** Why a file is the one to keep: what sets it before the others. */
export const keepReasons = ['most_pixels', 'most_bytes', 'oldest'] as const
export const keepReasonSchema = z.enum(keepReasons)
export type KeepReason = z.infer<typeof keepReasonSchema>

export const duplicateFileSchema = fileViewSchema.extend({
  /** Of the folder in which it lies; null at the top of the space. */
  folderName: z.string().nullable(),
})
export type DuplicateFile = z.infer<typeof duplicateFileSchema>

export const duplicateGroupSchema = z.object({
  id: duplicateGroupIdSchema,
  /** The one to keep first, and then in the order in which one would keep them. */
  files: z.array(duplicateFileSchema).min(1),
  total: z.int().positive(),
  reason: keepReasonSchema,
})
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>

export const duplicatesSchema = z.object({
  items: z.array(duplicateGroupSchema),
  nextCursor: z.string().nullable(),
})
export type Duplicates = z.infer<typeof duplicatesSchema>

/**
 * `PUT /api/duplicates/:groupId`: these files of it are no duplicates, or are to be looked at again.
 * A reviewed group is shown again only when a picture comes that is like it.
 */
export const reviewDuplicatesSchema = z.strictObject({
  fileIds: z.array(fileIdSchema).min(1).max(500),
  areDistinct: z.boolean(),
})
export type ReviewDuplicates = z.infer<typeof reviewDuplicatesSchema>
