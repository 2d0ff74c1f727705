import { expect, it } from 'vitest'
import { WorkerAwayError } from '../link/worker-client.ts'
import { makeLog } from '../log.ts'
import { until } from '../testing.ts'
import { type LeaseLoopOptions, startLeaseLoop } from './lease-loop.ts'

/** A loop over nothing, with what it did; ended by `end`, after which it resolves. */
function aLoop(options: Partial<LeaseLoopOptions>) {
  const ending = new AbortController()
  const done: string[] = []
  const loop = startLeaseLoop({
    event: 'test.lease',
    lease: async () => [],
    runGroup: async () => {},
    isIngesting: () => false,
    stop: async () => void done.push('stopped'),
    signal: ending.signal,
    log: makeLog(),
    pollMs: { first: 5, longest: 20 },
    ...options,
  })
  const end = async () => {
    ending.abort()
    await loop.done
    return done
  }
  return { loop, end }
}

it('nothing is leased while previews are made, and then it is', async () => {
  let isIngesting = true
  let leased = 0
  let asked = 0
  const { end } = aLoop({
    isIngesting: () => {
      asked += 1
      return isIngesting
    },
    lease: async () => {
      leased += 1
      return []
    },
  })
  await until(async () => asked > 4)
  expect(leased).toBe(0)
  isIngesting = false
  await until(async () => leased > 0)
  await end()
})

it('a Worker that is away is asked again, and the engine ends with the loop', async () => {
  let leased = 0
  const { end, loop } = aLoop({
    lease: async () => {
      leased += 1
      if (leased === 1) throw new WorkerAwayError('away')
      return []
    },
  })
  await until(async () => leased === 1)
  loop.wake()
  await until(async () => leased > 1)
  expect(await end()).toEqual(['stopped'])
})
