import type { PricedRequest, ProviderModel } from './generator.ts'

const withoutKnobs = {
  ...{ sizes: null, hasNegative: false, hasSeed: true, steps: null, maxReferences: 0 },
  ...{ hasStrength: false, hasMask: false, isRepeatable: true, referenceMaxSide: 1_600 },
}
const ofDiffusion = {
  ...withoutKnobs,
  ...{ minSide: 256, maxSide: 2_048, hasNegative: true, maxReferences: 1, hasStrength: true },
}

/** The image models of Workers AI that the studio knows, the one for as-you-type first. */
export function workersAiModels(priceOf: (request: PricedRequest) => number): ProviderModel[] {
  const models = {
    '@cf/black-forest-labs/flux-2-klein-4b': {
      ...withoutKnobs,
      // Examples have to be smaller than 512².
      ...{ label: 'FLUX.2 klein 4B', minSide: 256, maxSide: 1_920, maxReferences: 4 },
      referenceMaxSide: 511,
    },
    '@cf/black-forest-labs/flux-1-schnell': {
      ...withoutKnobs,
      // It takes neither size nor seed: what it makes cannot be made again.
      ...{ label: 'FLUX.1 schnell', minSide: 1_024, maxSide: 1_024, hasSeed: false },
      ...{ sizes: [[1_024, 1_024]] as [number, number][], isRepeatable: false },
      steps: { min: 1, max: 8, usual: 4 },
    },
    '@cf/bytedance/stable-diffusion-xl-lightning': {
      ...{ ...ofDiffusion, label: 'SDXL Lightning', hasMask: true },
      steps: { min: 1, max: 20, usual: 4 },
    },
    '@cf/lykon/dreamshaper-8-lcm': {
      ...{ ...ofDiffusion, label: 'DreamShaper 8 LCM', hasMask: true },
      steps: { min: 1, max: 20, usual: 8 },
    },
  }
  return Object.entries(models).map(([model, facts]) => {
    const cost = (side: number) =>
      priceOf({
        ...{ model, stage: 'full', width: side, height: side, steps: null, referenceCount: 0 },
      })
    const price = cost(1_024)
    return {
      ...facts,
      name: `workers-ai/${model}`,
      costMicros: price > 0 ? { preview: cost(512), full: price } : null,
    }
  })
}
