import { describe, expect, it } from 'vitest'
import { problemSchema } from '#contracts/problem'
import { aKey } from './testing/api-keys.ts'
import { anAddress, aUser, origin, request, type TestUser } from './testing/harness.ts'
import { manyFiles } from './testing/many-files.ts'
import { pathWithIds } from './testing/naughty.ts'
import { protectedRoutes } from './testing/protected-route.ts'

const pagedLists = [
  '/api/files',
  '/api/files?trashed=true',
  '/api/images',
  '/api/tags',
  '/api/tags/lake/files',
  '/api/admin/users',
  '/api/admin/invite-codes?all=true',
  '/api/admin/access-requests',
  '/api/admin/rate-limit-hits',
]

const injections = [
  "' OR 1=1 --",
  "' OR '1'='1",
  "'; drop table users; --",
  "x') union select password_hash, 1, 1 from users --",
  '(select password_hash from users limit 1)',
  '"*',
  'a* NOT b',
  '%',
  '_'.repeat(60),
  '%a'.repeat(30),
  '\u0000',
]

const withQuery = (path: string, name: string, value: string) =>
  `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams([[name, value]])}`

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

let signedIn: Promise<TestUser> | undefined
/** One admin with a few files, for all that changes nothing. */
const anAdmin = () =>
  (signedIn ??= aUser({ isAdmin: true }).then(async (admin) => {
    await manyFiles(admin, 5)
    return admin
  }))

