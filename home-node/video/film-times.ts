/** Where a film is looked into: the beginning, the middle and the end, without titles. */
const parts = [0.1, 0.5, 0.9]
/** A poster does not come later than this. */
const posterAtMostMs = 10_000

/** Where the poster of a film is taken: a tenth in. */
export function posterTimeMs(durationMs: number | null): number {
  return Math.min(posterAtMostMs, Math.floor((durationMs ?? 0) * 0.1))
}

/**
 * At which times engines look at a film, in order: at its poster and at a tenth, the half and nine
 * tenths. Of a film of up to 100 s the first two are one, and of one that does not say how long it is
 * there is the beginning alone.
 */
export function frameTimesMs(durationMs: number | null): number[] {
  if (durationMs === null) return [0]
  const times = parts.map((part) => Math.floor(durationMs * part))
  return [...new Set([posterTimeMs(durationMs), ...times])].sort((a, b) => a - b)
}
