import type { DatabaseSync } from 'node:sqlite'
import { searchPageSchema } from '#contracts/search'
import { makeSeeded } from '../faults/seeded.ts'
import { startWorkerApart, type WorkerApart } from '../faults/worker-apart.ts'
import type { Measure } from '../launch/measure-report.ts'
import { fillLibrary } from './made-library.ts'

const dimensions = 512
const requests = 200
/** Until workerd and its D1 have compiled what they run often. */
const warmUps = 400

/**
 * Pictures like one, over 100,000 files: the whole request over a real Worker, D1 and Durable Object.
 * Nothing has to be embedded for it. The first request reads all vectors from D1, the first after a
 * start reads them from the object's own storage.
 */
export async function measureRequests(measure: Measure, files = 100_000): Promise<void> {
  const worker = await startWorkerApart()
  try {
    const { userId, spaces } = await worker.me()
    const spaceId = spaces[0]?.id
    if (spaceId === undefined) throw new Error('the admin has no space')
    await worker.kill()
    worker.changeDatabase((database) => {
      fillLibrary(database, { files, spaceId, userId })
      embedAll(database, files)
    })
    await worker.start()
    const firstMs = await ask(worker, 1)
    await worker.kill()
    await worker.start()
    const wokenMs = await ask(worker, 1)
    const seeded = makeSeeded(3)
    for (let request = 0; request < warmUps; request++) await ask(worker, seeded.between(1, files))
    const took: number[] = []
    for (let request = 0; request < requests; request++) {
      took.push(await ask(worker, seeded.between(1, files)))
    }
    took.sort((one, two) => one - two)
    const [p50, p95] = [0.5, 0.95].map((share) => took[Math.floor(requests * share)] ?? 0)
    measure.figure({
      name: `pictures like one of ${files}, the whole request, p95 (p50 ${p50?.toFixed(1)} ms)`,
      ...{ ours: p95 ?? 0, goal: 'under 60', ok: (p95 ?? 0) < 60, unit: 'ms' },
    })
    measure.figure({
      name: `the first request, with ${files} vectors to read from D1`,
      ...{ ours: firstMs / 1_000, goal: 'under 30', ok: firstMs < 30_000, unit: 's' },
    })
    measure.figure({
      name: `the first request after a start, with ${files} vectors to read from storage`,
      ...{ ours: wokenMs / 1_000, goal: 'under 5', ok: wokenMs < 5_000, unit: 's' },
    })
  } finally {
    await worker.stop()
  }
}

async function ask(worker: WorkerApart, number: number): Promise<number> {
  const id = `fil_${String(number).padStart(26, '0')}`
  const start = performance.now()
  const response = await worker.fetch(`/api/search?limit=50&like=${id}`)
  const { items } = searchPageSchema.parse(await response.json())
  if (items.length === 0) throw new Error('nothing is like it: the vectors are not there')
  return performance.now() - start
}

/** A vector for each file of the library, in a direction of its own. */
function embedAll(database: DatabaseSync, files: number): void {
  const seeded = makeSeeded(files)
  const insert = database.prepare(
    `insert into embeddings (file_id, model, frame, space_id, vector, scale, created_at)
      select id, 'made@1', 0, space_id, ?, ?, 1 from files where id = ?`,
  )
  database.exec('begin')
  for (let number = 1; number <= files; number++) {
    const values = new Int8Array(seeded.bytes(dimensions).buffer)
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
    const id = `fil_${String(number).padStart(26, '0')}`
    insert.run(new Uint8Array(values.buffer), 1 / length, id)
  }
  database.exec('commit')
}
