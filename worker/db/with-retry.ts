const passing =
  /network connection lost|object to be reset|storage caused object|code was updated|overloaded|internal error; reference|database is locked/i

/** Whether an error of D1 is one that passes by itself, by the messages D1 documents. */
export function isPassingD1Error(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (passing.test(current.message)) return true
  }
  return false
}

/**
 * Runs an idempotent piece of D1 work again, up to 5 times, when it failed for a reason that passes.
 * Only for work whose second run changes nothing: a lost response looks like a failure.
 */
export async function withD1Retry<Result>(
  work: () => Promise<Result>,
  sleep: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms),
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 5 || !isPassingD1Error(error)) throw error
      await sleep(Math.random() * 50 * 2 ** attempt)
    }
  }
}
