import { z } from 'zod'
import { fileIdSchema, spaceIdSchema } from './ids.ts'
import { tagLabelSchema } from './metadata.ts'
import { pageQuerySchema } from './paging.ts'

/** What a file has of tags by hand, at most. */
export const maxHandTags = 50

/** `PUT /api/files/:id/tags`: all tags by hand of a file; those of engines stay as they are. */
export const setTagsSchema = z.strictObject({ tags: z.array(tagLabelSchema).max(maxHandTags) })

/**
 * `PUT /api/files/:id/tags/:tag`. Confirmed: it counts as by hand from now on, whatever engines say.
 * Removed: it goes, and no engine brings it back. `DELETE` takes the decision back.
 */
export const decideTagSchema = z.strictObject({ decision: z.enum(['confirmed', 'removed']) })
export type TagDecision = z.infer<typeof decideTagSchema>['decision']

/** Whose tags; the personal space's when it is not said. */
const space = spaceIdSchema.optional()

/**
 * `GET /api/tags`: the tags of a space with how many living files have each, in the order of the
 * labels, or those of most files first.
 */
export const tagListQuerySchema = pageQuerySchema.extend({
  space,
  sort: z.enum(['name', 'files']).default('name'),
  /** Only labels with this in them. */
  q: tagLabelSchema.optional(),
})
export type TagListQuery = z.infer<typeof tagListQuerySchema>

/** `GET /api/tags/:tag/files`: by cursor, or instead by page number, up to `page * limit` = 10,000. */
export const tagFilesQuerySchema = pageQuerySchema.extend({
  space,
  page: z.coerce.number().int().min(1).optional(),
})
export type TagFilesQuery = z.infer<typeof tagFilesQuerySchema>

export const tagCountSchema = z.object({
  tag: z.string(),
  files: z.int().positive(),
  /** How many of them have it by hand; the others only by an engine. */
  byHand: z.int().nonnegative(),
  /** The latest of its files. */
  cover: z.object({
    fileId: fileIdSchema,
    thumbhash: z.string().nullable(),
    thumbUrl: z.string().nullable(),
  }),
})
export type TagCount = z.infer<typeof tagCountSchema>

/** A tag that was renamed, merged or deleted, and that many files still have. */
export const changingTagSchema = z.object({
  tag: z.string(),
  into: z.string().nullable(),
  filesLeft: z.int().nonnegative(),
})
export type ChangingTag = z.infer<typeof changingTagSchema>

export const tagListSchema = z.object({
  items: z.array(tagCountSchema),
  nextCursor: z.string().nullable(),
  changing: z.array(changingTagSchema),
})
export type TagList = z.infer<typeof tagListSchema>

const someTags = z.array(tagLabelSchema).min(1).max(50)

/** `PATCH /api/tags/:tag`: to a name that no tag of the space has. */
export const renameTagSchema = z.strictObject({ name: tagLabelSchema, space })
/** `POST /api/tags/merge`: all of them become one, which may be one of them. */
export const mergeTagsSchema = z.strictObject({ tags: someTags, into: tagLabelSchema, space })
/** `POST /api/tags/delete`: from every file of the space, and engines say them there no more. */
export const deleteTagsSchema = z.strictObject({ tags: someTags, space })

/** How many files had these tags, and for how many it is still to be done, which goes on by itself. */
export const changedTagsSchema = z.object({
  files: z.int().nonnegative(),
  filesLeft: z.int().nonnegative(),
})
export type ChangedTags = z.infer<typeof changedTagsSchema>
