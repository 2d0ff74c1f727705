import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Problem, ProblemCode } from '#contracts/problem'

const statuses = {
  validation_failed: 400,
  bad_signature: 401,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  range_not_satisfiable: 416,
  hash_mismatch: 422,
  undecodable: 422,
  unknown_model: 422,
  capability_missing: 501,
  home_node_offline: 503,
  try_again: 503,
  internal: 500,
} as const satisfies Partial<Record<ProblemCode, number>>

export type ServeCode = keyof typeof statuses

/** An error that the home node answers with; `detail` is for the reader. */
export class ServeError extends Error {
  readonly code: ServeCode
  readonly headers: Record<string, string>
  constructor(code: ServeCode, detail: string, headers: Record<string, string> = {}) {
    super(detail)
    this.name = 'ServeError'
    this.code = code
    this.headers = headers
  }
}

export function problemResponse({ code, message, headers }: ServeError): Response {
  const status = statuses[code]
  const problem: Problem = {
    type: `urn:cloudvault:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    requestId: randomUUID(),
  }
  return Response.json(problem, {
    status,
    headers: {
      ...headers,
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
    },
  })
}
