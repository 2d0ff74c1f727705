import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { type Problem, problemSchema } from '#contracts/problem'
import { backOffMs } from '../retry.ts'

/** The vault says no; `message` is its own sentence. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  readonly status: number
  readonly code: Problem['code'] | null
  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? `The vault answered ${status}.`)
    this.status = status
    this.code = problem?.code ?? null
  }
}

export interface VaultRequest {
  method?: string
  headers?: Record<string, string>
  json?: unknown
  bytes?: Uint8Array<ArrayBuffer>
}

/** The vault, asked as the user whose files are brought in. */
export interface VaultSession {
  /** The whole answer. Throws `RefusedError`. */
  send(path: string, request?: VaultRequest): Promise<Response>
  /** The parsed body. Throws `RefusedError`. */
  ask<Shape extends z.ZodType>(
    shape: Shape,
    path: string,
    request?: VaultRequest,
  ): Promise<z.infer<Shape>>
}

const tries = 40
const timeoutMs = 180_000

/**
 * A session that waits for a vault that is away, overloaded or asks for patience: some ten minutes in
 * all, with growing pauses, then the last error is thrown. Requests are asked again whole, so callers
 * send only what may arrive twice.
 */
export function makeVaultSession(url: string, token: string, signal: AbortSignal): VaultSession {
  async function once(path: string, request: VaultRequest): Promise<Response> {
    const { method = 'GET', headers = {}, json, bytes } = request
    return await fetch(`${url}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(bytes !== undefined && { body: bytes }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
  }
  async function send(path: string, request: VaultRequest = {}): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt === tries - 1
      try {
        const response = await once(path, request)
        if (response.ok) return response
        const problem = problemSchema.safeParse(await response.json().catch(() => null))
        const isPassing = response.status === 429 || response.status >= 500
        if (!isPassing || isLast) throw new RefusedError(response.status, problem.data)
        const asked = Number(response.headers.get('Retry-After') ?? '0') * 1_000
        await sleep(Math.max(asked, backOffMs(attempt, 500, 20_000)), undefined, { signal })
      } catch (error) {
        if (error instanceof RefusedError || signal.aborted || isLast) throw error
        await sleep(backOffMs(attempt, 500, 20_000), undefined, { signal })
      }
    }
  }
  return {
    send,
    async ask(shape, path, request) {
      return shape.parse(await (await send(path, request)).json())
    },
  }
}
