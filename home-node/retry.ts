import { setTimeout as sleep } from 'node:timers/promises'

/** Exponential back-off with full jitter, so that many callers do not come back at once. */
export function backOffMs(attempt: number, firstMs: number, longestMs: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30))
  return ceiling / 2 + Math.random() * (ceiling / 2)
}

export interface RetryOptions {
  /** Tries in all, the first one included. */
  tries: number
  firstMs?: number
  longestMs?: number
  signal?: AbortSignal
  isRetryable(error: unknown): boolean
}

/** Runs `work` until it succeeds, a non-retryable error comes, or the tries are used up. */
export async function withRetries<T>(options: RetryOptions, work: () => Promise<T>): Promise<T> {
  const { tries, firstMs = 200, longestMs = 5_000, signal, isRetryable } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= tries || signal?.aborted || !isRetryable(error)) throw error
      await sleep(backOffMs(attempt - 1, firstMs, longestMs), undefined, signal ? { signal } : {})
    }
  }
}
