import { describe, expect, it } from 'vitest'
import { inChunks, maxBoundParameters } from './in-chunks.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('inChunks', () => {
  it.each([
    [0, 0, []],
    [1, 0, [1]],
    [100, 0, [100]],
    [101, 0, [100, 1]],
    [100, 1, [99, 1]],
    [250, 2, [98, 98, 54]],
  ])('never binds more than D1 takes: %i values beside %i others', async (count, others, sizes) => {
    const seen: number[] = []
    const rows = await inChunks(
      numbers(count),
      async (chunk) => {
        seen.push(chunk.length)
        return chunk
      },
      others,
    )
    expect(seen).toEqual(sizes)
    expect(rows).toEqual(numbers(count))
    expect(Math.max(0, ...seen) + others).toBeLessThanOrEqual(maxBoundParameters)
  })
})
