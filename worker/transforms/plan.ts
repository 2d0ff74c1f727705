import type { Recipe } from '#contracts/recipe'
import { type PixelSize, sizeAfter } from '#contracts/recipe-size'
import { maxPixels, maxSidePx } from '#contracts/recipe-steps'
import type { ExplainedTransform } from '#contracts/transforms'
import { AppError } from '../errors.ts'

/** Millions of pixels that one picture may take, over all of its steps. */
const maxMegapixels = 400

/**
 * Follows the size of the picture through the steps. Null when the size of the source is not known:
 * then the engine says. Throws `validation_failed` for what would be nothing, or too large.
 */
export function planCost(recipe: Recipe, source: PixelSize | null): ExplainedTransform['cost'] {
  if (source === null) return null
  let size = source
  let pixels = source.width * source.height
  for (const step of recipe.steps) {
    size = sizeAfter(size, step)
    if (size.width < 1 || size.height < 1) {
      const { width, height } = source
      const detail = `“crop” lies outside of the picture, which has ${width} × ${height} pixels.`
      throw new AppError('validation_failed', detail)
    }
    if (size.width > maxSidePx || size.height > maxSidePx || size.width * size.height > maxPixels) {
      const got = `“${nameOf(step.op)}” would make ${size.width} × ${size.height} pixels`
      throw new AppError(
        'validation_failed',
        `${got}; at most ${maxSidePx} a side and ${maxPixels / 1e6} million together are made.`,
      )
    }
    pixels += size.width * size.height
  }
  const megapixels = Math.round(pixels / 10_000) / 100
  if (megapixels <= maxMegapixels) return { megapixels, ...size }
  throw new AppError(
    'validation_failed',
    `These steps take ${megapixels} million pixels together; at most ${maxMegapixels} are done.`,
  )
}

function nameOf(op: string): string {
  return op === 'scale' ? 'resize' : op
}
