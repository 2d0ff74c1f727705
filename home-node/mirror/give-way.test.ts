import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { makeGiveWay } from './give-way.ts'

const never = new AbortController().signal

it('lets the mirror go on at once while no picture is decoded', async () => {
  await makeGiveWay(() => false, never)()
})

it('holds the mirror until the pictures are done', async () => {
  let isBusy = true
  let hasGone = false
  const gone = makeGiveWay(() => isBusy, never)().then(() => {
    hasGone = true
  })
  await sleep(150)
  expect(hasGone).toBe(false)
  isBusy = false
  await gone
})

it('never holds the mirror for longer than its limit, however long the import', async () => {
  const giveWay = makeGiveWay(() => true, never, 100)
  await giveWay()
  // The limit is one for the whole import: the next original does not wait anew.
  const isHeldAgain = await Promise.race([giveWay().then(() => false), sleep(40, true)])
  expect(isHeldAgain).toBe(false)
})

it('holds nothing when the home node stops', async () => {
  const stopping = new AbortController()
  const gone = makeGiveWay(() => true, stopping.signal)()
  stopping.abort()
  await gone
})
