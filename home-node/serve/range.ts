import type { ByteRange } from '#contracts/originals'

/**
 * Reads a Range header against a whole of `sizeBytes`. `whole`: there is no range to honour (none,
 * several, another unit, or nonsense, which HTTP says to ignore); `none`: 416.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'whole' | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/.exec((header ?? '').trim())
  if (match === null) return 'whole'
  const [, first = '', last = ''] = match
  if (first === '') {
    if (last === '') return 'whole'
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'none' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Number(last)
  if (last !== '' && end < start) return 'whole'
  return start >= sizeBytes ? 'none' : { start, end: Math.min(end, sizeBytes - 1) }
}
