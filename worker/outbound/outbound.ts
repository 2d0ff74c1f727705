import type { Config } from '../env.ts'
import { AppError } from '../errors.ts'
import { cappedBody } from './capped-body.ts'
import { checkAddress, isNamedByOperator, notAllowed } from './check-address.ts'
import { requirePublicName } from './resolve-name.ts'

export interface OutboundRequest {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
}

export interface OutboundLimits {
  /** Of the body, decompressed. */
  maxBytes: number
  /** Until the headers of the last answer are there, all redirects included. */
  headersMs: number
  /** For which nothing may come while the body is read. */
  idleMs: number
  /** For everything. */
  totalMs: number
  /** Each goes to an address that is checked like the first; a POST follows none. */
  redirectsMax: number
}

export interface OutboundResponse {
  /** Where it came from in the end. */
  url: URL
  status: number
  headers: Headers
  /** Null where there is none. Fails with `too_large` or `source_failed`. */
  body: ReadableStream<Uint8Array> | null
}

/** Asks addresses that somebody gave. The only way in which the Worker does. */
export interface Outbound {
  /**
   * Throws `url_not_allowed` for an address that is not on the public Internet, before any connection
   * is made; `source_failed` when nothing useful answers in time; `too_large`.
   */
  fetch(
    address: string,
    request: OutboundRequest,
    limits: OutboundLimits,
  ): Promise<OutboundResponse>
}

type OutboundConfig = Pick<Config, 'outboundAllowedOrigins' | 'outboundResolver' | 'homeUrl'>

/**
 * `outside` connects to public addresses only, whatever a name resolves to by then; without it, the
 * platform has to see to that. See worker/design/outbound.md.
 */
export function makeOutbound(config: OutboundConfig, outside: Fetcher | null): Outbound {
  return {
    async fetch(address, request, limits) {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), limits.headersMs)
      const startedAt = Date.now()
      try {
        let url = checkAddress(config, address)
        for (let redirects = 0; ; redirects++) {
          const response = await askOnce(config, outside, url, request, abort.signal)
          const next = redirectOf(response, url)
          if (next === null || limits.redirectsMax === 0) {
            return toOutbound(url, response, limits, startedAt, abort)
          }
          await response.body?.cancel()
          if (redirects >= limits.redirectsMax) throw notAllowed('It redirects too often.')
          url = checkAddress(config, next)
        }
      } catch (error) {
        if (error instanceof AppError && !abort.signal.aborted) throw error
        throw unreachable(abort.signal, error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function askOnce(
  config: OutboundConfig,
  outside: Fetcher | null,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<Response> {
  const isNamed = isNamedByOperator(config, url)
  if (!isNamed) await requirePublicName(config.outboundResolver, url.hostname, signal)
  const init: RequestInit = {
    method: request.method,
    headers: { 'User-Agent': 'CloudVault', ...request.headers },
    redirect: 'manual',
    signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  }
  return isNamed || outside === null ? await fetch(url, init) : await outside.fetch(url, init)
}

function redirectOf(response: Response, from: URL): string | null {
  const location = response.headers.get('Location')
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return null
  if (!URL.canParse(location, from.href))
    throw notAllowed('It redirects to what is no web address.')
  return new URL(location, from.href).href
}

function toOutbound(
  url: URL,
  response: Response,
  limits: OutboundLimits,
  startedAt: number,
  abort: AbortController,
): OutboundResponse {
  const { status, headers } = response
  const remainingMs = limits.totalMs - (Date.now() - startedAt)
  const body =
    response.body && cappedBody(response.body, { ...limits, totalMs: remainingMs }, abort)
  return { url, status, headers, body }
}

function unreachable(signal: AbortSignal, cause: unknown): AppError {
  const detail = signal.aborted
    ? 'This address did not answer in time.'
    : 'This address could not be reached.'
  return new AppError('source_failed', detail, { cause })
}
