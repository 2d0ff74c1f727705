import { env } from 'cloudflare:workers'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { apiKeyListSchema, apiKeyScopes } from '#contracts/api-keys'
import { uploadOutcomeSchema } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { spaceViewSchema } from '#contracts/spaces'
import { makeDb } from '../db/client.ts'
import { aKey, type TestKey, withoutKeyCache } from '../testing/api-keys.ts'
import { aUser, request, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { routesFor } from '../testing/protected-route.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { authenticateKey } from './authenticate-key.ts'
import { makeKeyText } from './key-text.ts'

const json = (method: string, body: unknown) => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

async function aSharedSpace(owner: TestUser, member: TestUser, role: string): Promise<SpaceId> {
  const made = await owner.fetch('/api/spaces', json('POST', { name: 'Shared', kind: 'shared' }))
  const { id } = spaceViewSchema.parse(await made.json())
  const added = { username: member.username, role }
  expect((await owner.fetch(`/api/spaces/${id}/members`, json('POST', added))).status).toBe(201)
  return id
}

async function aFile(user: TestUser): Promise<string> {
  const uploaded = await user.upload(jpegLike(crypto.randomUUID()))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

function uploadWith(key: TestKey, query = '') {
  const body = jpegLike(crypto.randomUUID())
  const headers = { 'Content-Length': String(body.length) }
  const path = `/api/files/upload?name=a.jpg${query}`
  return key.fetch(path, { method: 'POST', headers, body: new Uint8Array(body) }, withoutKeyCache)
}

const listStatus = async (key: TestKey, bindings = withoutKeyCache) =>
  (await key.fetch('/api/files', {}, bindings)).status

describe('a key', () => {
  it('is told once, and neither it nor its secret is kept', async () => {
    const user = await aUser()
    const { key, view } = await aKey(user, ['read', 'upload', 'read'], { expiresInDays: 30 })
    expect(key).toMatch(/^vlt_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
    expect(view).toMatchObject({
      ...{ prefix: key.slice(0, 12), scopes: ['read', 'upload'], createdBy: user.userId },
      ...{ name: 'A program', lastUsedAt: null, exposedAt: null },
    })
    expect(Date.parse(view.expiresAt ?? '') - Date.parse(view.createdAt)).toBe(30 * 86_400_000)
    const list = await user.fetch(`/api/spaces/${user.spaceId}/keys`)
    expect(apiKeyListSchema.parse(await list.json())).toEqual({ items: [view] })
    const row = await env.DB.prepare('select * from api_keys where id = ?').bind(view.id).first()
    expect(JSON.stringify(row)).not.toContain(key.slice(13, 56))
  })

  it('opens what it may by either header, and says afterwards when it was last used', async () => {
    const user = await aUser()
    const { key, view } = await aKey(user, ['read'])
    const file = await aFile(user)
    for (const headers of [{ Authorization: `Bearer ${key}` }, { 'X-API-Key': key }]) {
      expect((await request(`/api/files/${file}`, { headers })).status).toBe(200)
    }
    const list = await user.fetch(`/api/spaces/${user.spaceId}/keys`)
    const [used] = apiKeyListSchema.parse(await list.json()).items
    expect(Date.parse(used?.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(view.createdAt))
  })

  it('costs no query while its answer is young, and one write a minute', async () => {
    const { key } = await aKey(await aUser(), ['read'])
    const { database, statements } = watchDatabase(env.DB)
    let now = Date.now()
    const deps = testDeps({ db: makeDb(database), now: () => now })
    for (let count = 0; count < 20; count++) await authenticateKey(deps, key)
    await deps.settled()
    expect(statements.map(({ sql }) => sql.slice(0, 6))).toEqual(['select', 'update'])
    now += 59_000
    await authenticateKey(deps, key)
    expect(statements).toHaveLength(2)
    now += 2_000
    await authenticateKey(deps, key)
    await deps.settled()
    expect(statements.map(({ sql }) => sql.slice(0, 6))).toEqual([
      ...['select', 'update', 'select', 'update'],
    ])
  })

  it('with a wrong checksum is refused without asking the database (A28)', async () => {
    const { key } = await aKey(await aUser(), ['read'])
    const { database, statements } = watchDatabase(env.DB)
    const bindings = { ...withoutKeyCache, DB: database }
    const last = key.at(-1) === '0' ? '1' : '0'
    const other = key[20] === 'a' ? 'b' : 'a'
    const wrong = [
      key.slice(0, -1) + last,
      key.slice(0, 20) + other + key.slice(21),
      key.slice(0, -1),
      `${key}0`,
      key.toUpperCase().replace('VLT_', 'vlt_'),
      'vlt_',
      "vlt_' OR 1=1 --",
    ]
    for (const text of wrong) {
      const response = await request('/api/files', { headers: { 'X-API-Key': text } }, bindings)
      expect([text, response.status]).toEqual([text, 401])
    }
    expect(statements).toEqual([])
  })

  it('that is sound but nobody made is refused, the second time without asking', async () => {
    const { database, statements } = watchDatabase(env.DB)
    const headers = { 'X-API-Key': makeKeyText().key }
    for (let count = 0; count < 5; count++) {
      const response = await request('/api/files', { headers }, { ...env, DB: database })
      expect(response.status).toBe(401)
    }
    expect(statements).toHaveLength(1)
  })

  it('with the handle of another and a sound checksum is refused', async () => {
    const { key } = await aKey(await aUser(), ['read'])
    const named = `${key.slice(0, 13)}${'0'.repeat(43)}`
    let [rest, checksum] = [crc32(named), '']
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    for (let place = 0; place < 6; place++) {
      checksum = digits[rest % 62] + checksum
      rest = Math.floor(rest / 62)
    }
    const headers = { 'X-API-Key': `${named}_${checksum}` }
    expect((await request('/api/files', { headers })).status).toBe(401)
  })
})

describe('the scopes of a key', () => {
  const opens = { list: ['read'], view: ['read'], download: ['read'], upload: ['upload'] }
  const wanted: Record<string, readonly string[]> = { ...opens, trash: ['delete'] }

  it.each(apiKeyScopes.map((scope) => [scope]))(
    '"%s" opens its routes and no other',
    async (scope) => {
      const user = await aUser()
      const file = await aFile(user)
      const key = await aKey(user, [scope])
      const answers = {
        list: await key.fetch('/api/files'),
        view: await key.fetch(`/api/files/${file}`),
        download: await key.fetch(`/api/files/${file}/download`),
        upload: await uploadWith(key),
        trash: await key.fetch(`/api/files/${file}`, { method: 'DELETE' }),
      }
      for (const [route, response] of Object.entries(answers)) {
        const isOpen = wanted[route]?.includes(scope) ?? false
        expect([route, response.ok]).toEqual([route, isOpen])
        if (!isOpen) expect(response.status).toBe(403)
        await response.body?.cancel()
      }
    },
  )

  it('are no more than the role of who made it: a viewer’s key with "upload" uploads nothing', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const spaceId = await aSharedSpace(owner, member, 'admin')
    const key = await aKey(member, ['read', 'upload'], { spaceId })
    expect((await uploadWith(key)).status).toBe(201)
    const path = `/api/spaces/${spaceId}/members/${member.userId}`
    expect((await owner.fetch(path, json('PATCH', { role: 'viewer' }))).status).toBe(200)
    expect((await uploadWith(key)).status).toBe(403)
    expect(await listStatus(key)).toBe(200)
  })
})

describe('a key never', () => {
  it('makes, lists, widens or revokes keys, its own neither (A25)', async () => {
    const user = await aUser()
    const key = await aKey(user, [...apiKeyScopes])
    const path = `/api/spaces/${user.spaceId}/keys`
    const more = { name: 'More', scopes: ['admin'], expiresInDays: null }
    const tries = [
      key.fetch(path),
      key.fetch(path, json('POST', more)),
      key.fetch(`${path}/${key.view.id}`, { method: 'DELETE' }),
    ]
    for (const response of await Promise.all(tries)) expect(response.status).toBe(403)
    // There is no way at all to change one, for nobody.
    for (const method of ['PATCH', 'PUT', 'POST']) {
      const init = json(method, { scopes: ['admin'] })
      expect((await user.fetch(`${path}/${key.view.id}`, init)).status).toBe(404)
    }
  })

  it('is a person: no route of accounts and spaces takes it', async () => {
    const user = await aUser()
    const key = await aKey(user, [...apiKeyScopes])
    const forFiles = /^\/api\/(files|trash|tags|folders|search)/
    for (const route of routesFor('user', 'member')) {
      if (forFiles.test(route.path)) continue
      const path = route.path.replace(':spaceId', user.spaceId)
      const { status } = await key.fetch(path, { method: route.method })
      expect([route.method, route.path, status]).toEqual([route.method, route.path, 403])
    }
  })

  it('administers the vault, also when an admin made it', async () => {
    const key = await aKey(await aUser({ isAdmin: true }), [...apiKeyScopes])
    for (const route of routesFor('admin')) {
      const { status } = await key.fetch(route.path, { method: route.method })
      expect([route.method, route.path, status]).toEqual([route.method, route.path, 404])
    }
  })

  it('leaves its space: others of its maker are for it as if they were not there (A26)', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const second = await aSharedSpace(user, stranger, 'viewer')
    const key = await aKey(user, ['read', 'upload', 'delete'], { spaceId: second })
    const mine = await aFile(user)
    for (const spaceId of [user.spaceId, stranger.spaceId]) {
      expect((await key.fetch(`/api/files?space=${spaceId}`)).status).toBe(404)
      expect((await uploadWith(key, `&space=${spaceId}`)).status).toBe(404)
    }
    expect((await key.fetch(`/api/files/${mine}`)).status).toBe(404)
    expect((await key.fetch(`/api/files/${mine}/download`)).status).toBe(404)
    expect((await key.fetch(`/api/files/${mine}`, { method: 'DELETE' })).status).toBe(404)
    expect(await (await key.fetch(`/api/files?ids=${mine}`)).json()).toMatchObject({ items: [] })
  })
})

describe('a key ends', () => {
  it('at once when it is revoked, and is revoked once', async () => {
    const user = await aUser()
    const key = await aKey(user, ['read'])
    expect(await listStatus(key, env)).toBe(200)
    const path = `/api/spaces/${user.spaceId}/keys/${key.view.id}`
    expect((await user.fetch(path, { method: 'DELETE' })).status).toBe(204)
    expect(await listStatus(key, env)).toBe(401)
    expect((await user.fetch(path, { method: 'DELETE' })).status).toBe(404)
    const list = await user.fetch(`/api/spaces/${user.spaceId}/keys`)
    expect(await list.json()).toEqual({ items: [] })
  })

  it('to the millisecond when it expires, whatever is cached', async () => {
    const { key, view } = await aKey(await aUser(), ['read'], { expiresInDays: 1 })
    const end = Date.parse(view.expiresAt ?? '')
    expect(await authenticateKey(testDeps({ now: () => end - 1 }), key)).not.toBeNull()
    expect(await authenticateKey(testDeps({ now: () => end }), key)).toBeNull()
  })

  it.each([
    ['its maker is removed from the space', 'delete from members where user_id = ?1'],
    ['its maker is disabled', 'update users set disabled_at = 1 where id = ?1'],
    ['its maker is deleted', 'update users set deleted_at = 1 where id = ?1'],
    ['its space is put into trash', 'update spaces set trashed_at = 1 where owner_id = ?1'],
  ])('when %s, as soon as the cached answer is too old', async (_, statement) => {
    const user = await aUser()
    const { key } = await aKey(user, ['read'])
    let now = Date.now()
    const deps = testDeps({ now: () => now })
    expect(await authenticateKey(deps, key)).not.toBeNull()
    await env.DB.prepare(statement).bind(user.userId).run()
    now += deps.config.apiKeyCacheMs
    expect(await authenticateKey(deps, key)).toBeNull()
  })
})

describe('the keys of a space', () => {
  it('are its admins’ to see and make', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const spaceId = await aSharedSpace(owner, member, 'editor')
    const path = `/api/spaces/${spaceId}/keys`
    const wanted = { name: 'Mine', scopes: ['read'], expiresInDays: null }
    expect((await member.fetch(path)).status).toBe(403)
    expect((await member.fetch(path, json('POST', wanted))).status).toBe(403)
  })

  it('are revoked by any admin, and by who made them with any role', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const spaceId = await aSharedSpace(owner, member, 'admin')
    const [mine, ownersKey] = [
      await aKey(member, ['read'], { spaceId }),
      await aKey(owner, ['read'], { spaceId }),
    ]
    const person = `/api/spaces/${spaceId}/members/${member.userId}`
    await owner.fetch(person, json('PATCH', { role: 'viewer' }))
    const revoke = async (user: TestUser, key: TestKey) =>
      (await user.fetch(`/api/spaces/${spaceId}/keys/${key.view.id}`, { method: 'DELETE' })).status
    expect(await revoke(member, ownersKey)).toBe(403)
    expect(await revoke(member, mine)).toBe(204)
    expect(await revoke(owner, ownersKey)).toBe(204)
  })

  it('are at most 100 that live', async () => {
    const user = await aUser()
    const first = await aKey(user, ['read'])
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 99)
       insert into api_keys (id, space_id, name, handle, key_hash, scopes, created_by, created_at)
       select 'key_' || i || ?1, ?1, 'x', i || ?1, 'x', 'read', ?2, 1 from n`,
    )
      .bind(user.spaceId, user.userId)
      .run()
    const path = `/api/spaces/${user.spaceId}/keys`
    const wanted = json('POST', { name: 'One more', scopes: ['read'], expiresInDays: null })
    expect((await user.fetch(path, wanted)).status).toBe(409)
    await user.fetch(`${path}/${first.view.id}`, { method: 'DELETE' })
    expect((await user.fetch(path, wanted)).status).toBe(201)
  })

  it.each([
    ['without scopes', { name: 'x', scopes: [], expiresInDays: null }],
    ['with a scope that is none', { name: 'x', scopes: ['everything'], expiresInDays: null }],
    ['without a name', { name: ' ', scopes: ['read'], expiresInDays: null }],
    ['that ended before it began', { name: 'x', scopes: ['read'], expiresInDays: 0 }],
    ['for another owner', { name: 'x', scopes: ['read'], expiresInDays: null, createdBy: 'usr_0' }],
  ])('are never made %s', async (_, body) => {
    const user = await aUser()
    const response = await user.fetch(`/api/spaces/${user.spaceId}/keys`, json('POST', body))
    expect(response.status).toBe(400)
    expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
  })
})
