import { env } from 'cloudflare:workers'
import { describe, expect, inject, it } from 'vitest'
import { apiKeyMadeSchema } from '#contracts/api-keys'
import { problemSchema } from '#contracts/problem'
import {
  replayedWebhookSchema,
  webhookDeliveryViewSchema,
  webhookMadeSchema,
} from '#contracts/webhooks'
import { aUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'
import { aWebhook, isSignedBy } from '../testing/webhooks.ts'
import { deliverDue } from './deliver.ts'

const origin = inject('outsideOrigin')
const day = 86_400_000

const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

describe('webhooks of a space', () => {
  it('are for its admins: editors and viewers are refused, strangers find nothing', async () => {
    const [owner, editor, stranger] = [await aUser(), await aUser(), await aUser()]
    const { id: spaceId } = await aSharedSpace(owner, [[editor, 'editor']])
    const hook = await aWebhook(owner, { spaceId })
    const list = `/api/spaces/${spaceId}/webhooks`
    const calls: [string, string, object?][] = [
      ['GET', list],
      ['POST', list, { url: 'https://outside.example.com/', events: ['file.created'] }],
      ['PATCH', hook.path, { paused: true }],
      ['DELETE', hook.path],
      ['POST', `${hook.path}/test`],
      ['POST', `${hook.path}/secret`],
      ['GET', `${hook.path}/deliveries`],
      ['POST', `${hook.path}/replay`, { since: '2026-01-01T00:00:00Z' }],
    ]
    for (const [method, path, body] of calls) {
      expect([method, path, (await callAs(editor, method, path, body)).status]).toEqual([
        ...[method, path, 403],
      ])
      expect((await callAs(stranger, method, path, body)).status).toBe(404)
    }
    // A webhook of one space is not found under another, also by who administers both.
    const elsewhere = hook.path.replace(spaceId, owner.spaceId)
    expect((await callAs(owner, 'DELETE', elsewhere)).status).toBe(404)
    expect(await hook.received()).toEqual([])
  })

  it.each([
    ['a private address', 'https://192.168.0.1/hook'],
    ['a name of the house', 'https://nas.local/hook'],
    ['plain HTTP', 'http://outside.example.com/hook'],
    ['a password', 'https://a:b@outside.example.com/hook'],
  ])('are not made for %s', async (_, url) => {
    const user = await aUser()
    const list = `/api/spaces/${user.spaceId}/webhooks`
    const body = { url, events: ['file.created'] }
    const made = await callAs(user, 'POST', list, body)
    expect([made.status, await codeOf(made)]).toEqual([400, 'url_not_allowed'])
    const hook = await aWebhook(user)
    expect(await codeOf(await callAs(user, 'PATCH', hook.path, { url }))).toBe('url_not_allowed')
  })

  it.each([
    ['no event', { url: 'https://outside.example.com/', events: [] }],
    ['an event that is none', { url: 'https://outside.example.com/', events: ['file.eaten'] }],
    ['no address', { events: ['file.created'] }],
    [
      'more than it may say',
      { url: 'https://outside.example.com/', events: ['file.created'], secret: 'x' },
    ],
  ])('are not made with %s', async (_, body) => {
    const user = await aUser()
    expect((await callAs(user, 'POST', `/api/spaces/${user.spaceId}/webhooks`, body)).status).toBe(
      400,
    )
  })

  it('are at most ten', async () => {
    const user = await aUser()
    for (let count = 0; count < 10; count++) await aWebhook(user)
    await expect(aWebhook(user)).rejects.toThrow('409')
  })

  it('are changed where something is said, and stay as they are elsewhere', async () => {
    const user = await aUser()
    const hook = await aWebhook(user, { description: 'For the frame', events: ['file.ready'] })
    const changed = await callAs(user, 'PATCH', hook.path, { description: 'For the kitchen' })
    expect(await changed.json()).toEqual({ ...hook.webhook, description: 'For the kitchen' })
    const more = await callAs(user, 'PATCH', hook.path, {
      events: ['share.visited', 'file.failed'],
    })
    expect(await more.json()).toMatchObject({ events: ['share.visited', 'file.failed'] })
  })
})

it('a secret is told once, is not in the database, and never in another answer or the log', async () => {
  const user = await aUser()
  const lines: string[] = []
  const log = console.log
  console.log = (line: string) => void lines.push(line)
  const hook = await aWebhook(user)
  const changed = await user.fetch(`${hook.path}/secret`, { method: 'POST' })
  const { secret } = webhookMadeSchema.parse(await changed.json())
  await user.upload(jpegLike(crypto.randomUUID()))
  const answers = [
    await user.fetch(`/api/spaces/${user.spaceId}/webhooks`),
    await user.fetch(`${hook.path}/test`, { method: 'POST' }),
    await user.fetch(`${hook.path}/deliveries`),
    await callAs(user, 'PATCH', hook.path, { description: 'x' }),
    await user.fetch(`/api/spaces/${user.spaceId}/audit`),
  ]
  const told = await Promise.all(answers.map((answer) => answer.text()))
  console.log = log
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const rows = await env.DB.prepare('select * from webhooks where id = ?')
    .bind(hook.webhook.id)
    .all()
  const everything = [...told, ...lines, JSON.stringify(rows)].join('\n')
  for (const one of [secret, hook.secret]) expect(everything).not.toContain(one.slice(6))
  expect(lines.join('\n')).not.toContain('/hook')
})

it('a test event is sent at once, whatever the webhook listens to, and its outcome is told', async () => {
  const user = await aUser()
  const hook = await aWebhook(user, { events: ['share.visited'] })
  const other = await aWebhook(user)
  const sent = await user.fetch(`${hook.path}/test`, { method: 'POST' })
  expect(webhookDeliveryViewSchema.parse(await sent.json())).toMatchObject({
    ...{ type: 'webhook.test', state: 'delivered', status: 200, fileId: null },
  })
  const [one] = await hook.received()
  expect(one && (await isSignedBy(hook.secret, one))).toBe(true)
  expect(await other.received()).toEqual([])
  await hook.willAnswer(404)
  const failed = await user.fetch(`${hook.path}/test`, { method: 'POST' })
  expect(await failed.json()).toMatchObject({ state: 'queued', status: 404, tries: 1 })
})

it('a paused webhook sends no test until it is taken up again', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  await callAs(user, 'PATCH', hook.path, { paused: true })
  expect((await user.fetch(`${hook.path}/test`, { method: 'POST' })).status).toBe(409)
  await callAs(user, 'PATCH', hook.path, { paused: false })
  expect((await user.fetch(`${hook.path}/test`, { method: 'POST' })).status).toBe(200)
})

