import { env } from 'cloudflare:workers'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { meSchema } from '#contracts/accounts'
import { refreshResponseSchema, type TokenResponse, tokenResponseSchema } from '#contracts/auth'
import { anAddress, aUser, request, type TestUser, testDeps } from '../testing/harness.ts'
import { signAccessToken } from './access-token.ts'
import { readRefreshToken } from './refresh-token.ts'

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return await request(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'CF-Connecting-IP': anAddress(),
      ...headers,
    },
    body: JSON.stringify(body),
  })
}

async function logIn(user: TestUser, path = '/api/auth/login'): Promise<TokenResponse> {
  const response = await post(path, { username: user.username, password: user.password })
  expect(response.status).toBe(200)
  expect(response.headers.get('Set-Cookie')).toBeNull()
  return tokenResponseSchema.parse(await response.json())
}

async function statusWith(bearer: string): Promise<number> {
  const headers = { Authorization: `Bearer ${bearer}` }
  return (await request('/api/me', { headers })).status
}

const refresh = (token: string) => post('/api/auth/refresh', { refresh_token: token })

/** As if a session's refresh token had been rotated that long ago. */
async function ageRotation(token: string, ms: number) {
  const named = readRefreshToken(testDeps().config, token)
  await env.DB.prepare(
    'update sessions set refresh_rotated_at = refresh_rotated_at - ? where id = ?',
  )
    .bind(ms, named?.sessionId ?? '')
    .run()
}

