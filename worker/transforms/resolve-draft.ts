import type { FileId, Sha256 } from '#contracts/ids'
import { type OutputFormat, type Recipe, type RecipeOutput, recipeSchema } from '#contracts/recipe'
import type { Step } from '#contracts/recipe-steps'
import { AppError } from '../errors.ts'
import type { Draft, DraftOutput, DraftStep, SourceFacts } from './draft.ts'

/** What a picture of a format looks right at; PNG and GIF have no quality. */
const usualQuality = {
  jpeg: 80,
  webp: 78,
  avif: 55,
  png: 100,
  gif: 100,
} satisfies Record<OutputFormat, number>
const compressedQuality = {
  ...usualQuality,
  jpeg: 70,
  webp: 68,
  avif: 45,
} satisfies Record<OutputFormat, number>

const ownFormats: Readonly<Record<string, OutputFormat>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
}

/**
 * The recipe of a draft for one picture and one reader: `auto` is decided by the Accept header, what
 * was left open by the source, and watermarks by the hashes of their files (`hashOf`, which throws
 * for what the reader may not see).
 */
export function resolveDraft(
  draft: Draft,
  source: SourceFacts,
  accept: string,
  hashOf: (id: FileId) => Sha256,
): Recipe {
  const recipe = recipeSchema.safeParse({
    steps: draft.steps.map((step) => resolveStep(step, hashOf)),
    output: resolveOutput(draft.output, source, accept),
  })
  if (recipe.success) return recipe.data
  const [issue] = recipe.error.issues
  throw new AppError('validation_failed', `This is no picture: ${issue?.message}.`, {
    cause: recipe.error,
  })
}

function resolveStep(step: DraftStep, hashOf: (id: FileId) => Sha256): Step {
  return step.op === 'watermark-image' ? { ...step, image: hashOf(step.image) } : step
}

function resolveOutput(asked: DraftOutput, source: SourceFacts, accept: string): RecipeOutput {
  const format =
    asked.format === 'auto'
      ? bestFormat(source, accept)
      : (asked.format ?? ownFormats[source.mimeType] ?? 'jpeg')
  const qualities = asked.compress ? compressedQuality : usualQuality
  const isLossless = format === 'png' || format === 'gif'
  const moves = format === 'gif' || format === 'webp'
  return {
    format,
    quality: isLossless ? 100 : (asked.quality ?? qualities[format]),
    ...(asked.compress && { compress: true }),
    ...(asked.progressive && (format === 'jpeg' || format === 'png') && { progressive: true }),
    ...(asked.metadata && { metadata: asked.metadata }),
    ...(asked.maxBytes !== undefined && { maxBytes: asked.maxBytes }),
    ...(source.isAnimated && moves && !asked.firstFrame && { animated: true }),
  }
}

/** The smallest that the reader says to take; what moves stays moving. */
function bestFormat(source: SourceFacts, accept: string): OutputFormat {
  const takes = (format: OutputFormat) => acceptedTypes(accept).has(`image/${format}`)
  if (!source.isAnimated && takes('avif')) return 'avif'
  if (takes('webp')) return 'webp'
  if (source.mimeType === 'image/gif') return source.isAnimated ? 'gif' : 'png'
  return source.mimeType === 'image/png' ? 'png' : 'jpeg'
}

/** Media types of an Accept header that are not refused by `q=0`; wildcards promise nothing. */
function acceptedTypes(accept: string): Set<string> {
  const ranges = accept.toLowerCase().split(',')
  return new Set(
    ranges.flatMap((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
      return parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)) ? [] : [type]
    }),
  )
}
