import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  adminOverviewSchema,
  adminUserListSchema,
  adminUserSchema,
  openedSessionSchema,
} from '#contracts/admin'
import { problemSchema } from '#contracts/problem'
import { newId } from '../ids.ts'
import { aUser, origin, request, type TestUser } from '../testing/harness.ts'
import { isUnsafe, type ProtectedRoute, routesFor } from '../testing/protected-route.ts'

const operator = { Authorization: `Bearer opr_${env.OPERATOR_TOKEN}` }
const nameOf = ({ method, path }: ProtectedRoute) => `${method} ${path}`
const named = routesFor('admin').map((route) => [nameOf(route), route] as const)

function pathOf({ path }: ProtectedRoute): string {
  const now = Date.now()
  return path
    .replace('/models/:id/:action', '/models/clip-vit-b32/fetch')
    .replace('/users/:id', `/users/${newId('user', now)}`)
    .replace('/invite-codes/:id', `/invite-codes/${newId('invite', now)}`)
    .replace('/access-requests/:id', `/access-requests/${newId('accessRequest', now)}`)
}

function jsonInit(method: string, body: unknown): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

function initOf(route: ProtectedRoute): RequestInit {
  return route.json ? jsonInit(route.method, route.json) : { method: route.method }
}

async function change(admin: TestUser, user: TestUser, body: unknown): Promise<Response> {
  return await admin.fetch(`/api/admin/users/${user.userId}`, jsonInit('PATCH', body))
}

async function userOf(response: Response) {
  return adminUserSchema.parse(await response.json())
}

async function codeOf(response: Response) {
  return problemSchema.parse(await response.json()).code
}

describe('the admin routes', () => {
  it.each(named)('%s is not there for who is no admin', async (_, route) => {
    const user = await aUser()
    const response = await user.fetch(pathOf(route), initOf(route))
    expect([response.status, await codeOf(response)]).toEqual([404, 'not_found'])
  })

  it.each(named)('%s wants somebody signed in', async (_, route) => {
    const foreign = [{}, { Authorization: 'Bearer opr_no' }, { Authorization: 'Bearer opr_' }]
    for (const headers of foreign) {
      const init = initOf(route)
      const sent = new Headers({ Origin: origin, ...headers })
      for (const [name, value] of new Headers(init.headers)) sent.set(name, value)
      expect((await request(pathOf(route), { ...init, headers: sent })).status).toBe(401)
    }
  })

  it('no foreign page reaches them with an admin’s cookie', async () => {
    const admin = await aUser({ isAdmin: true })
    for (const route of routesFor('admin').filter(isUnsafe)) {
      const init = { method: route.method, headers: { Origin: 'https://evil.example' } }
      const response = await admin.fetch(pathOf(route), init)
      expect([nameOf(route), await codeOf(response)]).toEqual([nameOf(route), 'bad_origin'])
    }
  })

  it('take no field that they do not know', async () => {
    const admin = await aUser({ isAdmin: true })
    const user = await aUser()
    const before = await (await admin.fetch(`/api/admin/users/${user.userId}`)).json()
    const tries: [string, string, object][] = [
      ['PATCH', '', { isDisabled: false, quotaBytes: 9e15 }],
      ['PATCH', '', { id: admin.userId }],
      ['PUT', '/quota', { quotaBytes: 5, isAdmin: true }],
      ['PUT', '/quota', { quotaBytes: 5, quota_bytes: 6 }],
      ['PUT', '/quota', { quotaBytes: -1 }],
      ['PUT', '/quota', { quotaBytes: 1.5 }],
    ]
    for (const [method, end, body] of tries) {
      const path = `/api/admin/users/${user.userId}${end}`
      expect((await admin.fetch(path, jsonInit(method, body))).status).toBe(400)
    }
    const invite = { note: 'x', uses: 0 }
    const made = await admin.fetch('/api/admin/invite-codes', jsonInit('POST', invite))
    expect(made.status).toBe(400)
    expect(await (await admin.fetch(`/api/admin/users/${user.userId}`)).json()).toEqual(before)
  })

  it('open to the command line with the operator’s token', async () => {
    const response = await request('/api/admin/overview', { headers: operator })
    const overview = adminOverviewSchema.parse(await response.json())
    expect(overview.users).toBeGreaterThanOrEqual(0)
  })

  it('open a session of a user to the command line alone', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    const path = `/api/admin/users/${user.userId}/session`
    expect((await admin.fetch(path, { method: 'POST' })).status).toBe(404)
    const opened = await request(path, { method: 'POST', headers: operator })
    const { token } = openedSessionSchema.parse(await opened.json())
    const me = await request('/api/me', { headers: { Authorization: `Bearer ${token}` } })
    expect(await me.json()).toMatchObject({ userId: user.userId })
  })

  it('open no session of a closed account', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    await change(admin, user, { isDisabled: true })
    const path = `/api/admin/users/${user.userId}/session`
    expect((await request(path, { method: 'POST', headers: operator })).status).toBe(409)
  })
})

