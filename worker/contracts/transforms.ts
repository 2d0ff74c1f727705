import { z } from 'zod'
import { fileIdSchema, sha256Schema } from './ids.ts'
import { recipeSchema } from './recipe.ts'

/** Engines that make pictures. */
export const transformEngines = ['home'] as const

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
  engine: z.enum(transformEngines),
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
