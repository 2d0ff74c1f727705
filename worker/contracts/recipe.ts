import { z } from 'zod'
import type { RenditionName } from './renditions.ts'

/** Largest picture any engine may decode: 100 megapixels, 12,000 pixels a side ([security.md] A49). */
export const maxPixels = 100_000_000
export const maxSidePx = 12_000

export const resizeStepSchema = z.strictObject({
  op: z.literal('resize'),
  /** Bounding box in pixels; the aspect is kept and nothing is enlarged. */
  width: z.int().min(1).max(maxSidePx),
  height: z.int().min(1).max(maxSidePx),
  fit: z.literal('inside'),
})

/**
 * A recipe is an ordered list of transforms in canonical form and how the result is encoded.
 * Two spellings of one picture parse to the same recipe, so it is made and stored once.
 */
export const recipeSchema = z.strictObject({
  steps: z.array(resizeStepSchema).max(20),
  output: z.strictObject({
    format: z.enum(['webp', 'jpeg', 'png', 'avif']),
    quality: z.int().min(1).max(100),
  }),
})
export type Recipe = z.infer<typeof recipeSchema>

/** The recipe behind a named rendition. Raising `pipelineVersion` is how these may change. */
export function renditionRecipe(name: RenditionName): Recipe {
  const side = Number(name)
  return {
    steps: [{ op: 'resize', width: side, height: side, fit: 'inside' }],
    output: { format: 'webp', quality: name === '320' ? 74 : 80 },
  }
}

/** One string per recipe: keys in a fixed order, no white space. Its SHA-256 names the result. */
export function canonicalRecipe(recipe: Recipe): string {
  return JSON.stringify({
    steps: recipe.steps.map(({ op, width, height, fit }) => ({ op, width, height, fit })),
    output: { format: recipe.output.format, quality: recipe.output.quality },
  })
}
