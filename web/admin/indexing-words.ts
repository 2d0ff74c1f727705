import type { IndexingProgress } from '#contracts/indexing'
import { formatTimeLeft } from '../ui/format.ts'

/** `1,204 of 3,000 files`, or that there is nothing to look at. */
export function indexedWords({
  total,
  indexed,
}: Pick<IndexingProgress, 'total' | 'indexed'>): string {
  if (total === 0) return 'No picture to look at yet'
  const files = total === 1 ? '1 file' : `${total.toLocaleString('en')} files`
  return indexed === total ? `All of ${files}` : `${indexed.toLocaleString('en')} of ${files}`
}

/** `12 a minute, about 3 min left`; nothing while nothing moves. */
export function rateWords({
  perMinute,
  secondsLeft,
}: Pick<IndexingProgress, 'perMinute' | 'secondsLeft'>): string {
  if (perMinute <= 0 || secondsLeft === 0) return ''
  const rate = perMinute < 10 ? Number(perMinute.toFixed(1)) : Math.round(perMinute)
  return [`${rate.toLocaleString('en')} a minute`, formatTimeLeft(secondsLeft)]
    .filter(Boolean)
    .join(', ')
}