async function send(method: string, path: string, body: string) {
  const { cookie } = await anAdmin()
  const headers = { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' }
  const init = { method, headers: { ...headers, 'CF-Connecting-IP': anAddress() }, body }
  return await request(path, init)
}

describe.each(pagedLists)('the list %s', (path) => {
  it.each(['-1', '0', '201', '1e9', '1.5', 'NaN', '', 'all', '1;drop table files'])(
    'refuses limit=%s and gives no page without bounds (A68)',
    async (limit) => {
      const response = await (await anAdmin()).fetch(withQuery(path, 'limit', limit))
      expect(response.status).toBe(400)
      expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
    },
  )

  it.each([
    ['that is no cursor', 'nonsense'],
    ['that is empty', ''],
    ['that is SQL', "' OR 1=1 --"],
    ['of another shape', cursorOf({ timeMs: 1, id: 'x' })],
    ['with SQL for its time', cursorOf(["1' OR 1=1 --", 'x'])],
    ['with a time beyond all', Buffer.from('[1e400,"x"]').toString('base64url')],
    ['with more than two parts', cursorOf([1, 'x', 1])],
    ['with an object for its id', cursorOf([1, { $ne: null }])],
    ['of 100,000 characters', 'A'.repeat(100_000)],
    ['of deep JSON', Buffer.from('['.repeat(140)).toString('base64url')],
  ])('refuses a cursor %s (A68)', async (_, cursor) => {
    const response = await (await anAdmin()).fetch(withQuery(path, 'cursor', cursor))
    expect(response.status).toBe(400)
    expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
  })

  it('shows nothing of others by a cursor that was made up', async () => {
    const [user, other] = [await anAdmin(), await aUser()]
    const [theirs] = await manyFiles(other, 1)
    const cursor = cursorOf([Number.MAX_SAFE_INTEGER, 'fil_7ZZZZZZZZZZZZZZZZZZZZZZZZZ'])
    const response = await user.fetch(withQuery(path, 'cursor', cursor))
    expect([200, 400]).toContain(response.status)
    expect(await response.text()).not.toContain(theirs)
  })

  it.each(['sort', 'order', 'filter', 'q', 'space', 'state', 'search', 'ids', '__proto__'])(
    'takes SQL in %s for text, or refuses it',
    async (name) => {
      const admin = await anAdmin()
      for (const text of injections) {
        const response = await admin.fetch(withQuery(path, name, text))
        expect([text, response.status < 500]).toEqual([text, true])
        expect(await response.text()).not.toMatch(/scrypt|sqlite|D1_ERROR/i)
      }
    },
  )
})

it('a search for users takes SQL and wildcards literally: they find nobody', async () => {
  const admin = await anAdmin()
  for (const text of injections.filter((injection) => injection !== '\u0000')) {
    const response = await admin.fetch(withQuery('/api/admin/users', 'search', text))
    expect(await response.json()).toEqual({ items: [], nextCursor: null })
  }
})

const jsonRoutes = protectedRoutes
  .filter(({ method, caller }) => method !== 'GET' && caller !== 'home node')
  .filter(({ path }) => path !== '/api/files/upload' && path !== '/api/home/enrol')
  // It takes no body, and would end the session that the others are sent with.
  .filter(({ method, path }) => method !== 'DELETE' || path !== '/api/session')
  .map((route) => [`${route.method} ${route.path}`, route] as const)

describe('JSON of a kind that no client sends (A68)', () => {
  const deep = [
    `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '['.repeat(100_000),
  ]

  it.each(jsonRoutes)('10,000 levels deep never fails %s', async (_, { method, path }) => {
    for (const body of deep) {
      const response = await send(method, pathWithIds(path), body)
      expect(response.status).toBeLessThan(500)
    }
  })

  const routesWithFields = [
    ['POST', '/api/spaces', { name: 'Ours', kind: 'shared' }],
    ['PATCH', '/api/account', { email: null }],
    ['POST', '/api/admin/invite-codes', {}],
    ['PATCH', '/api/admin/users/:id', { isDisabled: false }],
    ['POST', '/api/auth/login', { username: 'ada', password: 'a fine long password' }],
    ['POST', '/api/auth/request-access', { email: 'ada@example.org' }],
    ['POST', '/api/spaces/:spaceId/members', { username: 'ada', role: 'viewer' }],
    ['POST', '/api/spaces/:spaceId/keys', { name: 'x', scopes: ['read'], expiresInDays: null }],
  ] as const

  it.each(routesWithFields)(
    'with a field that %s %s does not know is refused (A24)',
    async (method, path, body) => {
      const extra: [string, unknown][] = [
        ['ownerId', 'usr_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
        ['role2', 'admin'],
        ['quota', 1e12],
        ['isOwner', true],
        ['createdBy', 'usr_01ARZ3NDEKTSV4RRFFQ69G5FAV'],
        ['constructor', { prototype: { isAdmin: true } }],
      ]
      for (const [name, value] of extra) {
        const response = await send(
          method,
          pathWithIds(path),
          JSON.stringify({ ...body, [name]: value }),
        )
        expect([name, response.status]).toEqual([name, 400])
        expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
      }
    },
  )

  it.each(routesWithFields)(
    'with __proto__ in it changes no object behind %s %s',
    async (method, path, body) => {
      const text = JSON.stringify(body).replace(
        /}$/,
        `${Object.keys(body).length > 0 ? ',' : ''}"__proto__":{"isAdmin":true}}`,
      )
      const response = await send(method, pathWithIds(path), text)
      expect(response.status).toBeLessThan(500)
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    },
  )

  it('that says a field twice means the last, which is checked like any other', async () => {
    const made = await send('POST', '/api/spaces', '{"name":7,"name":"Ours","kind":"shared"}')
    expect(made.status).toBe(201)
    expect(await made.json()).toMatchObject({ name: 'Ours' })
    const refused = await send('POST', '/api/spaces', '{"name":"Ours","name":7,"kind":"shared"}')
    expect(refused.status).toBe(400)
  })
})

it('nobody becomes anything by saying so: own account, own key, own space', async () => {
  const user = await aUser()
  const key = await aKey(user, ['read'])
  const json = (method: string, body: object) => ({
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const tries: [string, object][] = [
    ['/api/account', { email: null, isAdmin: true }],
    ['/api/account', { email: null, quotaBytes: 1e15 }],
    [`/api/spaces/${user.spaceId}`, { name: 'Mine', ownerId: user.userId }],
    [`/api/spaces/${user.spaceId}`, { name: 'Mine', kind: 'organization' }],
  ]
  for (const [path, body] of tries) {
    expect((await user.fetch(path, json('PATCH', body))).status).toBe(400)
  }
  const scopes = json('PATCH', { scopes: ['admin'] })
  const path = `/api/spaces/${user.spaceId}/keys/${key.view.id}`
  expect((await key.fetch(path, scopes)).status).toBeGreaterThanOrEqual(403)
  const me = await (await user.fetch('/api/me')).json()
  expect(me).toMatchObject({ isAdmin: false, quotaBytes: 1_000_000_000 })
})
