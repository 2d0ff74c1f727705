import { searchPageSchema } from '#contracts/search'
import { startWorkerApart, type WorkerApart } from '../faults/worker-apart.ts'
import type { Measure } from '../launch/measure-report.ts'
import { fillLibrary } from './made-library.ts'

const rounds = 20
/** So many until workerd and its D1 have compiled what they run often: some thousand requests. */
const warmUps = 25

/** What people type, from what half of all files have to what none has. */
const queries = [
  ...['person', 'img', 'jpg', 'iphone', 'dog', 'porto', 'giraffe', 'birthday', 'invoice 4711'],
  ...['animal', 'vehicle', 'furniture', 'food', 'person dog', 'red car', 'brown dog oslo'],
  ...['per', 'do', '"birthday 77"', 'dog -person', 'tag:dog place:porto', 'person before:2016'],
  ...['type:photo after:2020', 'qwzrtp', 'dog qwzrtp', 'a picture of a cat on a couch in paris'],
]

/**
 * Words only, over 100,000 files: the whole request, as the page makes it, over a real Worker and D1,
 * with no home node. Every query is asked in turn, so that none has the caches for itself.
 */
export async function measureWords(measure: Measure, files = 100_000): Promise<void> {
  const worker = await startWorkerApart()
  try {
    const { userId, spaces } = await worker.me()
    const spaceId = spaces[0]?.id
    if (spaceId === undefined) throw new Error('the admin has no space')
    await worker.kill()
    worker.changeDatabase((database) => fillLibrary(database, { files, spaceId, userId }))
    await worker.start()
    const took = new Map<string, number[]>(queries.map((q) => [q, []]))
    for (let round = 0; round < warmUps; round++) {
      for (const q of queries) await ask(worker, q)
    }
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const q of queries) {
        took.get(q)?.push(await ask(worker, q))
        bare.push(await timed(() => worker.fetch('/api/me')))
      }
    }
    const all = [...took.values()].flat()
    const slowest = [...took]
      .map(([q, times]) => ({ q, p95: quantile(times, 0.95) }))
      .sort((one, two) => two.p95 - one.p95)
      .slice(0, 3)
      .map(({ q, p95 }) => `${q} ${p95.toFixed(0)} ms`)
    measure.figure({
      name: `a search by words over ${files} files, p95 of ${queries.length} queries (p50 ${quantile(all, 0.5).toFixed(1)} ms; slowest: ${slowest.join(', ')})`,
      ours: quantile(all, 0.95),
      peer: { name: 'p95 of asking the same Worker who one is', value: quantile(bare, 0.95) },
      goal: 'under 40 ms',
      ok: quantile(all, 0.95) < 40,
      unit: 'ms',
    })
  } finally {
    await worker.stop()
  }
}

async function ask(worker: WorkerApart, q: string): Promise<number> {
  return await timed(async () => {
    const response = await worker.fetch(`/api/search?limit=50&q=${encodeURIComponent(q)}`)
    const { items } = searchPageSchema.parse(await response.json())
    if (items.length === 0 && q === 'dog') throw new Error('the library is not there')
    return response
  })
}

async function timed(asking: () => Promise<Response>): Promise<number> {
  const start = performance.now()
  const response = await asking()
  if (!response.bodyUsed) await response.text()
  return performance.now() - start
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((one, two) => one - two)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
