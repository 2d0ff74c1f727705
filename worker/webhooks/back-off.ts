const minute = 60_000
const hour = 60 * minute

/** How long to wait after the first failed try, the second, …: 22.7 hours in all. */
const waitsMs = [minute / 2, 2 * minute, 10 * minute, 30 * minute, 2 * hour, 6 * hour, 14 * hour]

export const maxTries = waitsMs.length + 1

/**
 * When to try again after the failed try number `tries`; null after the last. A fifth more or less by
 * chance, so that what failed together does not come back together.
 */
export function nextTryAt(tries: number, now: number, chance = Math.random()): number | null {
  const waitMs = waitsMs[tries - 1]
  return waitMs === undefined ? null : Math.round(now + waitMs * (0.8 + 0.4 * chance))
}
