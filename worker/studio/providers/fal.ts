import { z } from 'zod'
import { readStream } from '../../http/read-body.ts'
import type { Outbound } from '../../outbound/outbound.ts'
import {
  askProvider,
  cancelled,
  failureOf,
  malformed,
  type Provider,
  type ProviderAnswer,
  type Refusal,
  readJson,
} from './ask-provider.ts'
import { type FalModel, falModel, toInput } from './fal-models.ts'
import {
  GenerationError,
  type Generator,
  type MadePicture,
  pictureMaxBytes,
  type Run,
} from './generator.ts'
import { fromBase64, requirePicture } from './picture-bytes.ts'
import { type Prices, priceOf } from './prices.ts'

export interface FalSettings {
  apiKey: string
  /** Of its queue. */
  baseUrl: string
  models: string[]
  prices: Prices
  timeoutMs?: number
  /** Between two looks at a run. */
  pollMs?: number
}

const submittedSchema = z.object({ request_id: z.string().regex(/^[\w-]{1,100}$/) })
const statusSchema = z.object({
  status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']),
  error: z.string().nullish(),
  logs: z.array(z.object({ message: z.string() })).nullish(),
})
const resultSchema = z.object({
  images: z.array(z.object({ url: z.string() })).min(1),
  seed: z.number().int().nullish(),
  has_nsfw_concepts: z.array(z.boolean()).nullish(),
})
const errorSchema = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ msg: z.string(), type: z.string().nullish() })).min(1),
  ]),
})

/** What is kept of a run: which of the model's endpoints it is at, and by which name. */
const ticketSchema = z.tuple([z.string(), z.string()])

/**
 * fal's queue: submit, ask for the status until it is done, fetch the picture. A run is known by its
 * request id, so another isolate can go on with it. One that is cancelled while it waits in fal's
 * queue costs nothing; one that had begun may.
 */
export function makeFalGenerator(settings: FalSettings, outbound: Outbound): Generator {
  const provider: Provider = {
    label: 'fal',
    secrets: [settings.apiKey],
    timeoutMs: 30_000,
  }
  const prices = { ...builtInPrices, ...settings.prices }
  const models = settings.models.map((name) => falModel(name, prices))

  /** Addresses are built here: an answer must not say where the key goes. */
  function ask(path: string, signal: AbortSignal, init: RequestInit = {}) {
    return askProvider(provider, signal, (either) =>
      fetch(`${settings.baseUrl}/${path}`, {
        ...init,
        headers: { Authorization: `Key ${settings.apiKey}`, 'Content-Type': 'application/json' },
        redirect: 'manual',
        signal: either,
      }),
    )
  }

  async function follow(endpoint: string, requestId: string, run: Run): Promise<MadePicture> {
    const path = `${appOf(endpoint)}/requests/${requestId}`
    const endsAt = Date.now() + (settings.timeoutMs ?? 300_000)
    let hasBegun = false
    try {
      for (;;) {
        const answer = await ask(`${path}/status?logs=1`, run.signal)
        if (answer.status !== 200 && answer.status !== 202) throw refused(provider, answer)
        const parsed = statusSchema.safeParse(readJson(provider, answer))
        if (!parsed.success) throw malformed(provider, parsed.error)
        if (parsed.data.status === 'COMPLETED') break
        hasBegun ||= parsed.data.status === 'IN_PROGRESS'
        const progress = progressIn(parsed.data.logs ?? [])
        if (progress !== null) run.onProgress(progress)
        if (Date.now() > endsAt) {
          const message = 'fal did not make it within its time.'
          throw new GenerationError('too-slow', message, { mayBeBilled: true })
        }
        await waitFor(settings.pollMs ?? 500, run.signal)
      }
      return await fetchResult(path, run.signal)
    } catch (error) {
      const code = error instanceof GenerationError ? error.code : null
      if (code !== 'cancelled' && code !== 'too-slow') throw error
      const isCancelled = await cancel(path)
      if (code === 'cancelled') throw cancelled(hasBegun || !isCancelled)
      throw error
    }
  }

  /** Whether fal took it back. */
  async function cancel(path: string): Promise<boolean> {
    try {
      const answer = await ask(`${path}/cancel`, AbortSignal.timeout(5_000), { method: 'PUT' })
      return answer.status === 202 || answer.status === 200
    } catch {
      return false
    }
  }

  async function fetchResult(path: string, signal: AbortSignal): Promise<MadePicture> {
    const answer = await ask(path, signal)
    if (answer.status !== 200) throw refused(provider, answer)
    const parsed = resultSchema.safeParse(readJson(provider, answer))
    const url = parsed.data?.images[0]?.url
    if (url === undefined) throw malformed(provider, parsed.error)
    if (parsed.data?.has_nsfw_concepts?.[0]) {
      const message = "fal's safety filter does not show what was made."
      throw new GenerationError('refused', message, { mayBeBilled: true })
    }
    const picture = await requirePicture(provider, await bytesAt(url))
    return { ...picture, seed: parsed.data?.seed ?? null, costMicros: null }
  }

  /** The picture lies at an address that fal names: it is asked as every address from outside is. */
  async function bytesAt(url: string): Promise<Uint8Array> {
    const [, base64] = /^data:image\/\w+;base64,(.*)$/s.exec(url) ?? []
    if (base64 !== undefined) return fromBase64(base64)
    try {
      const limits = { maxBytes: pictureMaxBytes, headersMs: 30_000, idleMs: 15_000 }
      const request = { method: 'GET', headers: {} } as const
      const response = await outbound.fetch(url, request, {
        ...limits,
        totalMs: 60_000,
        redirectsMax: 0,
      })
      if (response.status !== 200 || response.body === null) {
        throw new Error(`the picture answered ${response.status}`)
      }
      return await readStream(response.body, pictureMaxBytes)
    } catch (cause) {
      const message = 'fal made the picture, but it could not be fetched.'
      throw new GenerationError('cut', message, { mayBeBilled: true, cause })
    }
  }

  return {
    name: 'fal',
    models,
    priceMicros: ({ model, width, height }) => priceOf(prices, `fal/${model}`, width * height),
    async generate(request, run) {
      const known: FalModel | undefined = models.find(({ name }) => name === `fal/${request.model}`)
      const hasPicture = request.references.length > 0
      const endpoint = (hasPicture && known?.imageToImage) || request.model
      const body = JSON.stringify(toInput(request))
      const answer = await ask(endpoint, run.signal, { method: 'POST', body })
      if (answer.status !== 200) throw refused(provider, answer)
      const parsed = submittedSchema.safeParse(readJson(provider, answer))
      if (!parsed.success) throw malformed(provider, parsed.error)
      await run.onTicket(JSON.stringify([endpoint, parsed.data.request_id]))
      return await follow(endpoint, parsed.data.request_id, run)
    },
    async resume(ticket, _, run) {
      const [endpoint, requestId] = ticketSchema.parse(JSON.parse(ticket))
      return await follow(endpoint, requestId, run)
    },
  }
}

