import { expect, it } from 'vitest'
import { failedJobsSchema, latencyBoundsMs, operationsSchema } from '#contracts/operations'
import { failSomeJobs } from '../testing/failed-jobs.ts'
import { aUser } from '../testing/harness.ts'
import { bucketOf } from './count-requests.ts'
import { percentile } from './percentile.ts'

it('an admin sees how often each route was asked, how it answered, and what is metered', async () => {
  const admin = await aUser({ isAdmin: true })
  const read = async () =>
    operationsSchema.parse(await (await admin.fetch('/api/admin/operations')).json())
  const requestsOf = async (route: string) =>
    (await read()).routes.find((each) => each.route === route) ?? { requests: 0, refused: 0 }
  const [before, start] = [await requestsOf('GET /api/files/:id'), await read()]
  for (const _ of [1, 2, 3]) await admin.fetch('/api/files/fil_01M808SJV6RDVDFKCB890JZ20X')
  const { file } = (await (await admin.upload('kept as it is', 'a.txt')).json()) as {
    file: { id: string }
  }
  await admin.fetch(`/api/files/${file.id}`)
  const after = await requestsOf('GET /api/files/:id')
  expect(after.requests - before.requests).toBe(4)
  expect(after.refused - before.refused).toBe(3)

  const end = await read()
  const sum = ({ minutes }: typeof end) => minutes.reduce((all, { requests }) => all + requests, 0)
  expect(end.minutes).toHaveLength(60)
  expect(sum(end) - sum(start)).toBeGreaterThanOrEqual(5)
  const used = ({ meters }: typeof end, name: string) =>
    meters.find((meter) => meter.name === name)?.used ?? 0
  expect(used(end, 'r2-class-a') - used(start, 'r2-class-a')).toBe(1)
  expect(used(end, 'storage-bytes')).toBeGreaterThan(0)
  expect(end.storage.some(({ userId }) => userId === admin.userId)).toBe(true)
  // Here is no account, so nothing has a limit but what the vault sets itself.
  expect([end.plan, end.meters.filter(({ limit }) => limit !== null)]).toEqual([null, []])
})

it('no id of a person or file stands in what is counted', async () => {
  const admin = await aUser({ isAdmin: true })
  await admin.fetch('/api/files/fil_01M808SJV6RDVDFKCB890JZ20X?name=secret.jpg')
  const { routes } = operationsSchema.parse(
    await (await admin.fetch('/api/admin/operations')).json(),
  )
  expect(routes.map(({ route }) => route).join()).not.toMatch(/[a-z]{3}_[0-9A-Z]{26}|secret/)
})

it('failed work is listed, and tried again when an admin says so', async () => {
  const ids = await failSomeJobs(2)
  const admin = await aUser({ isAdmin: true })
  const read = async () =>
    failedJobsSchema.parse(await (await admin.fetch('/api/admin/operations/failed-jobs')).json())
  const listed = await read()
  expect(listed.items.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  expect(listed.items[0]).toMatchObject({ attempts: 5, note: 'It broke.' })
  const { jobs } = operationsSchema.parse(await (await admin.fetch('/api/admin/operations')).json())
  expect(jobs.filter(({ state }) => state === 'failed').length).toBeGreaterThan(0)

  const retry = (body: object) =>
    admin.fetch('/api/admin/operations/failed-jobs/retry', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const [one, ...others] = ids
  expect(await (await retry({ ids: [one] })).json()).toEqual({ queued: 1 })
  expect(await (await retry({ ids: [one] })).json()).toEqual({ queued: 0 })
  expect(await (await retry({})).json()).toEqual({ queued: others.length })
  expect((await read()).items).toEqual([])
})

it('a percentile is the bound of the class in which that answer lies', () => {
  const counts = new Array<number>(latencyBoundsMs.length + 1).fill(0)
  expect(percentile(counts, 0.5)).toBeNull()
  for (let ms = 1; ms <= 100; ms++) {
    const bucket = bucketOf(ms)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  expect([0.5, 0.95, 0.99, 1].map((part) => percentile(counts, part))).toEqual([50, 100, 100, 100])
  expect(bucketOf(10_001)).toBe(latencyBoundsMs.length)
})
