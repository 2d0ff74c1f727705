import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Measure } from '../launch/measure-report.ts'
import type { Seeded } from './seeded.ts'
import { sendByTus } from './send-by-tus.ts'
import type { WorkerApart } from './worker-apart.ts'

/** Where an upload is when the Worker is killed, and how long after that, at most. */
const steps = [
  { name: 'U2 reserving', at: 'create', withinMs: 15 },
  { name: 'U3 bytes on their way', at: 'bytes', withinMs: 120 },
  { name: 'U4 parts put together', at: 'last bytes', withinMs: 25 },
  { name: 'U5 the batch', at: 'last bytes', withinMs: 60 },
  { name: 'U6 the answer', at: 'last bytes', withinMs: 120 },
] as const

/** So many uploads are under way at each kill. */
const atOnce = 6
/** After so many kills everything is counted. A page of the list holds what came until then. */
const roundsPerAudit = 20

/**
 * T4: kill -9 of the Worker while uploads are reserved, sent, put together, entered and answered;
 * the clients go on as soon as it is back.
 */
export async function killAtEachStep({
  measure,
  worker,
  seeded,
  isFull,
}: {
  measure: Measure
  worker: WorkerApart
  seeded: Seeded
  isFull: boolean
}): Promise<void> {
  const found = { kills: 0, failed: 0, different: 0, files: 0, objects: 0, parts: 0 }
  const quota = { wrong: 0, reserved: 0 }
  const rounds = isFull ? 200 : 3
  for (const step of steps) {
    for (let round = 0; round < rounds; ) {
      const expected = new Map<string, number>()
      for (const until = Math.min(round + roundsPerAudit, rounds); round < until; round++) {
        const { kept, failed } = await killOnce(worker, seeded, step)
        found.kills += 1
        found.failed += failed
        for (const { fileId, sha256, sizeBytes } of kept) {
          if ((await worker.sha256Of(fileId)) !== sha256) found.different += 1
          expected.set(sha256, sizeBytes)
        }
      }
      // Whose very creation was answered to nobody, and which their clients began again.
      await worker.kill()
      worker.expireUploads()
      await worker.start()
      await worker.sweep()
      await worker.sweep()
      const [me, stored] = [await worker.me(), await worker.stored()]
      const bytes = [...expected.values()].reduce((sum, size) => sum + size, 0)
      found.files += Math.abs((await worker.countFiles()) - expected.size)
      found.objects += Math.abs(stored.objects - expected.size)
      found.parts += stored.openParts
      quota.wrong += Math.abs(me.usedBytes - bytes)
      quota.reserved += me.reservedBytes
      await worker.emptyLibrary()
      await worker.sweep()
      // A whole run takes hours: one that is stopped has said how far it came.
      const so = Object.entries({ ...found, ...quota }).map((pair) => pair.join(' '))
      process.stdout.write(`${step.name}, ${round} of ${rounds}: ${so.join(', ')}\n`)
    }
  }
  const none = (name: string, count: number, unit: string) =>
    measure.figure({ name, ours: count, goal: '0', ok: count === 0, unit })
  const wanted = steps.length * rounds
  measure.figure({
    ...{ name: 'kill -9 of the Worker at U2 to U6', ours: found.kills, goal: String(wanted) },
    ...{ ok: found.kills === wanted, unit: 'kills' },
  })
  none('uploads that never arrived', found.failed, 'uploads')
  none('files that differ', found.different, 'files')
  none('files too many or too few', found.files, 'files')
  none('objects too many or too few', found.objects, 'objects')
  none('parts of nobody', found.parts, 'parts')
  none('bytes by which the quota is wrong', quota.wrong, 'bytes')
  none('bytes still reserved', quota.reserved, 'bytes')
}

/** Some uploads at once, a kill on their way, and the Worker back: what arrived then. */
async function killOnce(worker: WorkerApart, seeded: Seeded, step: (typeof steps)[number]) {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const uploads = Array.from({ length: atOnce }, async (_, index) => {
    const bytes = seeded.bytes(seeded.between(1, 6_000_000))
    if (step.at === 'create') reach()
    const { fileId } = await sendByTus({
      endpoint: `${worker.url}/api/uploads`,
      ...{ token: worker.token, bytes, name: `${step.name}.bin` },
      ...(step.at === 'bytes' ? { chunkBytes: 1_000_000 } : {}),
      onSent(sentBytes) {
        if (index > 0) return
        if (step.at === 'bytes' || sentBytes === bytes.length) reach()
      },
    })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { fileId, sha256, sizeBytes: bytes.length }
  })
  const ended = Promise.allSettled(uploads)
  await Promise.race([reached, ended])
  await sleep(seeded.next() * step.withinMs)
  await worker.kill()
  await worker.start()
  const kept = (await ended).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  return { kept, failed: atOnce - kept.length }
}
