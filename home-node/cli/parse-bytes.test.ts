import { describe, expect, it } from 'vitest'
import { parseBytes } from './parse-bytes.ts'

describe('a size that somebody types', () => {
  it.each([
    ['0', 0],
    ['1234', 1_234],
    ['50GB', 50_000_000_000],
    ['50 gb', 50_000_000_000],
    ['50g', 50_000_000_000],
    ['1.5TB', 1_500_000_000_000],
    ['50GiB', 53_687_091_200],
    ['0.5MiB', 524_288],
  ])('%s is %i bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  it.each(['', 'GB', '-1GB', '1e9', '5 potatoes', '1,5GB', '5GGB', '999999999999999TB', '0x10'])(
    '%s is none',
    (text) => {
      expect(parseBytes(text)).toBeNull()
    },
  )
})
