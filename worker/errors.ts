import type { ProblemCode } from '#contracts/problem'

/**
 * An expected failure. `detail` is a sentence for the reader; `cause` goes to the log only.
 * `retryAfterSeconds` becomes the Retry-After header.
 */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(detail, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** The one answer for what is missing and for what the caller may not see. */
export function noSuchFile(): AppError {
  return new AppError('not_found', 'There is no such file.')
}
