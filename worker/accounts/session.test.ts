import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { meSchema } from '#contracts/accounts'
import { problemSchema } from '#contracts/problem'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { hashPassword } from './password.ts'
import { hashToken, sessionTtlMs } from './session-cookie.ts'

async function signIn(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return await request('/api/session', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

async function problemOf(response: Response) {
  const { requestId: _, ...problem } = problemSchema.parse(await response.json())
  return problem
}

function tokenOf(user: TestUser): string {
  return hashToken(user.cookie.replace('__Host-session=', ''))
}

async function rowOf(user: TestUser) {
  return await env.DB.prepare(
    'select last_seen_at as lastSeenAt, expires_at as expiresAt from sessions where token_hash = ?',
  )
    .bind(tokenOf(user))
    .first<{ lastSeenAt: number; expiresAt: number }>()
}

/** As if the session had been opened, and last used, that long ago. */
async function age(user: TestUser, ms: number) {
  await env.DB.prepare(
    'update sessions set last_seen_at = last_seen_at - ?1, expires_at = expires_at - ?1 where token_hash = ?2',
  )
    .bind(ms, tokenOf(user))
    .run()
}

describe('signing in', () => {
  it('gives a cookie that only this host gets, over TLS, and that no script reads', async () => {
    const user = await aUser()
    const response = await signIn({ username: user.username, password: user.password })
    expect(response.status).toBe(200)
    expect(meSchema.parse(await response.json()).userId).toBe(user.userId)
    const [pair, ...attributes] = (response.headers.get('Set-Cookie') ?? '').split('; ')
    expect(pair).toMatch(/^__Host-session=[A-Za-z0-9_-]{43}$/)
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      'Max-Age=43200',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ])
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  it('keeps no token that would open anything', async () => {
    const user = await aUser()
    const token = user.cookie.replace('__Host-session=', '')
    const { results } = await env.DB.prepare('select * from sessions').all()
    expect(JSON.stringify(results)).not.toContain(token)
  })

  it('says the same for a wrong password and for a user that does not exist', async () => {
    const user = await aUser()
    const wrong = await signIn({ username: user.username, password: 'not the password' })
    const unknown = await signIn({ username: 'nobody-at-all', password: 'not the password' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await problemOf(wrong)).toEqual(await problemOf(unknown))
    expect(wrong.headers.get('Set-Cookie')).toBeNull()
  })

  it('finds the user by name in any case and form', async () => {
    const user = await aUser()
    const username = user.username.toUpperCase()
    expect((await signIn({ username, password: user.password })).status).toBe(200)
  })

  it.each([
    ['an accent in either form', 'caf\u00e9 cr\u00e8me', 'cafe\u0301 cre\u0300me'],
    ['a NUL', 'before\u0000after', 'before\u0000after'],
    ['emoji', '🐈‍⬛🐈‍⬛🐈‍⬛', '🐈‍⬛🐈‍⬛🐈‍⬛'],
    ['256 characters', 'x'.repeat(256), 'x'.repeat(256)],
  ])('takes a password with %s', async (_, kept, given) => {
    const user = await aUser()
    const hash = hashPassword(kept, testDeps().config.passwordPepper)
    await env.DB.prepare('update users set password_hash = ? where id = ?')
      .bind(hash, user.userId)
      .run()
    expect((await signIn({ username: user.username, password: given })).status).toBe(200)
    const shorter = given.slice(0, -1)
    expect((await signIn({ username: user.username, password: shorter })).status).toBe(401)
  })

  it('answers several at once, each with a session of its own', async () => {
    const user = await aUser()
    const body = { username: user.username, password: user.password }
    const responses = await Promise.all(Array.from({ length: 4 }, () => signIn(body)))
    expect(responses.map((response) => response.status)).toEqual(Array(4).fill(200))
    const cookies = responses.map((response) => response.headers.get('Set-Cookie'))
    expect(new Set(cookies).size).toBe(4)
  })
})

describe('a sign-in that cannot be one', () => {
  const given = { username: 'ada', password: 'a fine long password' }

  it.each<[string, unknown, number]>([
    ['257 characters of password', { ...given, password: 'x'.repeat(257) }, 400],
    ['10 MB of password', { ...given, password: 'x'.repeat(10_000_000) }, 413],
    ['a field that nobody knows', { ...given, isAdmin: true }, 400],
    ['no password', { username: 'ada' }, 400],
    ['an object for a password', { ...given, password: { $ne: null } }, 400],
    ['a list for a name', { ...given, username: ['ada'] }, 400],
    ['nothing', '', 400],
    ['half of some JSON', '{"username":"ada"', 400],
    ['JSON that is no object', '"ada"', 400],
    ['null', 'null', 400],
    ['deep JSON', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
  ])('with %s is refused with a sentence', async (_, body, status) => {
    const response = await signIn(body)
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect((await problemOf(response)).detail).toMatch(/\w+ \w+/)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'as %s is refused: a form of another page can send that',
    async (type) => {
      const user = await aUser()
      const body = JSON.stringify({ username: user.username, password: user.password })
      expect((await signIn(body, { 'Content-Type': type })).status).toBe(400)
    },
  )

  it('and is larger than it says ends at 1 MB', async () => {
    const body = new Blob([JSON.stringify({ ...given, password: 'x'.repeat(2_000_000) })]).stream()
    const headers = { Origin: origin, 'Content-Type': 'application/json' }
    const response = await request('/api/session', { method: 'POST', headers, body })
    expect(response.status).toBe(413)
  })
})

describe('a session', () => {
  it('slides: it ends 12 hours after it was last used', async () => {
    const user = await aUser()
    await age(user, 11 * 3_600_000)
    expect((await user.fetch('/api/me')).status).toBe(200)
    const slid = await rowOf(user)
    expect((slid?.expiresAt ?? 0) - (slid?.lastSeenAt ?? 0)).toBe(sessionTtlMs)
    await age(user, 11 * 3_600_000)
    expect((await user.fetch('/api/me')).status).toBe(200)
  })

  it('is written once a minute at most', async () => {
    const user = await aUser()
    const before = await rowOf(user)
    await user.fetch('/api/me')
    expect(await rowOf(user)).toEqual(before)
  })

  it('that has ended opens nothing, and neither its row nor its cookie stays', async () => {
    const user = await aUser()
    await age(user, sessionTtlMs + 1)
    const response = await user.fetch('/api/me')
    expect(response.status).toBe(401)
    expect((await problemOf(response)).code).toBe('not_signed_in')
    expect(response.headers.get('Set-Cookie')).toMatch(/^__Host-session=; Max-Age=0; Path=\//)
    expect(await rowOf(user)).toBeNull()
  })

  it('that is signed out is gone, and the others of the same user stay', async () => {
    const user = await aUser()
    const other = await signIn({ username: user.username, password: user.password })
    const otherCookie = other.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const response = await user.fetch('/api/session', { method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(response.headers.get('Set-Cookie')).toMatch(/^__Host-session=; Max-Age=0; Path=\//)
    expect(await rowOf(user)).toBeNull()
    expect((await user.fetch('/api/me')).status).toBe(401)
    expect((await request('/api/me', { headers: { Cookie: otherCookie } })).status).toBe(200)
  })
})
