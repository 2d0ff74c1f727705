import { z } from 'zod'
import {
  askProvider,
  failureOf,
  malformed,
  type Provider,
  type Refusal,
  readJson,
} from './ask-provider.ts'
import type {
  Generator,
  PictureBytes,
  PictureRequest,
  PricedRequest,
  ProviderModel,
} from './generator.ts'
import { fromBase64, requirePicture } from './picture-bytes.ts'
import { type Prices, priceOf } from './prices.ts'

export interface OpenAiSettings {
  /** Null: the server wants none, as one's own often does. */
  apiKey: string | null
  baseUrl: string
  imageModels: string[]
  prices: Prices
  timeoutMs?: number
}

/** OpenAI's own models take these sizes and no others, and no seed. */
const ownSizes: [number, number][] = [
  [1_024, 1_024],
  [1_536, 1_024],
  [1_024, 1_536],
]
/**
 * What a picture of 1,024² costs by OpenAI's list of 2026, in millionths of a dollar; the wider ones
 * cost half as much again. A preview is asked for in low quality.
 */
const ownPrices: Record<string, { preview: number; full: number }> = {
  'gpt-image-1': { preview: 11_000, full: 42_000 },
  'gpt-image-1-mini': { preview: 5_000, full: 11_000 },
  'gpt-image-1.5': { preview: 9_000, full: 34_000 },
}
const isOwn = (model: string) => model.startsWith('gpt-image-')

const answerSchema = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1), seed: z.int().optional() })).min(1),
})
const errorSchema = z.object({
  error: z.object({ message: z.string(), code: z.string().nullish() }),
})
const refusals: Record<string, NonNullable<Refusal['code']>> = {
  moderation_blocked: 'refused',
  content_policy_violation: 'refused',
  insufficient_quota: 'out-of-credit',
  billing_hard_limit_reached: 'out-of-credit',
}

/**
 * OpenAI's `images/generations` and `images/edits`, and whoever else speaks them: a server on a home
 * GPU is used by its base URL. Those take size, seed, steps and a negative prompt as most of them
 * understand them (LocalAI, stable-diffusion.cpp); OpenAI itself gets none of these.
 */
export function makeOpenAiGenerator(settings: OpenAiSettings): Generator {
  const provider = providerOf(settings)
  return {
    name: 'openai',
    models: settings.imageModels.map((model) => toModel(model, settings.prices)),
    priceMicros: (request) => priceMicros(request, settings.prices),
    async generate(request, { signal }) {
      const answer = await askProvider(provider, signal, (either) => {
        const path = request.references.length > 0 ? 'images/edits' : 'images/generations'
        return fetch(`${settings.baseUrl}/${path}`, {
          method: 'POST',
          headers: headersOf(settings, request.references.length === 0),
          body: request.references.length > 0 ? toForm(request) : JSON.stringify(toFields(request)),
          // A server that sends its callers elsewhere would be handed the key there.
          redirect: 'manual',
          signal: either,
        })
      })
      if (answer.status !== 200) throw failureOf(provider, answer, refusalIn(answer.bytes))
      const parsed = answerSchema.safeParse(readJson(provider, answer))
      const [first] = parsed.data?.data ?? []
      if (!first) throw malformed(provider, parsed.error)
      const picture = await requirePicture(provider, fromBase64(first.b64_json))
      return { ...picture, seed: first.seed ?? null, costMicros: null }
    },
  }
}

export function providerOf(settings: Omit<OpenAiSettings, 'imageModels' | 'prices'>): Provider {
  const { hostname } = new URL(settings.baseUrl)
  return {
    label: hostname === 'api.openai.com' ? 'OpenAI' : hostname,
    secrets: [settings.apiKey ?? ''],
    timeoutMs: settings.timeoutMs ?? 180_000,
  }
}

export function headersOf({ apiKey }: Pick<OpenAiSettings, 'apiKey'>, isJson: boolean) {
  return {
    ...(isJson ? { 'Content-Type': 'application/json' } : {}),
    ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
  }
}

export function refusalIn(bytes: Uint8Array): Refusal {
  try {
    const { error } = errorSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    return { code: refusals[error.code ?? ''] ?? null, reason: error.message }
  } catch {
    return { code: null, reason: null }
  }
}

function toModel(model: string, prices: Prices): ProviderModel {
  const own = isOwn(model)
  const cost = (stage: 'preview' | 'full', side: number) => {
    const asked = { model, stage, width: side, height: side, steps: null, referenceCount: 0 }
    return priceMicros(asked, prices)
  }
  const isPriced = cost('full', 1_024) > 0
  return {
    name: `openai/${model}`,
    label: model,
    sizes: own ? ownSizes : null,
    minSide: own ? 1_024 : 256,
    maxSide: own ? 1_536 : 2_048,
    hasNegative: !own,
    hasSeed: !own,
    steps: own ? null : { min: 1, max: 100, usual: 20 },
    maxReferences: own ? 4 : 1,
    hasStrength: !own,
    // OpenAI wants transparency where others want white.
    hasMask: !own,
    isRepeatable: !own,
    costMicros: isPriced ? { preview: cost('preview', 512), full: cost('full', 1_024) } : null,
    referenceMaxSide: 1_600,
  }
}

function priceMicros({ model, stage, width, height }: PricedRequest, prices: Prices): number {
  const own = prices[`openai/${model}`] === undefined ? ownPrices[model] : undefined
  if (!own) return priceOf(prices, `openai/${model}`, width * height)
  return Math.ceil(own[stage] * (width === height ? 1 : 1.5))
}

function toFields(request: PictureRequest): Record<string, string | number> {
  const { model, text, negative, width, height, seed, steps, strength, stage } = request
  const fields = { model, prompt: text, n: 1, size: `${width}x${height}` }
  if (isOwn(model)) {
    return { ...fields, quality: stage === 'preview' ? 'low' : 'medium', output_format: 'png' }
  }
  return {
    ...fields,
    response_format: 'b64_json',
    seed,
    ...(negative === null ? {} : { negative_prompt: negative }),
    ...(steps === null ? {} : { steps }),
    ...(strength === null ? {} : { strength }),
  }
}

function toForm(request: PictureRequest): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(toFields(request))) form.set(name, String(value))
  const field = isOwn(request.model) ? 'image[]' : 'image'
  request.references.forEach((reference, index) => {
    form.append(field, toBlob(reference), `reference-${index}.${endingOf(reference)}`)
  })
  if (request.mask) form.set('mask', toBlob(request.mask), 'mask.png')
  return form
}

function toBlob({ bytes, mimeType }: PictureBytes): Blob {
  return new Blob([new Uint8Array(bytes)], { type: mimeType })
}

function endingOf({ mimeType }: PictureBytes): string {
  return mimeType.slice('image/'.length)
}
