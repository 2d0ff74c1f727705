import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { expect, inject, it } from 'vitest'
import { z } from 'zod'
import { operationsSchema } from '#contracts/operations'
import { jobs } from '../db/schema/jobs.ts'
import { makeDeps } from '../deps.ts'
import { failSomeJobs } from '../testing/failed-jobs.ts'
import { aUser } from '../testing/harness.ts'
import { raiseAlerts } from './watch-vault.ts'

const receivedSchema = z.array(
  z.object({ headers: z.record(z.string(), z.string()), body: z.string() }),
)

it('an alert is told once an hour while it lasts, and once when it is over', async () => {
  const origin = inject('outsideOrigin')
  const key = crypto.randomUUID()
  const bindings = { ...env, ALERT_URL: `${origin}/hook?key=${key}`, ALERT_TOKEN: 'a-token' }
  const deps = makeDeps(bindings, { test: true }, () => undefined)
  const start = Date.now()
  const raise = async (minutes: number) =>
    await raiseAlerts({ ...deps, now: () => start + minutes * 60_000 })
  const received = async () =>
    receivedSchema.parse(await (await fetch(`${origin}/delivered?key=${key}`)).json())
  const told = async () => (await received()).map(({ body }) => body)

  await raise(0)
  expect(await told()).toEqual([])
  const ids = await failSomeJobs(1)
  const says = 'Background work failed for good within the last day.'
  for (const minutes of [5, 10, 60]) await raise(minutes)
  expect(await told()).toEqual([says])
  expect((await received())[0]?.headers).toMatchObject({
    title: 'CloudVault: look at this',
    authorization: 'Bearer a-token',
  })
  const admin = await aUser({ isAdmin: true })
  const read = async () =>
    operationsSchema.parse(await (await admin.fetch('/api/admin/operations')).json()).alerts
  expect(await read()).toMatchObject([{ name: 'failed-work', says, overAt: null }])

  // What could not be told is told the next time.
  await fetch(`${origin}/answers?key=${key}&statuses=500`)
  await raise(65)
  await raise(70)
  expect(await told()).toEqual([says, says, says])
  for (const id of ids) await deps.db.delete(jobs).where(eq(jobs.id, z.any().parse(id)))
  for (const minutes of [75, 80]) await raise(minutes)
  expect(await told()).toEqual([says, says, says, `Over: ${says}`])
  expect((await read())[0]?.overAt).not.toBeNull()
})
