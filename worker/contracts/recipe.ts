import { z } from 'zod'
import type { Sha256 } from './ids.ts'
import { stepSchema } from './recipe-steps.ts'
import type { RenditionName } from './renditions.ts'

export const outputFormats = ['webp', 'jpeg', 'png', 'avif', 'gif'] as const
export const outputFormatSchema = z.enum(outputFormats)
export type OutputFormat = z.infer<typeof outputFormatSchema>

export const maxSteps = 20
export const maxWatermarks = 4
export const minMaxBytes = 1_000
export const maxMaxBytes = 50_000_000

/** How the result is encoded. As with steps, a key stands only when it is not at its default. */
export const outputSchema = z.strictObject({
  format: outputFormatSchema,
  /**
   * `auto`: the lowest at which this very picture still looks like itself, which the engine finds.
   * PNG and GIF are lossless for it: there it changes nothing, and the parser writes 100.
   */
  quality: z.union([z.int().min(1).max(100), z.literal('auto')]),
  /** Spend more time on fewer bytes: mozjpeg, more effort, a palette in PNG. */
  compress: z.literal(true).optional(),
  /** Of JPEG and PNG only. */
  progressive: z.literal(true).optional(),
  /** Absent: what the source says of itself (EXIF, XMP, IPTC) is left out; colour is sRGB anyway. */
  metadata: z.literal('keep').optional(),
  /** Quality goes down until the result fits, never under 10; then it is `too_large`. */
  maxBytes: z.int().min(minMaxBytes).max(maxMaxBytes).optional(),
  /** All frames of an animated source, in GIF and WebP only; absent: the first one. */
  animated: z.literal(true).optional(),
})
export type RecipeOutput = z.infer<typeof outputSchema>

/**
 * A recipe is an ordered list of transforms in canonical form and how the result is encoded.
 * Two spellings of one picture parse to the same recipe, so it is made and stored once.
 */
export const recipeSchema = z
  .strictObject({ steps: z.array(stepSchema).max(maxSteps), output: outputSchema })
  .refine(
    ({ steps }) => steps.filter(({ op }) => op.startsWith('watermark')).length <= maxWatermarks,
    `at most ${maxWatermarks} watermarks`,
  )
export type Recipe = z.infer<typeof recipeSchema>

/** The pixels that a named rendition has to fit in; nothing is enlarged. */
export function renditionBox(name: RenditionName): { width: number; height: number } {
  return { width: Number(name), height: Number(name) }
}

/** The recipe behind a named rendition. Raising `pipelineVersion` is how these may change. */
export function renditionRecipe(name: RenditionName): Recipe & { output: { quality: number } } {
  return {
    steps: [{ op: 'resize', ...renditionBox(name), fit: 'inside' }],
    output: { format: 'webp', quality: name === '320' ? 74 : 80 },
  }
}

/**
 * One string per recipe: keys in the order of the schemas, no white space. Its SHA-256 names the
 * result. Throws a ZodError for what is no recipe.
 */
export function canonicalRecipe(recipe: Recipe): string {
  return JSON.stringify(recipeSchema.parse(recipe))
}

/** The pictures that a recipe draws over its source, each once, in the order in which they come. */
export function overlaysOf(recipe: Recipe): Sha256[] {
  const images = recipe.steps.flatMap((step) => (step.op === 'watermark-image' ? [step.image] : []))
  return [...new Set(images)]
}
