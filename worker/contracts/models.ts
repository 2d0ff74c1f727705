import { z } from 'zod'

/** Models that are not shipped and have to be fetched by the home node. */
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/)
export type ModelId = z.infer<typeof modelIdSchema>

/** Model and pipeline (`clip-vit-b32@1`). Vectors of different names are never compared. */
export const embeddingModelSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}@\d{1,3}$/)

/**
 * | state | meaning |
 * |---|---|
 * | missing | not fetched, or only in part: `receivedBytes` are kept |
 * | fetching | on its way |
 * | failed | `note` says why; fetching again goes on where it broke off |
 * | broken | its files are there and are not those that were pinned |
 * | ready | there, and its hashes were checked |
 */
export const modelStates = ['missing', 'fetching', 'failed', 'broken', 'ready'] as const

export const modelViewSchema = z.object({
  id: modelIdSchema,
  /** For people: `CLIP ViT-B/32`. */
  name: z.string(),
  /** What it is for, in a few words. */
  about: z.string(),
  licence: z.string(),
  dimensions: z.int().positive(),
  sizeBytes: z.int().positive(),
  receivedBytes: z.int().nonnegative(),
  state: z.enum(modelStates),
  note: z.string().nullable(),
  /** It is being fetched, or its files are being checked: a ready one is used meanwhile. */
  isBusy: z.boolean(),
  /** The one by which pictures are embedded and searched. */
  isChosen: z.boolean(),
})
export type ModelView = z.infer<typeof modelViewSchema>

/**
 * What can be done with a model. `fetch` goes on where it broke off; `verify` takes the hashes of its
 * files again; only a model that is ready is chosen.
 */
export const modelActionSchema = z.enum(['fetch', 'cancel', 'verify', 'choose'])
export type ModelAction = z.infer<typeof modelActionSchema>

export const modelListSchema = z.object({ models: z.array(modelViewSchema) })
export type ModelList = z.infer<typeof modelListSchema>

/** `GET /api/models`: whether pictures can be found by what they show, and what is missing for it. */
export const semanticSearchSchema = z.object({
  /** Of the chosen model; `offline`: the home node is away, which knows. */
  state: z.enum([...modelStates, 'offline']),
  model: modelViewSchema
    .pick({ id: true, name: true, sizeBytes: true, receivedBytes: true, note: true })
    .nullable(),
})
export type SemanticSearch = z.infer<typeof semanticSearchSchema>
