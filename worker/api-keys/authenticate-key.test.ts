import { env } from 'cloudflare:workers'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { apiKeyListSchema } from '#contracts/api-keys'
import { uploadOutcomeSchema } from '#contracts/files'
import { makeDb } from '../db/client.ts'
import { aKey, type TestKey, withoutKeyCache } from '../testing/api-keys.ts'
import { aUser, request, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { authenticateKey } from './authenticate-key.ts'
import { makeKeyText } from './key-text.ts'

async function aFile(user: TestUser): Promise<string> {
  const uploaded = await user.upload(jpegLike(crypto.randomUUID()))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
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
