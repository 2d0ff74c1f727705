import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { fileIdSchema, folderIdSchema, savedSearchIdSchema, spaceIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** How long a query may be, in UTF-16 code units. */
export const maxQueryLength = 500

const queryTextSchema = z
  .string()
  .trim()
  .max(maxQueryLength, `at most ${maxQueryLength} characters`)

/**
 * Words, `"phrases"`, `-without`, and `tag:` `folder:` `place:` `camera:` `person:` `type:` `before:`
 * `after:` `is:`. Without `space` and `folder` it is everything that the caller may see.
 */
export const searchQuerySchema = z
  .object({
    q: queryTextSchema.default(''),
    /** Pictures that look like this one; with `q` those of them for which the words hold too. */
    like: fileIdSchema.optional(),
    space: spaceIdSchema.optional(),
    folder: folderIdSchema.optional(),
    /** `true` while somebody still types: no model is asked for a text that it has not read before. */
    typing: z.enum(['true', 'false']).default('false'),
    cursor: z.string().max(2_000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(({ q, like }) => q !== '' || like !== undefined, {
    path: ['q'],
    error: 'say what to look for',
  })
export type SearchQuery = z.infer<typeof searchQuerySchema>

/**
 * Where words stand: `objects` are what a detector saw, with its colours; `text` was read in the
 * picture; `folder` is the folder or an album.
 */
export const wordSources = [
  ...(['name', 'tags', 'objects', 'text', 'description'] as const),
  ...(['place', 'camera', 'folder', 'people'] as const),
] as const
export type WordSource = (typeof wordSources)[number]

/**
 * Why a file was found: by words, by what the picture looks like, by what its caption means, by the
 * likeness to a picture.
 */
export const searchSources = [...wordSources, 'semantic', 'caption', 'similar'] as const
export const searchSourceSchema = z.enum(searchSources)
export type SearchSource = z.infer<typeof searchSourceSchema>

/**
 * `words` as they stand there: `dogs` where `dog` was asked for; none where no word was found but the
 * picture itself (`semantic`, `similar`). `means` is the word that was asked for when what stands there
 * is another name for it or a kind of it (`animal` for `dog`), else null.
 */
export const searchReasonSchema = z.object({
  source: searchSourceSchema,
  words: z.array(z.string()),
  means: z.string().nullable(),
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
 * Whether pictures themselves were compared with what was asked for.
 *
 * | state | meaning |
 * |---|---|
 * | used | they were; what was too little alike was left out |
 * | no_model | there is no model that could, so these are words only |
 * | home_away | the home node, which has the model, did not answer in time |
 * | nothing_indexed | nothing that was searched was looked at by the model yet |
 * | failed | the vectors could not be searched just now, so these are words only |
 * | not_asked | there was nothing to compare: only filters, or still `typing` |
 */
export const semanticStates = [
  ...(['used', 'no_model', 'home_away', 'nothing_indexed', 'failed', 'not_asked'] as const),
] as const
export const semanticSchema = z.object({
  state: z.enum(semanticStates),
  /** Model and pipeline (`clip-vit-b32@1`), if one was used. */
  model: z.string().nullable(),
})
export type Semantic = z.infer<typeof semanticSchema>

/**
 * `words` are those that were looked for, after the small ones were left out; `widened` the tags by
 * which some of them were found too (`animal`: `cat`, `dog`); `filters` what else had to hold, as it was
 * understood. `matched` tells whether each result that words found has all of them or only some,
 * because no file has all.
 */
export const searchPageSchema = z.object({
  items: z.array(searchResultSchema),
  words: z.array(z.string()),
  widened: z.array(z.object({ word: z.string(), tags: z.array(z.string()) })),
  filters: z.array(z.object({ key: z.string(), value: z.string(), negated: z.boolean() })),
  matched: z.enum(['all', 'some']),
  semantic: semanticSchema,
  nextCursor: z.string().nullable(),
})
export type SearchPage = z.infer<typeof searchPageSchema>

const savedNameSchema = z
  .string()
  .transform((name) => name.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, 'A saved search has a name.')
      .max(200, 'The name of a saved search has at most 200 characters.')
      .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'The name holds characters that cannot be seen.'),
  )

/** `POST /api/search/saved`: one's own, of one space or one folder or of everything that one sees. */
export const saveSearchSchema = z
  .strictObject({
    name: savedNameSchema,
    query: queryTextSchema,
    spaceId: spaceIdSchema.nullable().default(null),
    folderId: folderIdSchema.nullable().default(null),
    /** What results look like; with `query` those of them for which the words hold too. */
    likeFileId: fileIdSchema.nullable().default(null),
  })
  .refine(({ query, likeFileId }) => query !== '' || likeFileId !== null, {
    path: ['query'],
    error: 'say what to look for',
  })
export type SaveSearch = z.infer<typeof saveSearchSchema>

/** `PATCH /api/search/saved/:id`. */
export const renameSavedSearchSchema = z.strictObject({ name: savedNameSchema })
export type RenameSavedSearch = z.infer<typeof renameSavedSearchSchema>

export const savedSearchSchema = z.object({
  id: savedSearchIdSchema,
  name: z.string(),
  query: z.string(),
  spaceId: spaceIdSchema.nullable(),
  folderId: folderIdSchema.nullable(),
  likeFileId: fileIdSchema.nullable(),
  createdAt: z.iso.datetime(),
})
export type SavedSearch = z.infer<typeof savedSearchSchema>

/** All of a user's, by name. */
export const savedSearchesSchema = z.object({ items: z.array(savedSearchSchema) })
export type SavedSearches = z.infer<typeof savedSearchesSchema>

/** `GET /api/search/saved/:id/files` answers a list of files, the best first. */
export const savedSearchFilesQuerySchema = pageQuerySchema
export type SavedSearchFilesQuery = z.infer<typeof savedSearchFilesQuerySchema>
