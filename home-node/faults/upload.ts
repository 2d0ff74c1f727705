import { createHash } from 'node:crypto'
import { measureTusThroughput } from '../bench/tus-throughput.ts'
import type { Measure } from '../launch/measure-report.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { killAtEachStep } from './kill-uploads.ts'
import { makeSeeded, type Seeded } from './seeded.ts'
import { sendByTus } from './send-by-tus.ts'
import { startWorkerApart, type WorkerApart } from './worker-apart.ts'

const mebibyte = 1_048_576
const partBytes = 16 * mebibyte

interface FaultRun {
  measure: Measure
  worker: WorkerApart
  seeded: Seeded
  isFull: boolean
}

/**
 * Resumable uploads of the real Worker by tus-js-client: over a line that is cut, with the Worker
 * killed at each step, in races for the quota and for the same bytes, and abandoned. `--full`: as
 * often as the catalogue of faults says; `--seed N` plays a run again.
 */
export async function run(measure: Measure): Promise<void> {
  const seedAt = measure.args.indexOf('--seed')
  const given = seedAt === -1 ? Number.NaN : Number(measure.args[seedAt + 1])
  const seeded = makeSeeded(Number.isInteger(given) ? given : Math.floor(Math.random() * 2 ** 32))
  process.stdout.write(`seed ${seeded.seed}\n`)
  const worker = await startWorkerApart()
  const all: FaultRun = { measure, worker, seeded, isFull: measure.args.includes('--full') }
  try {
    await measureTusThroughput(measure, worker, seeded, (all.isFull ? 512 : 192) * mebibyte)
    await cutTheLine(all)
    await raceForQuota(all)
    await raceWithSameBytes(all)
    await killAtEachStep(all)
    await abandon(all)
  } finally {
    await worker.stop()
  }
}

const none = ({ measure }: FaultRun, name: string, count: number, unit: string) =>
  measure.figure({ name, ours: count, goal: '0', ok: count === 0, unit })

/** T34, in small: every cut costs at most the part or the piece that was on its way. */
async function cutTheLine(all: FaultRun) {
  const { measure, worker, seeded, isFull } = all
  const bytes = seeded.bytes((isFull ? 1_024 : 128) * mebibyte)
  const limits = { cutsMax: isFull ? 200 : 30, cutAfterBytes: 24 * mebibyte }
  const proxy = await startCuttingProxy(worker.port, seeded, limits)
  const sent = await sendByTus({
    endpoint: `http://127.0.0.1:${proxy.port}/api/uploads`,
    ...{ token: worker.token, bytes, name: 'cut.bin' },
  })
  await proxy.close()
  const wanted = createHash('sha256').update(bytes).digest('hex')
  const isSame = (await worker.sha256Of(sent.fileId)) === wanted
  none(all, 'files that differ after a line that is cut', isSame ? 0 : 1, 'files')
  const [cuts, again] = [proxy.cuts(), (proxy.sentBytes() - bytes.length) / mebibyte]
  measure.figure({ name: 'cuts', ours: cuts, goal: 'some', ok: cuts > 0, unit: 'cuts' })
  measure.figure({
    ...{ name: 'sent again for each cut', ours: again / Math.max(cuts, 1), unit: 'MiB' },
    ...{ goal: 'at most a part, 16', ok: again / Math.max(cuts, 1) <= partBytes / mebibyte },
  })
  await purgeAll(worker)
}

/** T12 */
async function raceForQuota(all: FaultRun) {
  const { worker, seeded, isFull } = all
  const { usedBytes, quotaBytes } = await worker.me()
  let overshoot = 0
  for (let round = 0; round < (isFull ? 200 : 10); round++) {
    const size = Math.floor((quotaBytes - usedBytes) / seeded.between(5, 40))
    const paths = (
      await Promise.all(
        Array.from({ length: 50 }, () => worker.create(Math.min(size, 160_000_000_000))),
      )
    ).filter((path) => path !== null)
    const me = await worker.me()
    overshoot += Math.max(0, me.usedBytes + me.reservedBytes - quotaBytes)
    for (const path of paths) await worker.tus('DELETE', path)
  }
  none(all, 'bytes over the quota in races of 50', overshoot, 'bytes')
  none(all, 'bytes still reserved after they ended', (await worker.me()).reservedBytes, 'bytes')
}

/** T13 */
async function raceWithSameBytes(all: FaultRun) {
  const { worker, seeded, isFull } = all
  let wrong = 0
  for (let round = 0; round < (isFull ? 200 : 5); round++) {
    const bytes = seeded.bytes(seeded.between(1, 400_000))
    const sending = { endpoint: `${worker.url}/api/uploads`, token: worker.token, bytes, name: 'x' }
    const sent = await Promise.all(Array.from({ length: 20 }, () => sendByTus(sending)))
    const created = sent.filter(({ outcome }) => outcome === 'created').length
    if (created !== 1 || new Set(sent.map(({ fileId }) => fileId)).size !== 1) wrong += 1
  }
  none(all, 'rounds of 20 equal uploads that made more than one file', wrong, 'rounds')
  await purgeAll(worker)
}

/** T32: left lying, they are gone after their time. */
async function abandon(all: FaultRun) {
  const { worker, seeded, isFull } = all
  const count = isFull ? 1_000 : 60
  for (let index = 0; index < count; index++) {
    const path = await worker.create(40 * mebibyte)
    if (path !== null) await worker.patch(path, 0, seeded.bytes(seeded.between(1, 50_000)))
  }
  await worker.kill()
  worker.expireUploads()
  await worker.start()
  for (let round = 0; round <= count / 50 + 1; round++) await worker.sweep()
  none(all, 'bytes still reserved by abandoned uploads', (await worker.me()).reservedBytes, 'bytes')
  const { objects, openParts } = await worker.stored()
  none(all, 'objects and parts left of abandoned uploads', objects + openParts, 'objects')
}

/** Empties the library, so that what is left over afterwards is what should not be there. */
async function purgeAll(worker: WorkerApart) {
  await worker.emptyLibrary()
  await worker.sweep()
}
