import type { PictureBytes, PictureRequest, ProviderModel } from './generator.ts'
import { type Prices, priceOf } from './prices.ts'

export interface FalModel extends ProviderModel {
  /** The endpoint that takes an example picture; null: none does. */
  imageToImage: string | null
}

/** What differs between fal's models; one that is not here makes pictures of words, size and seed. */
const known: Record<string, Partial<Pick<FalModel, 'steps' | 'hasNegative' | 'imageToImage'>>> = {
  'fal-ai/flux/schnell': { steps: { min: 1, max: 12, usual: 4 } },
  'fal-ai/flux/dev': {
    steps: { min: 1, max: 50, usual: 28 },
    imageToImage: 'fal-ai/flux/dev/image-to-image',
  },
  'fal-ai/fast-sdxl': {
    steps: { min: 1, max: 65, usual: 25 },
    hasNegative: true,
    imageToImage: 'fal-ai/fast-sdxl/image-to-image',
  },
}

export function falModel(model: string, prices: Prices): FalModel {
  const { steps = null, hasNegative = false, imageToImage = null } = known[model] ?? {}
  const name = `fal/${model}`
  const price = (side: number) => priceOf(prices, name, side * side)
  return {
    ...{ name, label: model.replace(/^fal-ai\//, ''), sizes: null, minSide: 256, maxSide: 2_048 },
    ...{ hasNegative, hasSeed: true, steps, imageToImage, hasMask: false, isRepeatable: true },
    maxReferences: imageToImage === null ? 0 : 1,
    hasStrength: imageToImage !== null,
    costMicros: price(1_024) > 0 ? { preview: price(512), full: price(1_024) } : null,
    referenceMaxSide: 1_600,
  }
}

/** The input of a model, as fal's schemas name it. */
export function toInput(request: PictureRequest): Record<string, unknown> {
  const { text, negative, width, height, seed, steps, strength, references } = request
  const [reference] = references
  return {
    ...{ prompt: text, seed, num_images: 1, output_format: 'png', enable_safety_checker: true },
    image_size: { width, height },
    ...(negative === null ? {} : { negative_prompt: negative }),
    ...(steps === null ? {} : { num_inference_steps: steps }),
    ...(reference && { image_url: dataUrl(reference), strength: strength ?? 0.85 }),
  }
}

function dataUrl({ bytes, mimeType }: PictureBytes): string {
  return `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
}
