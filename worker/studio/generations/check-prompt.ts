import type { StudioModel } from '#contracts/generations'
import type { Prompt } from '#contracts/prompt'
import { AppError } from '../../errors.ts'

/** Throws `validation_failed` for a prompt with something that the model cannot, by its name. */
export function checkPrompt(prompt: Prompt, model: StudioModel): void {
  const { sizes, minSide, maxSide } = model
  const refuse = (what: string) => {
    throw new AppError('validation_failed', `${model.label} ${what}`)
  }
  if (prompt.text === '') throw new AppError('validation_failed', 'The prompt has no words yet.')
  const { width, height } = prompt
  if (sizes && !sizes.some(([w, h]) => w === width && h === height)) {
    refuse(`makes pictures of ${sizes.map(([w, h]) => `${w}×${h}`).join(', ')} only.`)
  }
  if (Math.min(width, height) < minSide || Math.max(width, height) > maxSide) {
    refuse(`makes pictures with sides of ${minSide} to ${maxSide} pixels.`)
  }
  if (prompt.negative && !model.hasNegative) refuse('has no negative prompt.')
  const { steps } = prompt
  if (steps !== null && !model.steps) refuse('has a number of steps of its own.')
  if (steps !== null && model.steps && (steps < model.steps.min || steps > model.steps.max)) {
    refuse(`takes ${model.steps.min} to ${model.steps.max} steps.`)
  }
  if (prompt.references.length > model.maxReferences) {
    const { maxReferences: max } = model
    refuse(max === 0 ? 'takes no example pictures.' : `takes at most ${max} example pictures.`)
  }
  if (prompt.strength !== null && !model.hasStrength) refuse('has no strength.')
  if (prompt.strength !== null && prompt.references.length === 0) {
    throw new AppError('validation_failed', 'A strength is of an example picture: there is none.')
  }
  if (prompt.mask !== null && !model.hasMask) refuse('paints over no part of a picture.')
  if (prompt.mask !== null && prompt.references.length === 0) {
    throw new AppError('validation_failed', 'A mask is of an example picture: there is none.')
  }
}

const previewGrid = 64
const previewMin = 256

/**
 * The pixels that are asked for: of a preview half the sides, on a grid that models know, where the
 * model makes pictures of such sizes.
 */
export function sizeFor(
  stage: 'preview' | 'full',
  { width, height }: Pick<Prompt, 'width' | 'height'>,
  { sizes, minSide }: Pick<StudioModel, 'sizes' | 'minSide'>,
): { width: number; height: number } {
  if (stage === 'full' || sizes !== null) return { width, height }
  const least = Math.max(previewMin, Math.ceil(minSide / previewGrid) * previewGrid)
  const half = (side: number) =>
    Math.min(side, Math.max(least, Math.round(side / 2 / previewGrid) * previewGrid))
  return { width: half(width), height: half(height) }
}
