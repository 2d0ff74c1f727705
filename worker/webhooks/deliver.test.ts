import { expect, it, vi } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { webhookListSchema, webhookMadeSchema } from '#contracts/webhooks'
import { giveUpPreview } from '../files/give-up-preview.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'
import { aWebhook, isSignedBy, type TestWebhook } from '../testing/webhooks.ts'
import { maxTries, nextTryAt } from './back-off.ts'
import { deliverDue } from './deliver.ts'
import { webhookHeaders } from './sign.ts'
import { sweepWebhooks } from './sweep-webhooks.ts'

const day = 86_400_000
const soon = () => Date.now() + 1_000

async function aFile(user: TestUser, bytes: Uint8Array = jpegLike(crypto.randomUUID())) {
  return uploadOutcomeSchema.parse(await (await user.upload(bytes)).json()).file
}

/** Delivers what is due at that time, as the queue's consumer does. */
async function deliverAt(user: Pick<TestUser, 'spaceId'>, now: number) {
  const deps = testDeps({ now: () => now })
  await deliverDue(deps, user.spaceId)
  await deps.settled()
}

const typesOf = async (hook: TestWebhook) =>
  (await hook.received()).map(({ parsed }) => parsed.type).sort()

it('what happens in a space reaches its webhook, signed, within seconds and without the sweep', async () => {
  const user = await aUser()
  const hook = await aWebhook(user, { awake: true })
  const file = await aFile(user)
  await vi.waitFor(async () => expect(await hook.received()).toHaveLength(1), {
    timeout: 15_000,
    interval: 100,
  })
  const [one] = await hook.received()
  if (!one) throw new Error('nothing came')
  expect(one.parsed).toMatchObject({
    ...{ version: 1, type: 'file.created', id: one.headers['webhook-id'] },
    data: { spaceId: user.spaceId, fileId: file.id },
  })
  expect(one.headers['content-type']).toBe('application/json')
  expect(Math.abs(Number(one.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60)
  expect(await isSignedBy(hook.secret, one)).toBe(true)
  const { secret: other } = await aWebhook(user)
  expect(await isSignedBy(other, one)).toBe(false)
  expect(await isSignedBy(hook.secret, { ...one, body: `${one.body} ` })).toBe(false)
})

it('the signature is that of the example in the standard’s own libraries', () => {
  const headers = webhookHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    sentAtMs: 1_614_265_330_000,
    body: '{"test": 2432232314}',
  })
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

it('each event comes to whom it was promised, and to no other', async () => {
  const user = await aUser()
  const all = await aWebhook(user, {
    events: ['file.created', 'file.ready', 'file.failed', 'file.trashed', 'transform.ready'],
  })
  const ready = await aWebhook(user, { events: ['file.ready'] })
  const stranger = await aUser()
  const foreign = await aWebhook(stranger)
  const note = await aFile(user, new TextEncoder().encode('only text'))
  const picture = await aFile(user)
  await giveUpPreview(testDeps(), user.spaceId, picture.id)
  await user.fetch(`/api/files/${note.id}`, { method: 'DELETE' })
  await deliverAt(user, soon())
  await deliverAt(stranger, soon())
  expect(await typesOf(all)).toEqual([
    ...['file.created', 'file.created', 'file.failed', 'file.ready', 'file.trashed'],
  ])
  const events = (await all.received()).map(({ parsed }) => [parsed.type, parsed.data.fileId])
  expect(events).toContainEqual(['file.failed', picture.id])
  expect(events).toContainEqual(['file.ready', note.id])
  expect(await typesOf(ready)).toEqual(['file.ready'])
  expect(await foreign.received()).toEqual([])
})

it('a folder that goes to trash tells of each of its files', async () => {
  const user = await aUser()
  const made = await callAs(user, 'POST', '/api/folders', { name: 'Old' })
  const { id } = folderViewSchema.parse(await made.json())
  for (let count = 0; count < 3; count++) {
    const bytes = jpegLike(crypto.randomUUID())
    await user.fetch(`/api/files/upload?name=a.jpg&folder=${id}`, {
      ...{ method: 'POST', body: new Uint8Array(bytes) },
      headers: { 'Content-Length': String(bytes.length) },
    })
  }
  const hook = await aWebhook(user, { events: ['file.trashed'] })
  expect((await user.fetch(`/api/folders/${id}`, { method: 'DELETE' })).ok).toBe(true)
  await deliverAt(user, soon())
  expect(await typesOf(hook)).toEqual(['file.trashed', 'file.trashed', 'file.trashed'])
})

it('what happened before a webhook was there is not told to it', async () => {
  const user = await aUser()
  await aFile(user)
  const hook = await aWebhook(user)
  await deliverAt(user, soon())
  expect(await hook.received()).toEqual([])
  expect(await hook.deliveries()).toEqual({ items: [], nextCursor: null })
})

it('what fails is tried eight times over about a day, later each time, with one id', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await hook.willAnswer(...Array.from({ length: 20 }, () => 500))
  await aFile(user)
  const started = soon()
  let now = started
  for (let tries = 1; tries <= maxTries; tries++) {
    await deliverAt(user, now)
    await deliverAt(user, now)
    const { items } = await hook.deliveries()
    expect(items).toMatchObject([
      { tries, status: 500, state: tries < maxTries ? 'queued' : 'failed' },
    ])
    const { nextAt } = items[0] ?? {}
    now = Math.max(now, Date.parse(nextAt ?? ''), now + 1) || now
  }
  expect(now - started).toBeGreaterThan(0.7 * day)
  expect(now - started).toBeLessThan(1.3 * day)
  await deliverAt(user, now + 10 * day)
  const received = await hook.received()
  expect(received).toHaveLength(maxTries)
  expect(new Set(received.map(({ parsed }) => parsed.id)).size).toBe(1)
  for (const one of received) expect(await isSignedBy(hook.secret, one)).toBe(true)
})

it('a failure is forgotten with the next success', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await hook.willAnswer(503)
  await aFile(user)
  await deliverAt(user, soon())
  const list = `/api/spaces/${user.spaceId}/webhooks`
  const stateOf = async () =>
    webhookListSchema.parse(await (await user.fetch(list)).json()).items[0]
  expect((await stateOf())?.failingSince).not.toBeNull()
  await deliverAt(user, soon() + 60_000)
  expect(await stateOf()).toMatchObject({ failingSince: null, state: 'active' })
  expect((await hook.deliveries()).items).toMatchObject([
    { state: 'delivered', tries: 2, status: 200 },
  ])
})

