import type { Problem, ProblemCode } from '#contracts/problem'
import { AppError } from '../errors.ts'

/** The HTTP status that goes with each error code. */
export const problemStatuses = {
  validation_failed: 400,
  empty_body: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  second_factor_required: 401,
  forbidden: 403,
  invite_required: 403,
  bad_origin: 403,
  bad_signature: 403,
  not_found: 404,
  gone: 410,
  conflict: 409,
  locked: 423,
  setup_done: 409,
  name_taken: 409,
  password_too_common: 400,
  quota_exceeded: 413,
  too_large: 413,
  length_required: 411,
  length_mismatch: 422,
  hash_mismatch: 422,
  checksum_mismatch: 460,
  unsupported_type: 415,
  unsupported_version: 412,
  undecodable: 422,
  unknown_model: 422,
  url_not_allowed: 400,
  source_failed: 422,
  range_not_satisfiable: 416,
  too_many_requests: 429,
  home_node_offline: 503,
  capability_missing: 501,
  consent_required: 403,
  no_face: 422,
  try_again: 503,
  internal: 500,
} as const satisfies Record<ProblemCode, number>

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length required',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported type',
  416: 'Range not satisfiable',
  422: 'Cannot be processed',
  423: 'Locked',
  429: 'Too many requests',
  460: 'Checksum mismatch',
  500: 'Internal error',
  501: 'Not available here',
  503: 'Not available now',
}

/** What is said of a failure; nothing of what is not known. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : null
  const code: ProblemCode = known?.code ?? 'internal'
  const status = problemStatuses[code]
  return {
    type: `urn:cloudvault:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    detail: known?.message ?? 'Something went wrong on our side. Nothing was lost; try again.',
    code,
    requestId,
  }
}

/** The answer to a failure. Needs nothing from middleware. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : null
  const problem = problemOf(error, requestId)
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
  })
  if (known?.retryAfterSeconds !== undefined) {
    headers.set('Retry-After', String(known.retryAfterSeconds))
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
