import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { apiKeyScopes } from '#contracts/api-keys'
import type { AuditEvent } from '#contracts/audit'
import { uploadOutcomeSchema } from '#contracts/files'
import type { SpaceId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { spaceViewSchema } from '#contracts/spaces'
import { aKey, type TestKey, withoutKeyCache } from '../testing/api-keys.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { routesFor } from '../testing/protected-route.ts'
import { authenticateKey } from './authenticate-key.ts'
import { makeApiKey, revokeApiKey } from './change-keys.ts'

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
    const forFiles =
      /^\/(t\/|api\/(files|trash|tags|folders|search|uploads|timeline|images|map|duplicates))/
    const forFaces = /^\/(orgs|register\/|recognize\/|api\/face\/)/
    for (const route of routesFor('user', 'member')) {
      if (forFiles.test(route.path) || forFaces.test(route.path)) continue
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

it('a key of a member who was removed stays dead when they are added again', async () => {
  const [owner, member] = [await aUser(), await aUser()]
  const spaceId = await aSharedSpace(owner, member, 'admin')
  const key = await aKey(member, ['read'], { spaceId })
  expect((await key.fetch('/api/files', {}, withoutKeyCache)).status).toBe(200)
  const members = `/api/spaces/${spaceId}/members`
  await owner.fetch(`${members}/${member.userId}`, { method: 'DELETE' })
  expect((await key.fetch('/api/files', {}, withoutKeyCache)).status).toBe(401)
  const again = { username: member.username, role: 'admin' }
  expect((await owner.fetch(members, json('POST', again))).status).toBe(201)
  expect((await key.fetch('/api/files', {}, withoutKeyCache)).status).toBe(401)
  const next = await aKey(member, ['read'], { spaceId })
  expect((await next.fetch('/api/files', {}, withoutKeyCache)).status).toBe(200)
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

it('what happens to a key is audited in its space, without its text', async () => {
  const user = await aUser()
  const events: AuditEvent[] = []
  const deps = testDeps({ audit: { record: (...more) => void events.push(...more) } })
  const { key } = await aKey(user, ['read'])
  // The actor of a key stands in for its maker's, who may do the same and more.
  const maker = await authenticateKey(deps, key)
  if (!maker) throw new Error('the key opens nothing')
  const memberships = new Map(
    [...maker.memberships].map(([id, membership]) => [
      id,
      { ...membership, role: 'admin' as const },
    ]),
  )
  const actor = { ...maker, memberships }
  const wanted = { name: 'Secret name', scopes: ['read' as const], expiresInDays: 7 }
  const made = await makeApiKey(deps, actor, user.spaceId, wanted)
  await revokeApiKey(deps, actor, user.spaceId, made.view.id)
  expect(events.map(({ action, chain, subjectId }) => [action, chain, subjectId])).toEqual([
    ['api_key.made', user.spaceId, made.view.id],
    ['api_key.revoked', user.spaceId, made.view.id],
  ])
  expect(JSON.stringify(events)).not.toMatch(/vlt_|Secret name/)
})
