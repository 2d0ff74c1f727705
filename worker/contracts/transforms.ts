import { z } from 'zod'
import { fileIdSchema, folderIdSchema, jobIdSchema, sha256Schema } from './ids.ts'
import { imageMakers } from './image-engine.ts'
import { recipeSchema } from './recipe.ts'

/** Who is to make pictures; see TRANSFORM_ENGINE. */
export const transformEngineChoices = ['auto', 'home', 'edge'] as const
export type TransformEngineChoice = (typeof transformEngineChoices)[number]

/**
 * `GET /api/images/:id/transform?…&explain=1`: what the parameters mean for this picture, without
 * making it.
 */
export const explainedTransformSchema = z.object({
  recipe: recipeSchema,
  /** SHA-256 of the canonical recipe: the ETag of the picture, and its name in storage. */
  hash: sha256Schema,
  /** The same in the shortest words of the grammar, as a query. */
  query: z.string(),
  /** Who would make it now. */
  engine: z.enum(imageMakers),
  /** Why that one. */
  why: z.string(),
  /** What Cloudflare Images would bill: 0 when the home node makes it. */
  transformations: z.int().nonnegative(),
  /** Whether it was made before: then no engine is asked. */
  stored: z.boolean(),
  /** Null while the size of the source is not known. */
  cost: z
    .object({
      /** Millions of pixels that are read, and that the steps make together. */
      megapixels: z.number().nonnegative(),
      width: z.int().positive(),
      height: z.int().positive(),
    })
    .nullable(),
  file: fileIdSchema,
})
export type ExplainedTransform = z.infer<typeof explainedTransformSchema>

/**
 * `GET /api/images/:id/transform?…&async=1` (or `Prefer: respond-async`) of a picture that is not there
 * yet answers 202 with this; so does `GET /api/images/:id/transform/jobs/:job`.
 */
export const queuedTransformSchema = z.object({
  job: jobIdSchema,
  /** `waiting` also while the home node is away; then `note` says so. */
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  /** Why it waits or failed, in a sentence. */
  note: z.string().nullable(),
  /** Where to ask how it goes. */
  status: z.string(),
  /** Where the picture is, when it is ready. */
  picture: z.string(),
})
export type QueuedTransform = z.infer<typeof queuedTransformSchema>

export const maxPresetsPerSpace = 100
export const presetNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'A name has a to z, 0 to 9 and hyphens between them.',
  )

/** A recipe that a space has given a name: `preset=name` stands for its parameters. */
export const presetViewSchema = z.object({
  name: presetNameSchema,
  /** Parameters of the grammar, as in a query. */
  query: z.string(),
  updatedAt: z.string(),
})
export type PresetView = z.infer<typeof presetViewSchema>

export const presetListSchema = z.object({ items: z.array(presetViewSchema) })

export const putPresetSchema = z.strictObject({
  query: z.string().trim().min(1, 'A preset says something.').max(2_000),
})

/** `POST /api/images/:id/transform`: the made picture as a file of its own, beside its source. */
export const keepTransformSchema = z.strictObject({
  /** Parameters of the grammar, as in a query. */
  query: z.string().trim().min(1, 'Say what to make of it.').max(6_000),
  /** The source's name with “(edited)” when it is not said. */
  name: z.string().trim().min(1).max(255).optional(),
  /** Null: at the top of the space. The folder of the source when it is not said. */
  folder: folderIdSchema.nullable().optional(),
})
export type KeepTransform = z.infer<typeof keepTransformSchema>

/** `POST /api/images/:id/transform/link`: an address of the made picture that asks for no session. */
export const linkTransformSchema = z.strictObject({
  query: keepTransformSchema.shape.query,
  /** From a minute to a week; an hour when it is not said. */
  expiresInSeconds: z.int().min(60).max(604_800).default(3_600),
})

export const transformLinkSchema = z.object({ url: z.string(), expiresAt: z.string() })
export type TransformLink = z.infer<typeof transformLinkSchema>
