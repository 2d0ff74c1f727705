import { latencyBoundsMs } from '#contracts/operations'

/**
 * The bound of the class in which the answer lies that is slower than `part` of all; null when that
 * is beyond the last bound, or nothing was counted. `counts` by class.
 */
export function percentile(counts: readonly number[], part: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0)
  let passed = 0
  for (const [bucket, count] of counts.entries()) {
    passed += count
    if (count > 0 && passed >= part * all) return latencyBoundsMs[bucket] ?? null
  }
  return null
}
