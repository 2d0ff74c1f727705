import type { Deps } from '../deps.ts'
import { oldestR2Copies } from './queries.ts'
import { verifyOriginal } from './verify-original.ts'

/** Nothing is read again before that. */
const restMs = 30 * 86_400_000
const minutesPerDay = 1_440
const candidates = 20

/**
 * Reads some of R2's copies back again, those whose last reading is the longest ago: as many bytes as
 * `R2_SCRUB_BYTES_PER_DAY` gives a minute, for the sweep that runs each minute. What is larger than
 * that has its turn once in as many minutes as it would take. It begins at another of the oldest each
 * time, so that one that cannot be read keeps none of the others from it.
 */
export async function checkR2Copies(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'originals' | 'announce' | 'config'>,
): Promise<void> {
  const budget = deps.config.r2ScrubBytesPerDay / minutesPerDay
  if (budget === 0) return
  const now = deps.now()
  const minute = Math.floor(now / 60_000)
  const oldest = await oldestR2Copies(deps.db, now - restMs, candidates)
  const start = oldest.length === 0 ? 0 : minute % oldest.length
  let left = budget
  for (const { spaceId, originalId, sizeBytes } of [
    ...oldest.slice(start),
    ...oldest.slice(0, start),
  ]) {
    if (left <= 0) return
    const isItsTurn = left === budget && minute % Math.ceil(sizeBytes / budget) === 0
    if (sizeBytes > left && !isItsTurn) continue
    left -= sizeBytes
    try {
      await verifyOriginal(deps, spaceId, originalId)
    } catch (error) {
      deps.log.error('r2.not_read_back', error, { originalId })
    }
  }
}
