import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followed } from './followed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is read again and again while somebody looks, and not after', async () => {
  let count = 0
  const { state, follow } = followed(
    async () => ++count,
    () => 1_000,
  )
  const stop = follow()
  await vi.advanceTimersByTimeAsync(2_500)
  expect(state.value).toEqual({ value: 3, error: null })
  stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(count).toBe(3)
})

it('keeps what it had while it fails, says why, and goes on', async () => {
  const answers = [async () => 'first', async () => Promise.reject(new Error('away'))]
  const { state, follow } = followed(
    () => answers.shift()?.() ?? Promise.resolve('back'),
    () => 1_000,
  )
  const stop = follow()
  await vi.advanceTimersByTimeAsync(1_100)
  expect(state.value).toEqual({ value: 'first', error: new Error('away') })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(state.value).toEqual({ value: 'back', error: null })
  stop()
})

it('an older reading that comes late is dropped', async () => {
  const give: ((value: string) => void)[] = []
  const { state, load } = followed(
    () => new Promise<string>((resolve) => give.push(resolve)),
    () => null,
  )
  const both = [load(), load()]
  give[1]?.('new')
  give[0]?.('old')
  await Promise.all(both)
  expect(state.value.value).toBe('new')
})