it('the log tells status, time and the first KB of the answer', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await aFile(user)
  await deliverAt(user, soon())
  const [entry] = (await hook.deliveries()).items
  expect(entry).toMatchObject({ type: 'file.created', status: 200, error: null, tries: 1 })
  expect(entry?.answer).toMatch(/^200 for /)
  expect(entry?.answer).toHaveLength(1_024)
  expect(entry?.durationMs).toBeGreaterThanOrEqual(0)
})

it('a redirect is a failure, and is not followed', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await hook.willAnswer(302)
  await aFile(user)
  await deliverAt(user, soon())
  expect((await hook.deliveries()).items).toMatchObject([{ status: 302, state: 'queued' }])
})

it('410 ends a webhook until an admin takes it up again; what waits goes on then', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await aFile(user)
  await aFile(user)
  await hook.willAnswer(410)
  await deliverAt(user, soon())
  expect(await hook.received()).toHaveLength(1)
  const states = (await hook.deliveries()).items.map(({ state }) => state).sort()
  expect(states).toEqual(['failed', 'held'])
  const list = await user.fetch(`/api/spaces/${user.spaceId}/webhooks`)
  expect(await list.json()).toMatchObject({ items: [{ state: 'gone' }] })
  await aFile(user)
  await deliverAt(user, soon() + day)
  expect(await hook.received()).toHaveLength(1)
  expect((await callAs(user, 'PATCH', hook.path, { paused: false })).status).toBe(200)
  await deliverAt(user, soon() + day)
  // The one that was held; what happened meanwhile was not noted.
  expect(await hook.received()).toHaveLength(2)
})

