import { expect, it } from 'vitest'
import type { CopiesReport } from '#contracts/ledger'
import {
  copiesWords,
  drillWords,
  eventWords,
  healthWords,
  lossWords,
  mirrorWords,
  policyWords,
  verdictOf,
} from './copies-words.ts'

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
  const report: CopiesReport = {
    originals,
    bytes: 1,
    byCopies,
    places: [],
    losses: [],
    lastDrill: null,
  }
  expect(verdictOf(report)).toBe(verdict)
})

it('no copy is not called a copy', () => {
  expect([0, 1, 3].map(copiesWords)).toEqual(['no verified copy', '1 copy', '3 copies'])
})

it('a policy, the mirror and a drive are said in words', () => {
  const disks = [{ id: 'dsk_01ARZ3NDEKTSV4RRFFQ69G5FAV', name: '1tb' }]
  expect(policyWords({ copies: 2, diskIds: null, isInCloud: true }, disks)).toBe(
    '2 copies at home, and one in R2',
  )
  const removals = { isHeld: false, copies: 0, untilMs: 0 }
  const mirror = { copies: 1_204, bytes: 3.4e9, bytesPerSecond: 8e7, removals }
  expect(mirrorWords(mirror)).toBe(
    '1,204 copies still to make, 3.4 GB, at 80 MB a second: about 1 minute.',
  )
  const smart = {
    ...{ isPassed: false, temperatureC: 41, powerOnHours: null, percentUsed: null, note: null },
    ...{ pendingSectors: 8, reallocatedSectors: 0 },
  }
  expect(healthWords({ ioErrors: 1, smart })).toEqual({
    isBad: true,
    words: '1 error since the start, SMART expects it to fail, 8 unreadable sectors, 41 °C',
  })
})

it('a rehearsal is said with what it found, and its absence too', () => {
  const drill = { disk: '8tb', at: '2026-03-01T12:00:00Z', snapshotAt: '2026-03-01T03:00:00Z' }
  const figures = { tookMs: 60_000, rows: 1_200, originals: 40, wrong: 0 }
  expect(drillWords({ ...drill, ...figures })).toContain('1,200 rows and 40 originals came back')
  expect(drillWords({ ...drill, ...figures, wrong: 2 })).toContain('2 of them were wrong')
  expect(drillWords(null)).toContain('not been rehearsed')
})
