import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { meSchema } from '#contracts/accounts'
import type { MakeInvite } from '#contracts/admin'
import { tokenResponseSchema } from '#contracts/auth'
import { problemSchema } from '#contracts/problem'
import type { Env } from '../env.ts'
import { makeInvite } from '../invites/manage-invites.ts'
import { anAddress, aUser, origin, request, testDeps } from '../testing/harness.ts'

const password = 'a fine long password'
const aName = () => `new-${crypto.randomUUID().slice(0, 8)}`

async function post(path: string, body: unknown, bindings: Env = env, address = anAddress()) {
  const headers = {
    Origin: origin,
    'Content-Type': 'application/json',
    'CF-Connecting-IP': address,
  }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return await request(path, init, bindings)
}

async function anInvite(change: Partial<MakeInvite> = {}) {
  const wish = {
    ...{ note: '', email: null, maxUses: 1, expiresInDays: 7, quotaBytes: null },
    ...change,
  }
  return await makeInvite(testDeps(), { adminId: 'operator', origin }, wish)
}

async function codeOf(response: Response) {
  return problemSchema.parse(await response.json()).code
}

describe('registering', () => {
  it.each([
    ['/api/register', 'inviteCode'],
    ['/register', 'invite_code'],
    ['/api/auth/register', 'invite_code'],
    ['/api/auth/signup', 'invite_code'],
  ])('by %s takes an invite and gives a personal space and a session', async (path, field) => {
    const { code } = await anInvite({ quotaBytes: 12_345 })
    const username = aName()
    const response = await post(path, { username, password, [field]: code })
    expect(response.status).toBe(201)
    const opened = response.clone()
    const headers: Record<string, string> =
      path === '/api/register'
        ? { Cookie: response.headers.get('Set-Cookie')?.split(';')[0] ?? '' }
        : { Authorization: `Bearer ${tokenResponseSchema.parse(await opened.json()).token}` }
    const me = meSchema.parse(await (await request('/api/me', { headers })).json())
    expect(me).toMatchObject({ username, isAdmin: false, usedBytes: 0, quotaBytes: 12_345 })
    expect(me.spaces).toMatchObject([{ kind: 'personal', role: 'admin', isOwner: true }])
  })

  it('with an e-mail address alone makes a username from it', async () => {
    const local = aName()
    const { code } = await anInvite({ maxUses: 2 })
    const first = await post('/api/auth/signup', {
      ...{ email: `${local}@example.org`, password, invite_code: code },
    })
    expect(tokenResponseSchema.parse(await first.json()).username).toBe(local)
    const second = await post('/api/auth/signup', {
      ...{ email: `${local}@example.net`, password, invite_code: code },
    })
    expect(tokenResponseSchema.parse(await second.json()).username).toMatch(
      new RegExp(`^${local}-`),
    )
  })

  it('without an invite is refused with one and the same answer, unless the vault is open', async () => {
    const { code, id } = await anInvite()
    await env.DB.prepare('update invites set revoked_at = 1 where id = ?').bind(id).run()
    const answers = new Set<string>()
    for (const inviteCode of [undefined, 'cv-wrong', code]) {
      const response = await post('/api/register', { username: aName(), password, inviteCode })
      expect(response.status).toBe(403)
      const { requestId: _, ...problem } = problemSchema.parse(await response.json())
      answers.add(JSON.stringify(problem))
    }
    expect(answers.size).toBe(1)
    const open = { ...env, REGISTRATION_OPEN: 'true' }
    expect((await post('/api/register', { username: aName(), password }, open)).status).toBe(201)
  })

  it('ten times at once with one invite makes one account', async () => {
    const { code: inviteCode } = await anInvite()
    const responses = await Promise.all(
      Array.from({ length: 10 }, () =>
        post('/api/register', { username: aName(), password, inviteCode }),
      ),
    )
    const statuses = responses.map((response) => response.status).sort()
    expect(statuses).toEqual([201, ...Array(9).fill(403)])
  })

  it('with a name that is taken does not use the invite up', async () => {
    const taken = await aUser()
    const { code: inviteCode } = await anInvite()
    const refused = await post('/api/register', {
      ...{ username: taken.username.toUpperCase(), password, inviteCode },
    })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'name_taken'])
    const other = await post('/api/register', { username: aName(), password, inviteCode })
    expect(other.status).toBe(201)
  })

  it.each(['password123', 'QWERTYUIOP', 'Football1'])(
    'with %s is refused: it is tried first',
    async (common) => {
      const { code: inviteCode } = await anInvite()
      const body = { username: aName(), password: common, inviteCode }
      const response = await post('/api/register', body)
      expect([response.status, await codeOf(response)]).toEqual([400, 'password_too_common'])
    },
  )

  it.each<[string, Record<string, unknown>]>([
    ['seven characters of password', { password: 'demo123' }],
    ['no e-mail address', { email: 'ada' }],
    ['a wish to be admin', { isAdmin: true }],
    ['a quota of its own', { quotaBytes: 1e15 }],
  ])('with %s is refused before anything is looked up', async (_, change) => {
    const response = await post('/api/register', { username: aName(), password, ...change })
    expect([response.status, await codeOf(response)]).toEqual([400, 'validation_failed'])
  })

  it('by guessing codes ends after ten, for right ones too', async () => {
    const address = anAddress()
    const statuses: number[] = []
    for (let guess = 0; guess < 12; guess++) {
      const body = { username: aName(), password, inviteCode: `cv-wrong-${guess}` }
      statuses.push(
        (
          await post(
            '/api/auth/register',
            { ...body, inviteCode: undefined, invite_code: body.inviteCode },
            env,
            address,
          )
        ).status,
      )
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(403))
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})

describe('asking for access', () => {
  it('answers the same whoever asks, and whether they have an account or not', async () => {
    const user = await aUser()
    await env.DB.prepare('update users set email = ?1, email_folded = ?1 where id = ?2')
      .bind('known@example.org', user.userId)
      .run()
    const answers = new Set<string>()
    for (const email of ['known@example.org', 'unknown@example.org', 'unknown@example.org']) {
      for (const path of ['/request-access', '/api/auth/request-access']) {
        const response = await post(path, { email, message: 'Please.' })
        answers.add(`${response.status} ${await response.text()}`)
      }
    }
    expect([...answers]).toEqual(['202 {"status":"received"}'])
  })
})

describe('the sixth wrong password within a minute', () => {
  it('is refused, and so is the right one until the lock ends', async () => {
    const user = await aUser()
    const tryWith = (given: string, address?: string) =>
      post('/api/auth/login', { username: user.username, password: given }, env, address)
    for (let wrong = 0; wrong < 5; wrong++) expect((await tryWith('wrong one')).status).toBe(401)
    const sixth = await tryWith('wrong one')
    expect(sixth.status).toBe(429)
    expect(Number(sixth.headers.get('Retry-After'))).toBeGreaterThan(0)
    // From anywhere: it is the account that is locked.
    expect((await tryWith(user.password)).status).toBe(429)
  })
})