it('after three days without one success a webhook is paused, and says so', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await hook.willAnswer(...Array.from({ length: 30 }, () => 500))
  await aFile(user)
  await deliverAt(user, soon())
  await aFile(user)
  await deliverAt(user, soon() + 2.9 * day)
  const list = `/api/spaces/${user.spaceId}/webhooks`
  expect(await (await user.fetch(list)).json()).toMatchObject({ items: [{ state: 'active' }] })
  await deliverAt(user, soon() + 3.1 * day)
  expect(await (await user.fetch(list)).json()).toMatchObject({ items: [{ state: 'failing' }] })
})

it('whoever is down is asked twice a run, however much waits for it', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await hook.willAnswer(...Array.from({ length: 30 }, () => 500))
  for (let count = 0; count < 5; count++) await aFile(user)
  await deliverAt(user, soon())
  expect(await hook.received()).toHaveLength(2)
})

it.each([
  ['removed', async (user: TestUser, hook: TestWebhook) => callAs(user, 'DELETE', hook.path)],
  [
    'paused',
    async (user: TestUser, hook: TestWebhook) => callAs(user, 'PATCH', hook.path, { paused: true }),
  ],
])('nothing reaches a webhook that is %s, not even what waited', async (_, end) => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await aFile(user)
  expect((await end(user, hook)).ok).toBe(true)
  await aFile(user)
  await deliverAt(user, soon())
  expect(await hook.received()).toEqual([])
})

it('nothing is delivered for a space in trash', async () => {
  const owner = await aUser()
  const { id: spaceId } = await aSharedSpace(owner)
  const hook = await aWebhook(owner, { spaceId })
  await uploadTo(owner, spaceId, jpegLike(crypto.randomUUID()))
  await callAs(owner, 'DELETE', `/api/spaces/${spaceId}`)
  await deliverAt({ spaceId }, soon())
  expect(await hook.received()).toEqual([])
})

it('two runs at once deliver each event once', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  for (let count = 0; count < 3; count++) await aFile(user)
  const now = soon()
  await Promise.all([deliverAt(user, now), deliverAt(user, now), deliverAt(user, now)])
  await deliverAt(user, now)
  const ids = (await hook.received()).map(({ parsed }) => parsed.id)
  expect([ids.length, new Set(ids).size]).toEqual([3, 3])
})

it('an event whose run died is delivered by a later one', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await aFile(user)
  const died = testDeps({
    now: soon,
    outbound: { fetch: () => Promise.reject(new Error('the isolate ended')) },
  })
  await expect(deliverDue(died, user.spaceId)).rejects.toThrow('the isolate ended')
  await deliverAt(user, soon())
  expect(await hook.received()).toHaveLength(0)
  await deliverAt(user, soon() + 130_000)
  expect(await hook.received()).toHaveLength(1)
})

it('a receiver whose name became private is not asked', async () => {
  const user = await aUser()
  const hook = await aWebhook(user, { url: 'https://private.example.com/hook' })
  await aFile(user)
  await deliverAt(user, soon())
  const [entry] = (await hook.deliveries()).items
  expect(entry).toMatchObject({ status: null, state: 'queued', tries: 1 })
  expect(entry?.error).toContain('not on the public Internet')
})

it('after a month deliveries are forgotten', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await aFile(user)
  await deliverAt(user, soon())
  await sweepWebhooks(testDeps({ now: () => Date.now() + 29 * day }))
  expect((await hook.deliveries()).items).toHaveLength(1)
  await sweepWebhooks(testDeps({ now: () => Date.now() + 31 * day }))
  expect((await hook.deliveries()).items).toEqual([])
})

it('waits grow, with a fifth more or less by chance, and end', () => {
  for (const chance of [0, 0.5, 1]) {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((tries) => nextTryAt(tries, 0, chance) ?? 0)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
  }
  expect(nextTryAt(1, 0, 0)).toBe(24_000)
  expect(nextTryAt(1, 0, 1)).toBe(36_000)
  expect(nextTryAt(maxTries, 0)).toBeNull()
})

it('a new secret signs from then on, and the one before no more', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  const changed = await user.fetch(`${hook.path}/secret`, { method: 'POST' })
  const { secret } = webhookMadeSchema.parse(await changed.json())
  await aFile(user)
  await deliverAt(user, soon())
  const [one] = await hook.received()
  if (!one) throw new Error('nothing came')
  expect([await isSignedBy(secret, one), await isSignedBy(hook.secret, one)]).toEqual([true, false])
})
