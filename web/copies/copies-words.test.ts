import { expect, it } from 'vitest'
import type { CopiesReport } from '#contracts/ledger'
import { copiesWords, eventWords, lossWords, verdictOf } from './copies-words.ts'

const all = { originals: 48_213, bytes: 2e12 }

it.each([
  ['cloud', 'If the cloud vanished now'],
  ['disk', 'If disk 1tb died'],
  ['disks', 'If all disks were gone'],
] as const)('what may happen to a %s is said in words', (of, words) => {
  expect(eventWords({ of, name: '1tb' })).toBe(words)
})

it('a loss is said with its share and its size, and none as none', () => {
  expect(lossWords({ originals: 12, bytes: 3.4e9 }, all)).toBe(
    'you would lose 12 of 48,213 originals, 3.4 GB',
  )
  expect(lossWords({ originals: 0, bytes: 0 }, all)).toBe('you would lose nothing')
})

it.each([
  [[0, 0, 0], 'empty'],
  [[0, 0, 5], 'safe'],
  [[0, 1, 5], 'single'],
  [[1, 0, 5], 'unproven'],
] as const)('originals with 0, 1 and 2 copies, %j of them, are %s', (counts, verdict) => {
  const byCopies = counts.map((originals, copies) => ({ copies, originals, bytes: 1 }))
  const originals = counts.reduce<number>((sum, each) => sum + each, 0)
  const report: CopiesReport = { originals, bytes: 1, byCopies, places: [], losses: [] }
  expect(verdictOf(report)).toBe(verdict)
})

it('no copy is not called a copy', () => {
  expect([0, 1, 3].map(copiesWords)).toEqual(['no verified copy', '1 copy', '3 copies'])
})
