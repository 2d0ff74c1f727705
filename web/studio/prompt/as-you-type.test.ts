import { describe, expect, it } from 'vitest'
import { generationIdSchema } from '#contracts/ids'
import { type Prompt, promptSchema } from '#contracts/prompt'
import { newGenerationId } from '../sync/new-id.ts'
import { AsYouType, type Run } from './as-you-type.ts'

const words = (text: string): Prompt =>
  promptSchema.parse({
    ...{ text, negative: null, model: null, width: 1_024, height: 1_024, seed: 7 },
    ...{ steps: null, references: [], strength: null, mask: null },
  })

/** A clock that stands still until it is told. */
function typing() {
  let nowMs = 0
  let jobs: { atMs: number; work: () => void }[] = []
  const runs: (Run & { atMs: number })[] = []
  const tile = new AsYouType({
    makeId: newGenerationId,
    ask: (run) => runs.push({ ...run, atMs: nowMs }),
    later(work, ms) {
      const job = { atMs: nowMs + ms, work }
      jobs.push(job)
      return () => {
        jobs = jobs.filter((each) => each !== job)
      }
    },
  })
  function wait(ms: number) {
    const endMs = nowMs + ms
    for (;;) {
      const due = jobs.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!due) break
      nowMs = due.atMs
      jobs = jobs.filter((each) => each !== due)
      due.work()
    }
    nowMs = endMs
  }
  return { tile, runs, wait, told: () => runs.map(({ stage, atMs }) => [stage, atMs]) }
}

describe('while somebody types', () => {
  it('a preview comes 300 ms after the last key, and the full picture when they stop', () => {
    const { tile, wait, told } = typing()
    for (const text of ['a', 'a c', 'a cat']) {
      tile.typed(words(text))
      wait(100)
    }
    wait(5_000)
    expect(told()).toEqual([
      ['preview', 500],
      ['full', 1_400],
    ])
  })

  it('Enter asks for the full picture at once, and only once', () => {
    const { tile, wait, told } = typing()
    tile.typed(words('a cat'))
    wait(50)
    tile.entered(words('a cat'))
    tile.entered(words('a cat'))
    wait(5_000)
    expect(told()).toEqual([['full', 50]])
  })

  it('Enter asks again when the full picture has ended, as it does after a failure', () => {
    const { tile, wait, runs, told } = typing()
    tile.entered(words('a cat'))
    for (const { id } of runs) tile.ended(id)
    wait(100)
    tile.entered(words('a cat'))
    expect(told()).toEqual([
      ['full', 0],
      ['full', 100],
    ])
  })

  it('each run names the open ones of other words, and none of its own', () => {
    const { tile, wait, runs } = typing()
    tile.typed(words('a cat'))
    wait(400)
    tile.typed(words('a cat in'))
    wait(2_000)
    tile.typed(words('a cat in a hat'))
    wait(400)
    const [first, preview, full, last] = runs
    expect(runs.map(({ stage }) => stage)).toEqual(['preview', 'preview', 'full', 'preview'])
    expect(preview?.replaces).toEqual([first?.id])
    expect(full?.replaces).toEqual([first?.id])
    expect(last?.replaces).toEqual([first?.id, preview?.id, full?.id])
  })

  it('what has ended is replaced no more', () => {
    const { tile, wait, runs } = typing()
    tile.typed(words('a cat'))
    wait(400)
    tile.ended(runs[0]?.id ?? newGenerationId())
    tile.typed(words('a dog'))
    wait(400)
    expect(runs[1]?.replaces).toEqual([])
  })

  it('nothing is asked for without words, or twice for the same ones', () => {
    const { tile, wait, runs } = typing()
    tile.typed(words('  '))
    wait(2_000)
    expect(runs).toEqual([])
    tile.typed(words('a cat'))
    wait(2_000)
    tile.typed(words('a cat '))
    wait(2_000)
    expect(runs).toHaveLength(2)
  })

  it('ids rise with every run, also behind a page whose clock goes before', () => {
    const ahead = generationIdSchema.parse('gen_7ZZZZZZZ000000000000000000')
    const first = newGenerationId(ahead)
    const second = newGenerationId(first)
    expect([second, first, ahead].toSorted()).toEqual([ahead, first, second])
  })
})
