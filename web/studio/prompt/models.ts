import type { StudioModel } from '#contracts/generations'
import type { Prompt } from '#contracts/prompt'

/** The model of a prompt; without a name the first one. Undefined: it is not configured any more. */
export function modelOf(models: StudioModel[], name: string | null): StudioModel | undefined {
  return name === null ? models[0] : models.find((model) => model.name === name)
}

/**
 * The prompt as that model takes it: what it does not have is left out, and the size is the nearest
 * that it makes. Nothing is lost where the model has it too.
 */
export function fittedTo(prompt: Prompt, model: StudioModel): Prompt {
  const references = prompt.references.slice(0, model.maxReferences)
  const { steps } = model
  const hasPicture = references.length > 0
  return {
    ...prompt,
    ...nearestSize(model, prompt.width, prompt.height),
    model: prompt.model === null ? null : model.name,
    references,
    negative: model.hasNegative ? prompt.negative : null,
    steps: steps && prompt.steps !== null ? clamp(prompt.steps, steps.min, steps.max) : null,
    strength: model.hasStrength && hasPicture ? prompt.strength : null,
    mask: model.hasMask && hasPicture ? prompt.mask : null,
  }
}

/** What a model has not, each as a sentence for a person. */
export function missingIn(model: StudioModel): string[] {
  return [
    ...(model.hasNegative ? [] : ['It takes no words for what is not to be seen.']),
    ...(model.hasSeed ? [] : ['It chooses its own seed, so pictures change more than the words.']),
    ...(model.steps ? [] : ['It chooses its own number of steps.']),
    ...(model.maxReferences > 0 ? [] : ['It takes no pictures as references.']),
    ...(model.maxReferences > 0 && !model.hasStrength ? ['It decides how near it stays.'] : []),
    ...(model.maxReferences > 0 && !model.hasMask ? ['It paints over whole pictures only.'] : []),
  ]
}

export interface Size {
  width: number
  height: number
}

const shapes = [
  { name: 'Square', ratio: [1, 1] },
  { name: 'Portrait', ratio: [3, 4] },
  { name: 'Tall', ratio: [9, 16] },
  { name: 'Landscape', ratio: [4, 3] },
  { name: 'Wide', ratio: [16, 9] },
] as const

/** The shapes that are offered for a model: its own sizes, or usual ones of about a million pixels. */
export function sizesFor(model: StudioModel): (Size & { name: string })[] {
  if (model.sizes) {
    return model.sizes.map(([width, height]) => ({ width, height, name: shapeName(width, height) }))
  }
  return shapes.map(({ name, ratio: [across, down] }) => {
    const scale = Math.min(
      Math.sqrt((1_024 * 1_024) / (across * down)),
      model.maxSide / Math.max(across, down),
    )
    const side = (units: number) =>
      clamp(Math.round((units * scale) / 64) * 64, model.minSide, model.maxSide)
    return { name, width: side(across), height: side(down) }
  })
}

/** The size of a model that is most like the one asked for. */
export function nearestSize(model: StudioModel, width: number, height: number): Size {
  if (!model.sizes) {
    return {
      width: clamp(width, model.minSide, model.maxSide),
      height: clamp(height, model.minSide, model.maxSide),
    }
  }
  const unlike = ([w, h]: readonly [number, number]) =>
    Math.abs(Math.log(w / h / (width / height))) * 4 +
    Math.abs(Math.log((w * h) / (width * height)))
  const best = model.sizes.toSorted((one, other) => unlike(one) - unlike(other))[0]
  return best ? { width: best[0], height: best[1] } : { width, height }
}

/** `Square`, `Landscape` and so on: the shape that a size is nearest to. */
export function shapeName(width: number, height: number): string {
  const away = ([across, down]: readonly [number, number]) =>
    Math.abs(Math.log(width / height / (across / down)))
  const [best] = shapes.toSorted((one, other) => away(one.ratio) - away(other.ratio))
  return best?.name ?? 'Square'
}

/** What a picture is expected to cost, in millionths; null where nobody said. */
export function costOf(
  model: StudioModel | undefined,
  stage: 'preview' | 'full',
  { width, height }: Size,
): number | null {
  if (!model?.costMicros) return null
  if (stage === 'preview') return model.costMicros.preview
  // Told for 1024×1024; what is larger is not cheaper.
  const share = Math.max(1, (width * height) / (1_024 * 1_024))
  return Math.ceil(model.costMicros.full * share)
}

/** `$0.0034`, `$1.20`: two figures that say something, never rounded to nothing. */
export function moneyInWords(micros: number, currency: string): string {
  const value = micros / 1_000_000
  const digits = value === 0 || value >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(value)))
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: Math.max(2, digits),
  }).format(value)
}

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))