describe('replay', () => {
  it('delivers one event again, with the id that it had', async () => {
    const user = await aUser()
    const hook = await aWebhook(user)
    await user.fetch(`${hook.path}/test`, { method: 'POST' })
    const [first] = (await hook.deliveries()).items
    const path = `${hook.path}/deliveries/${first?.id}/replay`
    const again = await user.fetch(path, { method: 'POST' })
    expect(await again.json()).toMatchObject({ eventId: first?.eventId, state: 'delivered' })
    const received = await hook.received()
    expect(received.map(({ parsed }) => parsed.id)).toEqual([first?.eventId, first?.eventId])
    expect((await hook.deliveries()).items).toHaveLength(2)
    const stranger = await aWebhook(user)
    const wrong = `${stranger.path}/deliveries/${first?.id}/replay`
    expect((await user.fetch(wrong, { method: 'POST' })).status).toBe(404)
  })

  it('delivers everything that failed since a time, and each once', async () => {
    const user = await aUser()
    const hook = await aWebhook(user)
    await user.upload(jpegLike(crypto.randomUUID()))
    await user.upload(jpegLike(crypto.randomUUID()))
    await env.DB.prepare(
      "update webhook_deliveries set state = 'failed', tries = 8 where webhook_id = ?",
    )
      .bind(hook.webhook.id)
      .run()
    const replay = async (since: number) => {
      const body = { since: new Date(since).toISOString() }
      const answer = await callAs(user, 'POST', `${hook.path}/replay`, body)
      return replayedWebhookSchema.parse(await answer.json())
    }
    expect(await replay(Date.now() + day)).toEqual({ replayed: 0 })
    expect(await replay(Date.now() - day)).toEqual({ replayed: 2 })
    expect(await replay(Date.now() - day)).toEqual({ replayed: 0 })
    await deliverDue(testDeps({ now: () => Date.now() + 1_000 }), user.spaceId)
    await expect.poll(async () => (await hook.received()).length).toBe(2)
  })
})

it('the log is paged, newest first, and each entry is on one page', async () => {
  const user = await aUser()
  const hook = await aWebhook(user)
  for (let count = 0; count < 5; count++) {
    await user.fetch(`${hook.path}/test`, { method: 'POST' })
  }
  const ids: string[] = []
  let query = '?limit=2'
  for (;;) {
    const page = await hook.deliveries(query)
    ids.push(...page.items.map(({ id }) => id))
    if (page.nextCursor === null) break
    query = `?limit=2&cursor=${page.nextCursor}`
  }
  expect([ids.length, new Set(ids).size]).toEqual([5, 5])
  expect(ids).toEqual([...ids].sort().reverse())
  expect((await user.fetch(`${hook.path}/deliveries?cursor=none`)).status).toBe(400)
})

it('a key of the space makes no webhook', async () => {
  const user = await aUser()
  const body = { name: 'All', scopes: ['admin'], expiresInDays: null }
  const made = await callAs(user, 'POST', `/api/spaces/${user.spaceId}/keys`, body)
  const { key } = apiKeyMadeSchema.parse(await made.json())
  const response = await user.fetch(`/api/spaces/${user.spaceId}/webhooks`, {
    ...{
      method: 'POST',
      body: JSON.stringify({ url: `${origin}/hook`, events: ['file.created'] }),
    },
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, Cookie: '' },
  })
  expect(response.status).toBe(403)
})
