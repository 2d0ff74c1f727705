import { expect, it } from 'vitest'
import { formatAgo, formatBytes, formatDay, formatTimeLeft } from './format.ts'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 KB'],
  [1_449, '1.45 KB'],
  [999_499, '999 KB'],
  [999_500, '1 MB'],
  [12_345_678, '12.3 MB'],
  [5_000_000_000, '5 GB'],
  [8e12, '8 TB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

const now = new Date(2026, 10, 21, 12, 0, 0).getTime()

it.each([
  [5_000, 'just now'],
  [60_000, '1 minute ago'],
  [3 * 3_600_000, '3 hours ago'],
  [86_400_000, 'yesterday'],
  [10 * 86_400_000, '10 days ago'],
  [-5_000, 'just now'],
])('what was %i ms ago reads as %s', (ageMs, text) => {
  expect(formatAgo(new Date(now - ageMs).toISOString(), now)).toBe(text)
})

it.each([
  [new Date(2026, 10, 21, 0, 1), 'Today'],
  [new Date(2026, 10, 20, 23, 59), 'Yesterday'],
  [new Date(2026, 10, 13), 'Friday 13 November'],
  [new Date(2025, 4, 31), '31 May 2025'],
])('the day of %s reads as %s', (date, text) => {
  expect(formatDay(date.toISOString(), now)).toBe(text)
})

it.each([
  [null, ''],
  [Number.POSITIVE_INFINITY, ''],
  [0.2, 'about 1 s left'],
  [90, 'about 2 min left'],
  [7_200, 'about 2 h left'],
])('%s seconds left read as "%s"', (seconds, text) => {
  expect(formatTimeLeft(seconds)).toBe(text)
})
