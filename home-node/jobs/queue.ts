/** A queue in memory between one side that fills it and several that empty it. */
export function makeQueue<T>(stop: AbortSignal) {
  const items: T[] = []
  let takers: (() => void)[] = []
  let filler: (() => void) | null = null

  function wakeAll(): void {
    const waiting = takers
    takers = []
    for (const wake of waiting) wake()
    filler?.()
  }
  stop.addEventListener('abort', wakeAll, { once: true })

  return {
    get length(): number {
      return items.length
    },
    push(item: T): void {
      items.push(item)
      takers.shift()?.()
    },
    /** The oldest item, as soon as there is one; null once `stop` has aborted. */
    async take(): Promise<T | null> {
      while (!stop.aborted) {
        const item = items.shift()
        if (item !== undefined) {
          filler?.()
          return item
        }
        await new Promise<void>((wake) => takers.push(wake))
      }
      return null
    },
    /** Resolves when fewer than `count` items wait, or when `stop` aborts. For one caller only. */
    async hasFewerThan(count: number): Promise<void> {
      while (items.length >= count && !stop.aborted) {
        await new Promise<void>((wake) => {
          filler = wake
        })
      }
      filler = null
    },
  }
}
