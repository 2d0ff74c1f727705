import type { ByteRange } from '#contracts/originals'

/**
 * One `Range: bytes=…` over something of `sizeBytes` bytes (RFC 9110 §14).
 * `undefined`: serve the whole (no range, several ranges, or a unit we do not know);
 * `'unsatisfiable'`: answer 416.
 */
export function parseRange(
  header: string | undefined | null,
  sizeBytes: number,
): ByteRange | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes) return 'unsatisfiable'
  return last !== '' && Number(last) < start ? undefined : { start, end }
}
