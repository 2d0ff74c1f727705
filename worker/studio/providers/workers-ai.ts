import { z } from 'zod'
import type { WorkersAi } from '../../inference/workers-ai.ts'
import {
  askProvider,
  failureOf,
  malformed,
  type Provider,
  type ProviderAnswer,
  type Refusal,
  readJson,
} from './ask-provider.ts'
import type { Generator, PictureRequest, PricedRequest } from './generator.ts'
import { fromBase64, requirePicture } from './picture-bytes.ts'
import { type Prices, priceOf } from './prices.ts'
import { workersAiModels } from './workers-ai-models.ts'

/** $0.011 for a thousand neurons. */
const microsPerNeuron = 11

/** A picture in base64, bare or as the REST API wraps it. */
const pictureSchema = z.union([
  z.object({ image: z.string().min(1) }),
  z
    .object({ success: z.literal(true), result: z.object({ image: z.string().min(1) }) })
    .transform(({ result }) => result),
])
const errorSchema = z.object({
  errors: z.array(z.object({ code: z.number(), message: z.string() })).min(1),
})

/** Cloudflare's own numbers of errors: the prompt is not allowed, and the day's neurons are used up. */
const refusals: Record<number, NonNullable<Refusal['code']>> = {
  3030: 'refused',
  3036: 'out-of-credit',
  5004: 'bad-prompt',
}

/**
 * The image models of Workers AI. FLUX.2 is asked by a multipart body, all others by JSON; some
 * answer JSON with base64, the others bytes. A call that was begun is billed, whoever waits for it.
 */
export function makeWorkersAiGenerator(
  ai: WorkersAi,
  prices: Prices = {},
  timeoutMs = 60_000,
): Generator {
  const provider: Provider = { label: 'Workers AI', secrets: [], timeoutMs }
  const price = (request: PricedRequest) => priceMicros(request, prices)
  return {
    name: 'workers-ai',
    models: workersAiModels(price),
    priceMicros: price,
    async generate(request, { signal }) {
      const input = request.model.includes('flux-2') ? await toForm(request) : toInput(request)
      const answer = await askProvider(provider, signal, (either) =>
        ai.run(request.model, input, { returnRawResponse: true, signal: either }),
      )
      if (answer.status !== 200) throw failureOf(provider, answer, refusalIn(answer))
      const picture = await requirePicture(provider, pictureIn(provider, answer))
      return { ...picture, seed: null, costMicros: null }
    },
  }
}

/** By Cloudflare's price list: neurons for each tile of 512² that is made, or looked at. */
function priceMicros(request: PricedRequest, prices: Prices): number {
  const { model, width, height, steps, referenceCount } = request
  const name = `workers-ai/${model}`
  if (prices[name] !== undefined) return priceOf(prices, name, width * height)
  const tiles = Math.ceil(width / 512) * Math.ceil(height / 512)
  if (model.includes('flux-2-klein')) {
    return Math.ceil((tiles * 26.05 + referenceCount * 5.37) * microsPerNeuron)
  }
  if (model.includes('flux-1-schnell')) {
    // It makes 1,024² whatever is asked: four tiles.
    return Math.ceil((4 * 4.8 + (steps ?? 4) * 9.6) * microsPerNeuron)
  }
  return 0
}

async function toForm(request: PictureRequest): Promise<Record<string, unknown>> {
  const form = new FormData()
  form.set('prompt', request.text)
  form.set('width', String(request.width))
  form.set('height', String(request.height))
  form.set('seed', String(request.seed))
  request.references.forEach(({ bytes, mimeType }, index) => {
    const file = new Blob([new Uint8Array(bytes)], { type: mimeType })
    form.set(`input_image_${index}`, file, `reference-${index}`)
  })
  // The boundary is in the type that a Response makes of the form.
  const encoded = new Response(form)
  const contentType = encoded.headers.get('Content-Type') ?? ''
  return { multipart: { body: encoded.body, contentType } }
}

function toInput(request: PictureRequest): Record<string, unknown> {
  const { text, negative, width, height, seed, steps, strength, references, mask } = request
  if (request.model.includes('flux-1-schnell')) return { prompt: text, steps: steps ?? 4 }
  const [reference] = references
  return {
    ...{ prompt: text, width, height, seed },
    ...(negative === null ? {} : { negative_prompt: negative }),
    ...(steps === null ? {} : { num_steps: steps }),
    ...(reference && { image_b64: Buffer.from(reference.bytes).toString('base64') }),
    ...(reference && strength !== null && { strength }),
    ...(mask && { mask: [...mask.bytes] }),
  }
}

function pictureIn(provider: Provider, answer: ProviderAnswer): Uint8Array {
  if (!answer.headers.get('Content-Type')?.includes('json')) return answer.bytes
  const parsed = pictureSchema.safeParse(readJson(provider, answer))
  if (!parsed.success) throw malformed(provider, parsed.error)
  return fromBase64(parsed.data.image)
}

function refusalIn({ bytes }: ProviderAnswer): Refusal {
  try {
    const { errors } = errorSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    const [first] = errors
    const isUnsafe = /nsfw|safety|flagged/i.test(first?.message ?? '')
    const code = isUnsafe ? 'refused' : (refusals[first?.code ?? 0] ?? null)
    return { code, reason: first?.message ?? null }
  } catch {
    return { code: null, reason: null }
  }
}
