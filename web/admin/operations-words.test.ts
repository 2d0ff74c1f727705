import { expect, it } from 'vitest'
import { boundWords, jobCount, meterUse } from './operations-words.ts'

it('a meter says how much of what the plan includes is used, and in which time', () => {
  expect(meterUse({ name: 'requests', used: 1_204, limit: 100_000, per: 'day' })).toBe(
    '1,204 of 100,000 today',
  )
  expect(meterUse({ name: 'storage-bytes', used: 2_000_000, limit: null, per: 'always' })).toBe(
    '2 MB',
  )
})

it('bounds of durations and counts that stopped say that they are bounds', () => {
  expect([50, 1_500, null].map(boundWords)).toEqual(['≤ 50 ms', '≤ 1.5 s', '> 10 s'])
  expect(jobCount({ count: 1_000, state: 'queued' })).toBe('1,000 or more waiting')
})