describe('logging in as a program', () => {
  it.each(['/login', '/login/', '/api/auth/login', '/api/auth/login/'])(
    'by %s gives three tokens, each of which opens what it should',
    async (path) => {
      const user = await aUser()
      const tokens = await logIn(user, path)
      expect(tokens).toMatchObject({ user_id: user.userId, username: user.username })
      expect(tokens.expires_in).toBe(900)
      expect(await statusWith(tokens.token)).toBe(200)
      expect(await statusWith(tokens.access_token)).toBe(200)
      // A refresh token is for refreshing, and opens nothing else.
      expect(await statusWith(tokens.refresh_token)).toBe(401)
    },
  )

  it('takes the e-mail address in place of the username, in any case', async () => {
    const user = await aUser()
    const response = await user.fetch('/api/account', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${user.username}@Example.org` }),
    })
    expect(response.status).toBe(204)
    for (const name of ['email', 'username']) {
      const body = { [name]: `${user.username}@example.ORG`, password: user.password }
      expect((await post('/api/auth/login', body)).status).toBe(200)
    }
  })

  it.each(['/logout', '/api/auth/logout'])('ends all of it by %s, with any token', async (path) => {
    for (const name of ['token', 'access_token', 'refresh_token'] as const) {
      const user = await aUser()
      const tokens = await logIn(user)
      const body =
        name === 'refresh_token' ? { refresh_token: tokens[name] } : { token: tokens[name] }
      expect((await post(path, body)).ok).toBe(true)
      expect(await statusWith(tokens.token)).toBe(401)
      expect(await statusWith(tokens.access_token)).toBe(401)
      expect((await refresh(tokens.refresh_token)).status).toBe(401)
      expect((await post(path, body)).status).toBe(401)
      expect((await user.fetch('/api/me')).status).toBe(200)
    }
  })

  it('needs no body to log out when the header says which session', async () => {
    const { access_token } = await logIn(await aUser())
    const headers = { Authorization: `Bearer ${access_token}` }
    expect((await request('/api/auth/logout', { method: 'POST', headers })).status).toBe(204)
    expect(await statusWith(access_token)).toBe(401)
  })

  it('costs one question to D1 for each request afterwards', async () => {
    const user = await aUser()
    const { token, access_token } = await logIn(user)
    for (const bearer of [token, access_token]) {
      const { watchDatabase } = await import('../testing/watched-database.ts')
      const { database, statements } = watchDatabase(env.DB)
      const headers = { Authorization: `Bearer ${bearer}` }
      const response = await request('/api/me', { headers }, { ...env, DB: database })
      expect(meSchema.parse(await response.json()).userId).toBe(user.userId)
      expect(statements).toHaveLength(1)
    }
  })
})

describe('an access token', () => {
  const key = () => testDeps().config.jwtKeys.signing
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  /** A token like ours with something else about it. */
  async function forged(
    user: TestUser,
    change: {
      header?: Record<string, unknown>
      claims?: Record<string, unknown>
      secret?: Uint8Array
    },
  ): Promise<string> {
    const { access_token } = await logIn(user)
    const payload = JSON.parse(
      Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>
    return await new SignJWT({ ...payload, ...change.claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key().kid, ...change.header })
      .sign(change.secret ?? key().secret)
  }

  const now = () => Math.floor(Date.now() / 1_000)

  it('made like ours is ours', async () => {
    expect(await statusWith(await forged(await aUser(), {}))).toBe(200)
  })

  it.each<[string, Parameters<typeof forged>[1]]>([
    ['without an end', { claims: { exp: undefined } }],
    ['that has ended', { claims: { exp: now() - 1 } }],
    ['with an end that is text', { claims: { exp: '99999999999' } }],
    ['with an end that is no number', { claims: { exp: null } }],
    ['for another audience', { claims: { aud: 'share' } }],
    ['of another issuer', { claims: { iss: 'elsewhere' } }],
    ['that begins in two minutes', { claims: { iat: now() + 120 } }],
    ['without a beginning', { claims: { iat: undefined } }],
    ['of another type', { header: { typ: 'JWT' } }],
    ['of a key that nobody has', { header: { kid: 'zz' } }],
    ['whose key is a path', { header: { kid: '../../dev/null' } }],
    ['whose key is SQL', { header: { kid: "' or 1=1 --" } }],
    ['without a key id', { header: { kid: undefined } }],
    ['of another algorithm', { header: { alg: 'HS512' }, secret: new Uint8Array(64) }],
    ['signed with another secret', { secret: new Uint8Array(32) }],
    ['of a session that never was', { claims: { sid: 'ses_01ARZ3NDEKTSV4RRFFQ69G5FAV' } }],
  ])('%s opens nothing', async (_, change) => {
    expect(await statusWith(await forged(await aUser(), change))).toBe(401)
  })

  it('that begins in half a minute is good: clocks differ', async () => {
    const token = await forged(await aUser(), { claims: { iat: now() + 30 } })
    expect(await statusWith(token)).toBe(200)
  })

  it.each([
    ['no algorithm', { alg: 'none', typ: 'at+jwt' }],
    ['no algorithm, spelled otherwise', { alg: 'nOnE', typ: 'at+jwt', kid: 'j2' }],
    ['an algorithm of key pairs', { alg: 'RS256', typ: 'at+jwt', kid: 'j2' }],
  ])('that says %s opens nothing', async (_, header) => {
    const { access_token } = await logIn(await aUser())
    const [, payload, signature] = access_token.split('.')
    expect(await statusWith(`${encode(header)}.${payload}.`)).toBe(401)
    expect(await statusWith(`${encode(header)}.${payload}.${signature}`)).toBe(401)
  })

  it('with an end beyond all numbers opens nothing', async () => {
    const { access_token } = await logIn(await aUser())
    const [header, payload = '', signature] = access_token.split('.')
    const text = Buffer.from(payload, 'base64url')
      .toString()
      .replace(/"exp":\d+/, '"exp":1e400')
    const spoiled = Buffer.from(text).toString('base64url')
    expect(await statusWith(`${header}.${spoiled}.${signature}`)).toBe(401)
  })

  it('of the key before is good while both live', async () => {
    const user = await aUser()
    const [, older] = testDeps().config.jwtKeys.all
    const { access_token } = await logIn(user)
    const sid = JSON.parse(
      Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString(),
    ) as { sid: never }
    const config = { ...testDeps().config, jwtKeys: { signing: older ?? key(), all: [] } }
    const session = { userId: user.userId, sessionId: sid.sid }
    const { accessToken } = await signAccessToken(config, session, Date.now())
    expect(await statusWith(accessToken)).toBe(200)
  })

  it('ends with its session: a new password closes it at once', async () => {
    const user = await aUser()
    const { access_token, token } = await logIn(user)
    const response = await user.fetch('/api/account/password', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ password: user.password, newPassword: 'another fine password' }),
    })
    expect(response.status).toBe(204)
    expect(await statusWith(access_token)).toBe(401)
    expect(await statusWith(token)).toBe(401)
    // The session that changed it goes on.
    expect((await user.fetch('/api/me')).status).toBe(200)
  })
})

describe('a refresh token', () => {
  it('is good once, and its successor goes on', async () => {
    const user = await aUser()
    const first = await logIn(user)
    const second = refreshResponseSchema.parse(await (await refresh(first.refresh_token)).json())
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(await statusWith(second.access_token)).toBe(200)
    expect((await refresh(second.refresh_token)).status).toBe(200)
  })

  it('used again within ten seconds gets the same successor: an answer may be lost', async () => {
    const { refresh_token } = await logIn(await aUser())
    const answers = [await refresh(refresh_token), await refresh(refresh_token)]
    const [one, two] = await Promise.all(
      answers.map(async (answer) => refreshResponseSchema.parse(await answer.json())),
    )
    expect(two?.refresh_token).toBe(one?.refresh_token)
  })

  it('used again later ends the whole family: somebody else has it', async () => {
    const user = await aUser()
    const first = await logIn(user)
    const second = refreshResponseSchema.parse(await (await refresh(first.refresh_token)).json())
    await ageRotation(first.refresh_token, 11_000)
    expect((await refresh(first.refresh_token)).status).toBe(401)
    for (const token of [first.token, first.access_token, second.access_token]) {
      expect(await statusWith(token)).toBe(401)
    }
    expect((await refresh(second.refresh_token)).status).toBe(401)
    expect((await user.fetch('/api/me')).status).toBe(200)
  })

  it('used twice, two generations back, ends the family even at once', async () => {
    const first = await logIn(await aUser())
    const second = refreshResponseSchema.parse(await (await refresh(first.refresh_token)).json())
    const third = refreshResponseSchema.parse(await (await refresh(second.refresh_token)).json())
    expect((await refresh(first.refresh_token)).status).toBe(401)
    expect((await refresh(third.refresh_token)).status).toBe(401)
  })

  it('used twenty times at once rotates once', async () => {
    const { refresh_token } = await logIn(await aUser())
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
    const tokens = await Promise.all(
      answers.map(async (answer) => refreshResponseSchema.parse(await answer.json()).refresh_token),
    )
    expect(new Set(tokens).size).toBe(1)
    const id = readRefreshToken(testDeps().config, refresh_token)?.sessionId
    const row = env.DB.prepare('select refresh_number as n from sessions where id = ?').bind(id)
    expect(await row.first('n')).toBe(1)
  })

  it.each([
    [
      'changed in its signature',
      (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    ],
    ['of another number', (token: string) => token.replace(/_0_/, '_1_')],
    ['of nothing', () => 'rft_'],
    ['that is a JWT', () => 'a.b.c'],
  ])('%s opens nothing and ends nothing', async (_, change) => {
    const { refresh_token, token } = await logIn(await aUser())
    expect((await refresh(change(refresh_token))).status).toBe(401)
    expect(await statusWith(token)).toBe(200)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('is not in the database', async () => {
    const { refresh_token, token, access_token } = await logIn(await aUser())
    const { results } = await env.DB.prepare('select * from sessions').all()
    for (const secret of [refresh_token, token, access_token]) {
      expect(JSON.stringify(results)).not.toContain(secret)
    }
  })
})
