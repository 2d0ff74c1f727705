import { expect, it } from 'vitest'
import { frameTimesMs } from './film-times.ts'

it('a film is looked at by its poster and near its beginning, middle and end, each once', () => {
  expect(frameTimesMs(6_000)).toEqual([600, 3_000, 5_400])
  expect(frameTimesMs(600_000)).toEqual([10_000, 60_000, 300_000, 540_000])
  expect(frameTimesMs(null)).toEqual([0])
})
