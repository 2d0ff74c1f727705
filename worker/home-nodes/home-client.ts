import { createHash, randomBytes } from 'node:crypto'
import { emptySha256, linkHeaders, linkSigningString } from '#contracts/home-node'
import type { HomeNodeId, Sha256 } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Config } from '../env.ts'
import { importLinkKey, sign } from './link-key.ts'
import { newestHomeNodeId } from './queries.ts'

/** The home node cannot be reached now; asking again later may help. */
export class HomeNodeOfflineError extends Error {
  constructor(cause?: unknown) {
    super('the home node cannot be reached', { cause })
    this.name = 'HomeNodeOfflineError'
  }
}

export interface HomeCall {
  method: 'GET' | 'HEAD' | 'POST'
  /** Path and query. */
  target: string
  headers?: Record<string, string>
  /** A streamed body needs its hash beforehand: it is part of what is signed. */
  body?: { stream: ReadableStream<Uint8Array>; sha256: Sha256; sizeBytes: number } | Uint8Array
  timeoutMs?: number
}

/** Calls the home node over the tunnel. Rejects with `HomeNodeOfflineError` when it is not there. */
export type HomeClient = (call: HomeCall) => Promise<Response>

/** Which node is behind HOME_URL changes only when another joins: asked once a minute an isolate. */
const knownNode = { id: null as HomeNodeId | null, untilMs: 0 }

export function makeHomeClient(deps: { config: Config; db: Db; now: () => number }): HomeClient {
  const { config, db, now } = deps
  return async (call) => {
    if (config.homeUrl === null) throw new HomeNodeOfflineError()
    const audience = await homeNodeId(db, now())
    const { privateKey } = await importLinkKey(config.linkPrivateKey)
    const bodySha256 = hashOf(call.body)
    const timeMs = now()
    const nonce = randomBytes(16).toString('base64url')
    const text = linkSigningString({
      key: 'worker',
      audience,
      method: call.method,
      target: call.target,
      bodySha256,
      timeMs,
      nonce,
    })
    const headers = new Headers(call.headers)
    headers.set(linkHeaders.key, 'worker')
    headers.set(linkHeaders.time, String(timeMs))
    headers.set(linkHeaders.nonce, nonce)
    headers.set(linkHeaders.body, bodySha256)
    headers.set(linkHeaders.signature, await sign(privateKey, text))
    if (config.homeAccess) {
      headers.set('CF-Access-Client-Id', config.homeAccess.clientId)
      headers.set('CF-Access-Client-Secret', config.homeAccess.clientSecret)
    }
    let response: Response
    try {
      response = await fetch(new URL(call.target, config.homeUrl), {
        method: call.method,
        headers,
        body: bodyOf(call.body),
        redirect: 'manual',
        signal: AbortSignal.timeout(call.timeoutMs ?? 10_000),
      })
    } catch (cause) {
      throw new HomeNodeOfflineError(cause)
    }
    // A tunnel answers for a host that is away with an error of its own.
    if (response.status >= 520 || response.status === 502 || response.status === 504) {
      await response.body?.cancel()
      throw new HomeNodeOfflineError()
    }
    return response
  }
}

async function homeNodeId(db: Db, nowMs: number): Promise<HomeNodeId> {
  if (knownNode.id === null || knownNode.untilMs < nowMs) {
    knownNode.id = await newestHomeNodeId(db)
    knownNode.untilMs = nowMs + 60_000
  }
  if (knownNode.id === null) throw new HomeNodeOfflineError()
  return knownNode.id
}

function hashOf(body: HomeCall['body']): string {
  if (body === undefined) return emptySha256
  if (body instanceof Uint8Array) return createHash('sha256').update(body).digest('hex')
  return body.sha256
}

function bodyOf(body: HomeCall['body']): BodyInit | null {
  if (body === undefined) return null
  if (body instanceof Uint8Array) return body
  return body.stream.pipeThrough(new FixedLengthStream(body.sizeBytes))
}
