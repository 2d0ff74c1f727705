/** Wakes one waiting loop. A wake that comes while the loop is busy is not lost. */
export interface Signal {
  wake(): void
  /** Resolves at the next wake, after `timeoutMs`, or when `stop` aborts. */
  wait(timeoutMs: number, stop: AbortSignal): Promise<void>
}

export function makeSignal(): Signal {
  let isWoken = false
  let resume: (() => void) | null = null
  return {
    wake() {
      isWoken = true
      resume?.()
    },
    wait(timeoutMs, stop) {
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          stop.removeEventListener('abort', end)
          resume = null
          isWoken = false
          resolve()
        }
        const timer = setTimeout(end, timeoutMs)
        if (isWoken || stop.aborted) return end()
        resume = end
        stop.addEventListener('abort', end, { once: true })
      })
    },
  }
}
