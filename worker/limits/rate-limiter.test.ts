import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { LimitRule } from './classes.ts'

const minute = 60_000
const fiveAMinute: LimitRule = { limit: 5, windowMs: minute, lockMsMax: null }
const locking: LimitRule = { limit: 5, windowMs: minute, lockMsMax: 15 * minute }

function aCounter() {
  return env.RATE_LIMITER.get(env.RATE_LIMITER.idFromName(`test:${crypto.randomUUID()}`))
}

async function take(counter: ReturnType<typeof aCounter>, rule: LimitRule, times: number[]) {
  const outcomes = []
  for (const time of times) outcomes.push(await counter.take(rule, time))
  return outcomes
}

const same = (count: number, time: number) => Array<number>(count).fill(time)

describe('a window', () => {
  it('lets exactly its limit through of 50 takes at the same time', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => counter.take({ ...fiveAMinute, limit: 20 }, now)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20)
    const remaining = outcomes.filter(({ ok }) => ok).map((outcome) => outcome.remaining)
    expect(remaining.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  it('is over to the millisecond, and then takes as much again', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, fiveAMinute, same(5, now))
    expect(await counter.take(fiveAMinute, now + minute - 1)).toMatchObject({ ok: false })
    const after = await take(counter, fiveAMinute, same(6, now + minute))
    expect(after.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false])
  })

  it('slides: no minute holds more than its limit, wherever it begins', async () => {
    const [counter, start] = [aCounter(), Date.now()]
    const tries = Array.from({ length: 200 }, (_, index) => start + index * 1_700)
    const outcomes = await take(counter, fiveAMinute, tries)
    const taken = tries.filter((_, index) => outcomes[index]?.ok)
    for (const from of taken) {
      const inMinute = taken.filter((at) => at >= from && at < from + minute)
      expect(inMinute.length).toBeLessThanOrEqual(5)
    }
    expect(taken.length).toBeGreaterThan(20)
  })

  it('tells when the next take is free, and keeps the promise', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    const [first, second] = await take(counter, fiveAMinute, [now, now + 10_000])
    expect(first).toEqual({
      ok: true,
      limit: 5,
      remaining: 4,
      resetSeconds: 60,
      retryAfterSeconds: 0,
    })
    expect(second).toMatchObject({ remaining: 3, resetSeconds: 50 })
    await take(counter, fiveAMinute, same(3, now + 20_000))
    const refused = await counter.take(fiveAMinute, now + 20_500)
    expect(refused).toEqual({
      ...{ ok: false, limit: 5, remaining: 0, resetSeconds: 40, retryAfterSeconds: 40 },
    })
    expect(await counter.take(fiveAMinute, now + 20_500 + 40_000)).toMatchObject({ ok: true })
  })

  it('does not count what it refuses', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, fiveAMinute, same(5, now))
    await take(counter, fiveAMinute, same(30, now + minute / 2))
    expect(await counter.take(fiveAMinute, now + minute)).toMatchObject({ ok: true, remaining: 4 })
  })

  it('is not widened by a clock that is behind', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, fiveAMinute, same(4, now))
    const late = await take(counter, fiveAMinute, [now - 50_000, now - 50_000])
    expect(late.map(({ ok }) => ok)).toEqual([true, false])
    expect(await counter.take(fiveAMinute, now + 15_000)).toMatchObject({ ok: false })
  })

  it('holds less from the moment its limit is lowered', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    const times = Array.from({ length: 5 }, (_, index) => now + index * 1_000)
    await take(counter, fiveAMinute, times)
    const refused = await counter.take({ ...fiveAMinute, limit: 2 }, now + 5_000)
    expect(refused).toMatchObject({ ok: false, retryAfterSeconds: 58 })
    const lowered = { ...fiveAMinute, limit: 2 }
    expect(await counter.take(lowered, now + 63_000)).toMatchObject({ ok: true })
  })

  it('has room again for what is given back', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, fiveAMinute, same(5, now))
    await counter.giveBack()
    const after = await take(counter, fiveAMinute, same(2, now))
    expect(after.map(({ ok }) => ok)).toEqual([true, false])
  })
})

describe('a growing lock', () => {
  it('holds for a minute, then two, four, eight, and never longer than fifteen', async () => {
    const counter = aCounter()
    let now = Date.now()
    const waits: number[] = []
    for (let round = 0; round < 7; round++) {
      const outcomes = await take(counter, locking, same(6, now))
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false])
      const wait = outcomes.at(-1)?.retryAfterSeconds ?? 0
      waits.push(wait)
      now += wait * 1_000
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900, 900])
  })

  it('refuses everything until it ends, and is made no longer by trying', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, locking, same(6, now))
    for (let second = 1; second < 60; second++) {
      const outcome = await counter.take(locking, now + second * 1_000)
      expect(outcome).toMatchObject({ ok: false, retryAfterSeconds: 60 - second })
    }
    expect(await counter.take(locking, now + 60_000)).toMatchObject({ ok: true })
  })

  it('begins small again after a quarter of an hour without another', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, locking, same(6, now))
    const second = (await take(counter, locking, same(6, now + 60_000))).at(-1)
    expect(second?.retryAfterSeconds).toBe(120)
    const quiet = now + 180_000 + 15 * minute
    const third = (await take(counter, locking, same(6, quiet))).at(-1)
    expect(third?.retryAfterSeconds).toBe(60)
  })

  it('is gone once the account has proved itself', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, locking, same(6, now))
    await counter.clear()
    expect(await counter.take(locking, now)).toMatchObject({ ok: true, remaining: 4 })
  })
})

describe('what is kept', () => {
  const storedKeys = (counter: ReturnType<typeof aCounter>) =>
    runInDurableObject(counter, (_, state) => [...state.storage.kv.list()].length)

  it('outlives the object’s memory', async () => {
    const [counter, now] = [aCounter(), Date.now()]
    await take(counter, locking, same(6, now))
    await evictDurableObject(counter)
    const again = env.RATE_LIMITER.get(counter.id)
    expect(await again.take(locking, now + 1_000)).toMatchObject({ retryAfterSeconds: 59 })
  })

  it('stays until the window is over', async () => {
    const counter = aCounter()
    await take(counter, fiveAMinute, same(3, Date.now()))
    expect(await runDurableObjectAlarm(counter)).toBe(true)
    expect(await storedKeys(counter)).toBe(1)
    await runInDurableObject(counter, async (_, state) => {
      expect(await state.storage.getAlarm()).toBeGreaterThan(Date.now())
    })
  })

  it('is nothing any more when the window is over', async () => {
    const counter = aCounter()
    await take(counter, fiveAMinute, same(3, Date.now() - minute))
    await expect.poll(() => storedKeys(counter), { timeout: 10_000 }).toBe(0)
    await runInDurableObject(counter, async (_, state) => {
      expect(await state.storage.getAlarm()).toBe(null)
    })
    await counter.giveBack()
    expect(await storedKeys(counter)).toBe(0)
  })
})
