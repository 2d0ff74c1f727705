import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { folderIdSchema, spaceIdSchema } from './ids.ts'

/**
 * Words, `"phrases"`, `-without`, and `tag:` `folder:` `place:` `camera:` `type:` `before:` `after:`
 * `is:`. Without `space` and `folder` it is everything that the caller may see.
 */
export const searchQuerySchema = z.object({
  q: z.string().trim().min(1, 'say what to look for').max(500, 'at most 500 characters'),
  space: spaceIdSchema.optional(),
  folder: folderIdSchema.optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type SearchQuery = z.infer<typeof searchQuerySchema>

/** Where words were found. */
export const searchSources = ['name', 'tags', 'description', 'place', 'camera', 'folder'] as const
export const searchSourceSchema = z.enum(searchSources)
export type SearchSource = z.infer<typeof searchSourceSchema>

/** Words as they stand there: `dogs` where `dog` was asked for. */
export const searchReasonSchema = z.object({
  source: searchSourceSchema,
  words: z.array(z.string()).min(1),
})
export type SearchReason = z.infer<typeof searchReasonSchema>

/**
 * `score` is from 0 to 1: how much of what was asked for was found, and where; it is no probability.
 * `why` is empty where only filters were asked for.
 */
export const searchResultSchema = z.object({
  file: fileViewSchema,
  score: z.number().min(0).max(1),
  why: z.array(searchReasonSchema),
})
export type SearchResult = z.infer<typeof searchResultSchema>

/**
 * `words` are those that were looked for, after the small ones were left out; `filters` what else had
 * to hold, as it was understood. `matched` tells whether each result has all words or only some,
 * because no file has all of them.
 */
export const searchPageSchema = z.object({
  items: z.array(searchResultSchema),
  words: z.array(z.string()),
  filters: z.array(z.object({ key: z.string(), value: z.string(), negated: z.boolean() })),
  matched: z.enum(['all', 'some']),
  nextCursor: z.string().nullable(),
})
export type SearchPage = z.infer<typeof searchPageSchema>
