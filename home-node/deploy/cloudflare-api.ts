import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { DeployError } from './deploy-error.ts'

const envelopeSchema = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).default([]),
  result: z.unknown(),
})

/** Cloudflare said no. `codes` are its own numbers. */
export class CloudflareError extends DeployError {
  override name = 'CloudflareError'
  readonly status: number
  readonly codes: number[]

  constructor(sentence: string, status: number, codes: number[]) {
    super(sentence)
    this.status = status
    this.codes = codes
  }
}

/** Where Cloudflare's API is, and who asks. */
export interface ApiAccess {
  /** `https://api.cloudflare.com/client/v4`, without a slash at the end. */
  baseUrl: string
  token: string
}

export interface CloudflareApi {
  /** The `result` of an answer. Throws `CloudflareError`, whose sentence says what can be done. */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  /** The same; null where there is no such thing. */
  find<T>(path: string, schema: z.ZodType<T>): Promise<T | null>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
}

/** What a token must be allowed, by the part of the address that is asked. */
const permissions: [RegExp, string][] = [
  [/\/d1\//, 'Account > D1 > Edit'],
  [/\/r2\//, 'Account > Workers R2 Storage > Edit'],
  [/\/queues/, 'Account > Queues > Edit'],
  [/\/vectorize\//, 'Account > Vectorize > Edit'],
  [/\/workers\//, 'Account > Workers Scripts > Edit'],
  [/^\/accounts(\?|$)/, 'Account > Account Settings > Read'],
]

const maxTries = 5

/**
 * Speaks to Cloudflare's REST API. Waits as it is told when it asks too often, and asks again when
 * the network or Cloudflare fails; what it creates has a name, so that asking twice creates once.
 */
export function makeCloudflareApi({ baseUrl, token }: ApiAccess): CloudflareApi {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        signal: AbortSignal.timeout(60_000),
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        if (attempt < maxTries) return null
        throw new DeployError(`Cloudflare cannot be reached at ${baseUrl}.`, { cause })
      })
      const mayRetry = response === null || response.status === 429 || response.status >= 500
      if (mayRetry && attempt < maxTries) {
        const waitSeconds = Number(response?.headers.get('retry-after') ?? 2 ** attempt / 4)
        await response?.body?.cancel()
        await sleep(Math.min(waitSeconds, 60) * 1_000)
        continue
      }
      if (response !== null) return await readResult(response, path)
    }
  }

  return {
    get: async (path, schema) => schema.parse(await ask('GET', path)),
    find: async (path, schema) => {
      try {
        return schema.parse(await ask('GET', path))
      } catch (error) {
        if (error instanceof CloudflareError && error.status === 404) return null
        throw error
      }
    },
    post: async (path, body, schema) => schema.parse(await ask('POST', path, body)),
    put: async (path, body, schema) => schema.parse(await ask('PUT', path, body)),
  }
}

async function readResult(response: Response, path: string): Promise<unknown> {
  const parsed = envelopeSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success) {
    throw new CloudflareError(
      `Cloudflare answered ${response.status} to ${path}, and nothing that can be read.`,
      response.status,
      [],
    )
  }
  const { success, errors, result } = parsed.data
  if (success && response.ok) return result
  const codes = errors.map(({ code }) => code)
  throw new CloudflareError(explain(path, codes, errors), response.status, codes)
}

function explain(path: string, codes: number[], errors: { code: number; message: string }[]) {
  if ([1000, 6003, 6111, 9109].some((code) => codes.includes(code))) {
    return 'Cloudflare does not know this token: look at CLOUDFLARE_API_TOKEN. It may have ended.'
  }
  if (codes.includes(10_000)) {
    const permission = permissions.find(([pattern]) => pattern.test(path))?.[1] ?? 'more'
    return `The token lacks the permission "${permission}": add it in Cloudflare under My Profile > API Tokens, and run this again.`
  }
  if (codes.includes(10_042)) {
    return 'R2 is not switched on in this account: open R2 in the Cloudflare dashboard once (it asks for a way to pay, also for its free 10 GB), and run this again.'
  }
  if (codes.includes(7003)) {
    return `There is no such account for this token: look at CLOUDFLARE_ACCOUNT_ID. (${path})`
  }
  const words = errors.map(({ code, message }) => `${message} [${code}]`).join('; ')
  return `Cloudflare refused ${path}: ${words || 'it does not say why.'}`
}