describe('users', () => {
  it('are found by the start of their name, in any case, page by page', async () => {
    const admin = await aUser({ isAdmin: true })
    const users = [await aUser(), await aUser(), await aUser()]
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const response = await admin.fetch(`/api/admin/users?limit=2${query}`)
      const page = adminUserListSchema.parse(await response.json())
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
    for (const user of users) expect(seen).toContain(user.userId)

    const [one] = users
    const search = one?.username.slice(0, -1).toUpperCase() ?? ''
    const found = await admin.fetch(`/api/admin/users?search=${search}`)
    const { items } = adminUserListSchema.parse(await found.json())
    expect(items.map(({ id }) => id)).toEqual([one?.userId])
    const none = await admin.fetch('/api/admin/users?search=%25')
    expect(adminUserListSchema.parse(await none.json()).items).toEqual([])
  })

  it('get the quota that an admin sets, in both shapes; below what is used nothing more fits', async () => {
    const admin = await aUser({ isAdmin: true })
    const user = await aUser()
    expect((await user.upload('ten bytes!')).status).toBe(201)
    const path = `/api/admin/users/${user.userId}/quota`
    const raised = await admin.fetch(path, jsonInit('PUT', { quota_bytes: 20 }))
    expect(await userOf(raised)).toMatchObject({ quotaBytes: 20, usedBytes: 10 })
    const lowered = await admin.fetch(path, jsonInit('PUT', { quotaBytes: 5 }))
    expect(await userOf(lowered)).toMatchObject({ quotaBytes: 5, usedBytes: 10 })
    expect(await codeOf(await user.upload('x'))).toBe('quota_exceeded')
    expect((await user.fetch('/api/me')).status).toBe(200)
  })

  it('who are disabled are signed out at once, and in again when enabled', async () => {
    const admin = await aUser({ isAdmin: true })
    const user = await aUser()
    expect(
      (await userOf(await change(admin, user, { isDisabled: true }))).disabledAt,
    ).not.toBeNull()
    expect((await user.fetch('/api/me')).status).toBe(401)
    const login = { username: user.username, password: user.password }
    const init = jsonInit('POST', login)
    const headers = { ...init.headers, Origin: origin }
    expect((await request('/api/session', { ...init, headers })).status).toBe(401)
    expect((await userOf(await change(admin, user, { isDisabled: false }))).disabledAt).toBeNull()
    expect((await request('/api/session', { ...init, headers })).status).toBe(200)
    expect((await user.fetch('/api/me')).status).toBe(401)
  })
})

describe('admins', () => {
  it('are made and unmade by admins, and never close their own account', async () => {
    const [one, two] = [await aUser({ isAdmin: true }), await aUser()]
    expect(await userOf(await change(one, two, { isAdmin: true }))).toMatchObject({ isAdmin: true })
    expect((await two.fetch('/api/admin/overview')).status).toBe(200)
    expect(await codeOf(await change(two, two, { isDisabled: true }))).toBe('conflict')
    const own = await two.fetch(`/api/admin/users/${two.userId}`, { method: 'DELETE' })
    expect(await codeOf(own)).toBe('conflict')
    expect(await userOf(await change(one, two, { isAdmin: false }))).toMatchObject({
      isAdmin: false,
    })
    expect((await two.fetch('/api/admin/overview')).status).toBe(404)
  })

  it('the last one stays, also when two take each other’s office at once', async () => {
    await env.DB.prepare('update users set is_admin = 0').run()
    const [one, two] = [await aUser({ isAdmin: true }), await aUser({ isAdmin: true })]
    const answers = await Promise.all([
      change(one, two, { isAdmin: false }),
      change(two, one, { isAdmin: false }),
    ])
    const left = await env.DB.prepare('select id from users where is_admin = 1').all()
    expect(left.results).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const last = left.results[0]?.id
    const headers = { ...operator, 'Content-Type': 'application/json' }
    for (const body of [{ isAdmin: false }, { isDisabled: true }]) {
      const init = { method: 'PATCH', headers, body: JSON.stringify(body) }
      expect((await request(`/api/admin/users/${last}`, init)).status).toBe(409)
    }
    const init = { method: 'DELETE', headers: operator }
    expect((await request(`/api/admin/users/${last}`, init)).status).toBe(409)
  })
})
