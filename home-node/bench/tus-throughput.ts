import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Seeded } from '../faults/seeded.ts'
import { sendByTus } from '../faults/send-by-tus.ts'
import type { WorkerApart } from '../faults/worker-apart.ts'
import type { Measure } from '../launch/measure-report.ts'
import { startBareWorker } from './bare-worker.ts'

const root = resolve(import.meta.dirname, '../..')
const partBytes = 16 * 1_048_576

/** Chunks of whole parts go straight into them; smaller ones are written twice. */
const chunkings = [
  ['one', Number.POSITIVE_INFINITY, 'one request', 0.5],
  ['large', 4 * partBytes, 'requests of 64 MiB', 0.5],
  ['small', partBytes / 2, 'requests of 8 MiB', 0.3],
] as const

/**
 * One file by tus-js-client, in requests of several sizes, beside a Worker that only puts it into R2;
 * the better of three each.
 */
export async function measureTusThroughput(
  measure: Measure,
  worker: WorkerApart,
  seeded: Seeded,
  sizeBytes: number,
) {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-bare-'))
  const bare = await startBareWorker(root, folder)
  const endpoint = `${worker.url}/api/uploads`
  const rates = { one: 0, large: 0, small: 0, bare: 0 }
  const timed = async (name: keyof typeof rates, send: () => Promise<unknown>) => {
    const beganMs = performance.now()
    await send()
    const rate = sizeBytes / 1e6 / ((performance.now() - beganMs) / 1_000)
    rates[name] = Math.max(rates[name], rate)
  }
  try {
    for (let round = 0; round < 3; round++) {
      const bytes = seeded.bytes(sizeBytes)
      const sending = { endpoint, token: worker.token, bytes, name: 'fast.bin' }
      await timed('bare', () => fetch(`${bare.url}/${round}`, { method: 'PUT', body: bytes }))
      for (const [name, chunkBytes] of chunkings) {
        // Other bytes each time: the same would be known already.
        bytes[0] = (bytes[0] ?? 0) + 1
        await timed(name, () => sendByTus({ ...sending, chunkBytes }))
        await worker.readBack()
      }
      await worker.emptyLibrary()
      await worker.sweep()
    }
  } finally {
    await bare.child.stop()
    await rm(folder, { recursive: true, force: true })
  }
  for (const [name, , words, goal] of chunkings) {
    const ours = rates[name]
    const ratio = ours / rates.bare
    measure.figure({
      ...{ name: `tus-js-client, ${words}`, ours, ratio, unit: 'MB/s' },
      ...{ peer: { name: 'bare R2 put', value: rates.bare }, goal: `at least ${goal}` },
      ok: ratio >= goal,
    })
  }
}
