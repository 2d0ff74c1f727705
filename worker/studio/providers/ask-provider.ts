import { readStream } from '../../http/read-body.ts'
import { GenerationError } from './generator.ts'

export interface Provider {
  /** For a person. */
  label: string
  /** What must stand in no sentence: keys. */
  secrets: string[]
  /** Until the answer is there as a whole. */
  timeoutMs: number
}

export interface ProviderAnswer {
  status: number
  headers: Headers
  bytes: Uint8Array
}

/** 20 MB of picture are 27 MB of base64. */
const answerMaxBytes = 28_000_000

/**
 * One call of a provider, whatever its status, read whole under a cap. Throws `too-slow`, `cut` and
 * `cancelled`, of which nobody knows whether they are billed, and `malformed` for an endless answer.
 */
export async function askProvider(
  provider: Provider,
  signal: AbortSignal,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<ProviderAnswer> {
  const late = AbortSignal.timeout(provider.timeoutMs)
  const either = AbortSignal.any([signal, late])
  try {
    either.throwIfAborted()
    const response = await orAborted(send(either), either)
    const { status, headers, body } = response
    const bytes = body === null ? new Uint8Array() : await readStream(body, answerMaxBytes)
    return { status, headers, bytes }
  } catch (error) {
    if (error instanceof GenerationError) throw error
    if (signal.aborted) throw cancelled()
    if (late.aborted) {
      const seconds = Math.ceil(provider.timeoutMs / 1_000)
      const message = `${provider.label} did not answer within ${seconds} s.`
      throw new GenerationError('too-slow', message, { mayBeBilled: true, cause: error })
    }
    const message = `${provider.label} could not be reached, or the connection broke.`
    throw new GenerationError('cut', message, { mayBeBilled: true, cause: error })
  }
}

/** Some callers of providers take no signal: then at least nobody waits for them. */
async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  work.catch(() => undefined)
  return await Promise.race([work, aborted])
}

export function cancelled(mayBeBilled = true): GenerationError {
  return new GenerationError('cancelled', 'Nobody waited for it any more.', { mayBeBilled })
}

/** The answer as JSON, or `malformed`; it may have been billed by then. */
export function readJson(provider: Provider, { bytes }: Pick<ProviderAnswer, 'bytes'>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw malformed(provider, cause)
  }
}

export function malformed(provider: Pick<Provider, 'label'>, cause?: unknown): GenerationError {
  const message = `${provider.label} answered something that is no picture.`
  return new GenerationError('malformed', message, { mayBeBilled: true, cause })
}

/** What an error of a provider says of itself, whatever its shape. */
export interface Refusal {
  code: 'refused' | 'out-of-credit' | 'bad-prompt' | null
  reason: string | null
}

/** A status that is no success as an error of the closed set, with the provider's own words. */
export function failureOf(
  provider: Provider,
  { status, headers }: Pick<ProviderAnswer, 'status' | 'headers'>,
  { code, reason }: Refusal,
): GenerationError {
  const said = reason === null ? '' : ` It says: “${withoutSecrets(reason, provider.secrets)}”`
  const { label } = provider
  if (code === 'refused') {
    return new GenerationError('refused', `${label}'s safety filter does not make this.${said}`)
  }
  if (code === 'out-of-credit' || status === 402) {
    const message = `The account at ${label} has no credit left.${said}`
    return new GenerationError('out-of-credit', message)
  }
  if (status === 429) {
    const after = Number(headers.get('Retry-After'))
    const retryAfterSeconds = Number.isFinite(after) && after > 0 ? Math.ceil(after) : null
    const when = retryAfterSeconds === null ? 'in a while' : `in ${retryAfterSeconds} s`
    const message = `${label} was asked for too much at once; try again ${when}.${said}`
    return new GenerationError('rate-limited', message, { retryAfterSeconds })
  }
  // What it says of a key may hold a part of it.
  if (status === 401 || status === 403) {
    return new GenerationError('unavailable', `${label} does not take the key of this vault.`)
  }
  if (code === 'bad-prompt' || (status >= 400 && status < 500 && status !== 408)) {
    return new GenerationError('bad-prompt', `${label} cannot make this.${said}`)
  }
  const message = `${label} has trouble (${status}); try again later.${said}`
  return new GenerationError('unavailable', message)
}

function withoutSecrets(text: string, secrets: string[]): string {
  let shown = text.replace(/\s+/g, ' ').trim()
  for (const secret of secrets) if (secret !== '') shown = shown.replaceAll(secret, '…')
  return shown.replace(/\b(sk|key|Bearer)[-_ :][\w*.:-]{6,}/gi, '…').slice(0, 300)
}
