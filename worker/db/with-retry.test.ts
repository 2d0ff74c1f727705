import { describe, expect, it } from 'vitest'
import { isPassingD1Error, withD1Retry } from './with-retry.ts'

/** As D1 words them (T7 of the catalogue of faults). */
const passing = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node: object to be reset',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'D1_ERROR: Internal error in D1 DB storage caused object to be reset.',
  'D1_ERROR: D1 DB reset because its code was updated.',
  'D1_ERROR: D1 DB is overloaded. Too many requests queued.',
]
const noSleep = async () => undefined

describe('work on D1 that may be done twice', () => {
  it.each(passing)('is done again after "%s", and then counts once', async (message) => {
    for (let failures = 0; failures < 5; failures++) {
      let tries = 0
      const rows = new Set<string>()
      const work = async () => {
        // Done, and the answer lost: what the second try meets.
        rows.add('the row')
        if (tries++ < failures) throw new Error('Failed query', { cause: new Error(message) })
        return rows.size
      }
      expect(await withD1Retry(work, noSleep)).toBe(1)
      expect(tries).toBe(failures + 1)
    }
  })

  it('is given up after five tries, with the error of the last', async () => {
    let tries = 0
    const work = async () => {
      throw new Error(`Network connection lost ${++tries}`)
    }
    await expect(withD1Retry(work, noSleep)).rejects.toThrow('Network connection lost 5')
    expect(tries).toBe(5)
  })

  it('waits between tries, each time up to twice as long, never at once with others', async () => {
    const waits: number[] = []
    const work = async () => {
      throw new Error(passing[0])
    }
    const sleep = async (ms: number) => void waits.push(ms)
    await expect(withD1Retry(work, sleep)).rejects.toThrow()
    expect(waits).toHaveLength(4)
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThan(100 * 2 ** index)
  })

  it.each(['UNIQUE constraint failed: files.id', 'no such column: x', 'D1_TYPE_ERROR: undefined'])(
    'is not done again after "%s"',
    async (message) => {
      let tries = 0
      const work = async () => {
        tries += 1
        throw new Error(message)
      }
      await expect(withD1Retry(work, noSleep)).rejects.toThrow(message)
      expect([tries, isPassingD1Error(new Error(message))]).toEqual([1, false])
    },
  )
})
