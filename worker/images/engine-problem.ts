import { ImageEngineError } from '#contracts/image-engine'
import { AppError } from '../errors.ts'

/** What an engine's failure is for the reader; what is none of an engine is passed on as it is. */
export function engineProblem(error: unknown): unknown {
  if (!(error instanceof ImageEngineError)) return error
  // The original was not where it should be: that is ours to say, not the home node's.
  if (error.cause instanceof AppError) return error.cause
  if (error.code === 'offline') {
    const detail = 'This picture waits for the home node, which is away.'
    return new AppError('home_node_offline', detail, { cause: error, retryAfterSeconds: 30 })
  }
  const wait = error.retryable ? { retryAfterSeconds: 30 } : {}
  return new AppError(error.code, error.message, { cause: error, ...wait })
}
