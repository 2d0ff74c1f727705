import { z } from 'zod'
import {
  canvasIdSchema,
  fileIdSchema,
  folderIdSchema,
  generationIdSchema,
  spaceIdSchema,
  tileIdSchema,
} from './ids.ts'
import { promptSchema } from './prompt.ts'

/** A small one while somebody types, the whole one when they stop. */
export const generationStages = ['preview', 'full', 'upscale'] as const

/**
 * `refused`: by the provider's safety filter. `interrupted`: the Worker ended while it waited, and
 * whether the provider made (and billed) it nobody knows; it is never begun again by itself.
 */
export const generationStates = [
  'queued',
  'running',
  'done',
  'failed',
  'refused',
  'over-budget',
  'cancelled',
  'interrupted',
] as const
export const generationStateSchema = z.enum(generationStates)
export type GenerationState = z.infer<typeof generationStateSchema>

/** Asks for a picture. The id is the client's: sent again, it answers what there is and makes nothing. */
export const makeGenerationSchema = z.strictObject({
  id: generationIdSchema,
  tile: tileIdSchema,
  stage: z.enum(generationStages),
  prompt: promptSchema,
  /** Runs of the same tile that nobody waits for any more end, on the server too. */
  replaces: z.array(generationIdSchema).max(20).default([]),
})
export type MakeGeneration = z.infer<typeof makeGenerationSchema>

export const generationViewSchema = z.object({
  id: generationIdSchema,
  canvas: canvasIdSchema,
  tile: tileIdSchema,
  stage: z.enum(generationStages),
  state: generationStateSchema,
  /** As it was asked for, with the model that was chosen: enough to make it again. */
  prompt: promptSchema,
  /** 0 to 1 where the provider says so, else null. */
  progress: z.number().min(0).max(1).nullable(),
  /** What the provider said, in words for a person; null where nothing went wrong. */
  reason: z.string().nullable(),
  /** Millionths of the currency in which the budget is counted; of an unknown price 0. */
  costMicros: z.int().nonnegative(),
  /** Where the picture is, for an hour; null until it is done. */
  url: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  isFavorite: z.boolean(),
  /** The file that was kept of it. */
  file: fileIdSchema.nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})
export type GenerationView = z.infer<typeof generationViewSchema>

export const generationListSchema = z.object({
  items: z.array(generationViewSchema),
  nextCursor: z.string().nullable(),
})

/** What one model can. A prompt with something it cannot is refused by name, never left out silently. */
export const studioModelSchema = z.object({
  /** `provider/model`. */
  name: z.string(),
  label: z.string(),
  sizes: z.array(z.tuple([z.int(), z.int()])).nullable(),
  minSide: z.int(),
  maxSide: z.int(),
  hasNegative: z.boolean(),
  hasSeed: z.boolean(),
  /** Null: it has a number of steps of its own. */
  steps: z.object({ min: z.int(), max: z.int(), usual: z.int() }).nullable(),
  maxReferences: z.int(),
  hasStrength: z.boolean(),
  hasMask: z.boolean(),
  /** The same prompt makes the same picture. */
  isRepeatable: z.boolean(),
  /** What a picture of 512×512 and one of 1024×1024 cost, in millionths; null: nobody said. */
  costMicros: z.object({ preview: z.int(), full: z.int() }).nullable(),
})
export type StudioModel = z.infer<typeof studioModelSchema>

/** `GET /api/studio/providers`. Without any the studio works with pictures of the library alone. */
export const studioProvidersSchema = z.object({
  models: z.array(studioModelSchema),
  /** Who rewrites prompts; null: nobody is configured. */
  promptWriter: z.string().nullable(),
  /** One line for a person: how one is added. Null where there is one. */
  howToAdd: z.string().nullable(),
})
export type StudioProviders = z.infer<typeof studioProvidersSchema>

/** Of today, by UTC. A call that would go over `limitMicros` is not made. */
export const studioBudgetSchema = z.object({
  limitMicros: z.int().nonnegative().nullable(),
  spentMicros: z.int().nonnegative(),
  /** Of runs that have not ended. */
  reservedMicros: z.int().nonnegative(),
  currency: z.string(),
  endsAt: z.string(),
})
export type StudioBudget = z.infer<typeof studioBudgetSchema>

/** `POST /api/studio/variations`: other words for the same picture, shown before anything is made. */
export const varyPromptSchema = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  count: z.int().min(1).max(6).default(4),
})
export const promptVariationsSchema = z.object({ prompts: z.array(z.string()) })

/** `POST /api/generations/{id}/keep`: the picture becomes a file of the library. Again: the same file. */
export const keepGenerationSchema = z.strictObject({
  spaceId: spaceIdSchema.nullable().default(null),
  folderId: folderIdSchema.nullable().default(null),
  name: z.string().trim().min(1).max(200).optional(),
})
