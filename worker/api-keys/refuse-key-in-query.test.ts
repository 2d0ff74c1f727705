import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { expect, it, vi } from 'vitest'
import type { AuditEvent } from '#contracts/audit'
import { problemSchema } from '#contracts/problem'
import type { AppEnv } from '../app-env.ts'
import { aKey, type TestKey } from '../testing/api-keys.ts'
import { aUser, request, testDeps } from '../testing/harness.ts'
import { protectedRoutes } from '../testing/protected-route.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { makeKeyText } from './key-text.ts'
import { refuseKeyInQuery } from './refuse-key-in-query.ts'

async function exposedAt({ view }: TestKey) {
  const statement = env.DB.prepare('select exposed_at as at from api_keys where id = ?')
  return (await statement.bind(view.id).first<{ at: number | null }>())?.at
}

it.each([
  ['as a parameter of any name', (key: string) => `api_key=${key}`],
  ['after others', (key: string) => `limit=3&x=&token=${key}`],
  ['as the name of one', (key: string) => key],
  ['percent-encoded', (key: string) => `k=%76lt%5F${key.slice(4)}`],
])('a key in an address, %s, is refused and marked as exposed (A27)', async (_, query) => {
  const key = await aKey(await aUser(), ['read'])
  const response = await request(`/api/files?${query(key.key)}`)
  expect(response.status).toBe(400)
  const text = await response.text()
  expect(problemSchema.parse(JSON.parse(text)).detail).toBe(
    'Send the key in a header, not in the address.',
  )
  expect(text).not.toContain('vlt_')
  expect(await exposedAt(key)).toBeGreaterThan(0)
})

it('a key in an address is refused on every route, whoever may call it', async () => {
  const { key } = makeKeyText()
  for (const { method, path } of protectedRoutes) {
    const response = await request(`${path}?key=${key}`, { method })
    expect([method, path, response.status]).toEqual([method, path, 400])
  }
})

it('a key that was exposed still opens what it did, and its space’s admins see that it was', async () => {
  const user = await aUser()
  const key = await aKey(user, ['read'])
  await request(`/api/files?key=${key.key}`)
  expect((await key.fetch('/api/files')).status).toBe(200)
  const list = await (await user.fetch(`/api/spaces/${user.spaceId}/keys`)).json()
  expect(list).toMatchObject({ items: [{ id: key.view.id, exposedAt: expect.any(String) }] })
})

it('only the whole key marks it, so that nobody marks one whose handle they saw', async () => {
  const key = await aKey(await aUser(), ['read'])
  const { database, statements } = watchDatabase(env.DB)
  for (const text of [key.key.slice(0, 12), `${key.key.slice(0, 13)}${'0'.repeat(50)}`]) {
    const response = await request(`/api/files?key=${text}`, {}, { ...env, DB: database })
    expect(response.status).toBe(400)
  }
  expect(statements).toEqual([])
  expect(await exposedAt(key)).toBeNull()
})

it('is audited once however often it is seen, by the key’s id and nothing of its text', async () => {
  const key = await aKey(await aUser(), ['read'])
  const events: AuditEvent[] = []
  const deps = testDeps({ audit: { record: (...more) => void events.push(...more) } })
  const app = new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(refuseKeyInQuery)
    .onError((error, c) => c.text(error.message, 400))
  for (let count = 0; count < 3; count++) await app.request(`/api/files?key=${key.key}`)
  await deps.settled()
  const { spaceId: chain, id: subjectId } = key.view
  expect(events).toEqual([{ chain, action: 'api_key.exposed', actorId: null, subjectId }])
})

it('what only looks a little like one is let through', async () => {
  const user = await aUser()
  expect((await user.fetch('/api/files?x=avlt_1')).status).toBe(200)
})

it('no log line holds it', async () => {
  const { key } = await aKey(await aUser(), ['read'])
  const lines: string[] = []
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...parts) => void lines.push(parts.join(' '))),
  )
  await request(`/api/files?key=${key}`)
  await request('/api/files', { headers: { 'X-API-Key': key } })
  for (const spy of spies) spy.mockRestore()
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.join()).not.toContain(key.slice(0, 12))
})

it('the socket of the face API may take it in its address, and says so for itself', async () => {
  const { key } = makeKeyText()
  const headers = { Upgrade: 'websocket' }
  expect((await request(`/ws/recognize?token=${key}`, { headers })).status).toBe(401)
  expect((await request(`/ws/recognize/x?token=${key}`)).status).toBe(400)
})