/** By fal's list of 2026, for a megapixel. */
const builtInPrices: Prices = {
  'fal/fal-ai/flux/schnell': 3_000,
  'fal/fal-ai/flux/dev': 30_000,
  'fal/fal-ai/flux-2': 12_000,
  'fal/fal-ai/fast-sdxl': 3_000,
}

/** A model's requests are those of its app: owner and name, without what comes behind. */
function appOf(endpoint: string): string {
  return endpoint.split('/').slice(0, 2).join('/')
}

/** Models write their progress into their logs, as `45%` or `9/28`. */
function progressIn(logs: { message: string }[]): number | null {
  const message = logs.at(-1)?.message ?? ''
  const [, percent] = /(\d{1,3})%/.exec(message) ?? []
  if (percent !== undefined) return Math.min(1, Number(percent) / 100)
  const [, step, steps] = /\b(\d{1,3})\/(\d{1,3})\b/.exec(message) ?? []
  return step !== undefined && Number(steps) > 0 ? Math.min(1, Number(step) / Number(steps)) : null
}

function refused(provider: Provider, answer: ProviderAnswer): GenerationError {
  return failureOf(provider, withoutLock(answer), refusalIn(answer.bytes))
}

/** An account that is locked for its balance answers 403, which elsewhere is about the key. */
function withoutLock(answer: ProviderAnswer): Pick<ProviderAnswer, 'status' | 'headers'> {
  return refusalIn(answer.bytes).code === 'out-of-credit' ? { ...answer, status: 402 } : answer
}

function refusalIn(bytes: Uint8Array): Refusal {
  try {
    const { detail } = errorSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    if (typeof detail === 'string') {
      return { code: /balance|locked/i.test(detail) ? 'out-of-credit' : null, reason: detail }
    }
    const [first] = detail
    const isPolicy = first?.type === 'content_policy_violation'
    return { code: isPolicy ? 'refused' : null, reason: first?.msg ?? null }
  } catch {
    return { code: null, reason: null }
  }
}

async function waitFor(timeMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw cancelled()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, timeMs)
    const leave = () => {
      clearTimeout(timer)
      reject(cancelled())
    }
    signal.addEventListener('abort', leave, { once: true })
  })
}
