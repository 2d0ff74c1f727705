import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { startCuttingProxy } from './cutting-proxy.ts'
import { makeSeeded } from './seeded.ts'
import { sendByTus } from './send-by-tus.ts'
import { startWorkerApart, type WorkerApart } from './worker-apart.ts'

let worker: WorkerApart

beforeAll(async () => {
  worker = await startWorkerApart()
}, 120_000)
afterAll(() => worker?.stop())

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

it('arrives byte-identical and once over a line that is cut, while the Worker is killed', async () => {
  const seeded = makeSeeded(20_261_121)
  const bytes = seeded.bytes(60_000_000)
  const proxy = await startCuttingProxy(worker.port, seeded, {
    cutsMax: 30,
    cutAfterBytes: 12_000_000,
  })
  const killAt = [10_000_000, 30_000_000, 50_000_000]
  let kills = 0
  let restarting: Promise<void> = Promise.resolve()
  const sent = await sendByTus({
    endpoint: `http://127.0.0.1:${proxy.port}/api/uploads`,
    ...{ token: worker.token, bytes, name: 'long.bin', chunkBytes: 4_500_000 },
    onProgress(accepted) {
      if (accepted < (killAt[kills] ?? Number.POSITIVE_INFINITY)) return
      kills += 1
      restarting = restarting.then(async () => {
        await worker.kill()
        await worker.start()
      })
    },
  })
  await restarting
  await proxy.close()
  expect(kills).toBe(3)
  expect(proxy.cuts()).toBeGreaterThan(5)
  expect(sent.outcome).toBe('created')
  expect(await worker.sha256Of(sent.fileId)).toBe(sha256(bytes))
  const list = fileListSchema.parse(await (await worker.fetch('/api/files')).json())
  expect(list.items.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual([
    [sent.fileId, bytes.length],
  ])
  await worker.sweep()
  expect(await worker.me()).toMatchObject({ usedBytes: bytes.length, reservedBytes: 0 })
  expect(await worker.stored()).toEqual({ objects: 1, objectBytes: bytes.length, openParts: 0 })
}, 120_000)
