import type { Figure, FigureKind } from './transform-figures.ts'

/** How often what an isolate has counted is written down. */
const flushMs = 5_000

export interface FiguresCounter {
  /** Counts one more, with what it took where that is of interest. Costs no request of its own. */
  count(kind: FigureKind, name: string, ms?: number): void
}

/** What this isolate counted and nobody wrote down yet. */
const counted = new Map<string, Figure>()
let flushedAt = 0

/** Counts in memory; every few seconds one call, after the response, tells the object of the vault. */
export function makeFiguresCounter(deps: {
  write: (figures: Figure[]) => Promise<void>
  now: () => number
  defer: (work: Promise<unknown>) => void
}): FiguresCounter {
  return {
    count(kind, name, ms = 0) {
      const key = `${kind} ${name}`
      const known = counted.get(key) ?? { kind, name, count: 0, totalMs: 0, maxMs: 0 }
      known.count += 1
      known.totalMs += ms
      known.maxMs = Math.max(known.maxMs, ms)
      counted.set(key, known)
      if (deps.now() - flushedAt < flushMs) return
      flushedAt = deps.now()
      // Others count until the response is on its way; they are taken along.
      deps.defer(Promise.resolve().then(() => deps.write(taken())))
    },
  }
}

/** What was counted since, which is forgotten here: at worst a few seconds of it are lost. */
export function taken(): Figure[] {
  const figures = [...counted.values()]
  counted.clear()
  return figures
}
