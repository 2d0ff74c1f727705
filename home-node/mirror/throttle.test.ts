import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { isWithin, makeThrottle } from './throttle.ts'

it.each([
  [{ from: 22, to: 7 }, [22, 23, 0, 6], [7, 12, 21]],
  [{ from: 9, to: 17 }, [9, 16], [8, 17, 0]],
  [{ from: 5, to: 5 }, [0, 5, 23], []],
])('%o is open and closed when it says', (hours, open, closed) => {
  expect(open.every((hour) => isWithin(hours, hour))).toBe(true)
  expect(closed.some((hour) => isWithin(hours, hour))).toBe(false)
})

it('streams that share a limit take at least as long as it says, and come whole', async () => {
  const throttle = makeThrottle(2_000_000, new AbortController().signal)
  const bytes = randomBytes(1_600_000)
  async function* source() {
    for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
  }
  const begun = performance.now()
  const both = await Promise.all([0, 1].map(() => buffer(throttle(source()))))
  // 3.2 MB at 2 MB a second, a second's worth of it at once.
  expect(performance.now() - begun).toBeGreaterThan(590)
  for (const each of both) expect(each.equals(bytes)).toBe(true)
})
