import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { tokenResponseSchema } from '#contracts/auth'
import { problemSchema } from '#contracts/problem'
import { importLinkKey } from '../home-nodes/link-key.ts'
import { anAddress, aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { pathWithIds } from '../testing/naughty.ts'
import { routesFor } from '../testing/protected-route.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { dummyHash, hashPassword, verifyPassword } from './password.ts'
import { refreshSession } from './refresh-session.ts'

// A password is brought into its normal form right before it is hashed, and nowhere else: counting
// that counts hashes, which a slow machine does not change.
const normalize = vi.spyOn(String.prototype, 'normalize')
const hashesOf = (password: string) =>
  normalize.mock.contexts.filter((text) => String(text) === password).length

beforeEach(() => {
  normalize.mockClear()
})

async function logIn(body: unknown, init: { address?: string; path?: string } = {}) {
  return await request(init.path ?? '/api/auth/login', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: origin,
      'CF-Connecting-IP': init.address ?? anAddress(),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** What somebody sees of an answer, but for the id of the request. */
async function seen(response: Response) {
  const { requestId: _, ...body } = problemSchema.parse(await response.json())
  const headers = Object.fromEntries(response.headers)
  delete headers['x-request-id']
  return { status: response.status, headers, body }
}

const nobody = () => `nobody-${crypto.randomUUID().slice(0, 8)}`

const change = async (user: TestUser, column: 'disabled_at' | 'deleted_at') =>
  await env.DB.prepare(`update users set ${column} = 1 where id = ?`).bind(user.userId).run()

describe('whether an account exists cannot be told (A1)', () => {
  it.each(['/api/auth/login', '/login', '/api/session'])(
    'by %s: the answer and the work are the same as for a wrong password',
    async (path) => {
      const user = await aUser()
      const answers = []
      for (const username of [user.username, nobody(), `${nobody()}@example.org`]) {
        normalize.mockClear()
        answers.push(await seen(await logIn({ username, password: 'a wrong password' }, { path })))
        expect(hashesOf('a wrong password')).toBe(1)
      }
      expect(answers[0]).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } })
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
    },
  )

  it('by what the work costs: the hash of nobody has the parameters of today’s hashes', () => {
    const parametersOf = (phc: string) =>
      phc.split('$').map((part, index) => (index < 3 ? part : part.length))
    const hash = hashPassword('a fine long password', testDeps().config.passwordPepper)
    expect(parametersOf(dummyHash)).toEqual(parametersOf(hash))
  })

  it.each(['disabled_at', 'deleted_at'] as const)(
    'one with %s set answers its right password like a wrong one',
    async (column) => {
      const user = await aUser()
      await change(user, column)
      const { username, password } = user
      normalize.mockClear()
      const right = await seen(await logIn({ username, password }))
      expect(right).toEqual(await seen(await logIn({ username: nobody(), password })))
      expect(hashesOf(password)).toBe(2)
    },
  )

  it('by running into the limit: names that nobody has run into it as well', async () => {
    const user = await aUser()
    const told = []
    for (const username of [user.username, nobody()]) {
      const statuses = []
      for (let attempt = 1; attempt <= 6; attempt++) {
        const response = await logIn({ username, password: 'a wrong password' })
        const left = response.headers.get('RateLimit-Remaining')
        statuses.push(`${response.status} ${left} ${response.headers.has('Retry-After')}`)
      }
      told.push(statuses)
    }
    expect(told[0]?.at(-1)).toBe('429 0 true')
    expect(told[1]).toEqual(told[0])
  })
})

describe('a password is hashed', () => {
  it.each<[string, unknown, number]>([
    ['257 characters', 'x'.repeat(257), 400],
    ['900,000 characters', 'x'.repeat(900_000), 400],
    ['10 MB', 'x'.repeat(10_000_000), 413],
    ['no text', 12_345_678, 400],
    ['nothing', '', 400],
  ])('never when it is %s (A3)', async (_, password, status) => {
    const user = await aUser()
    const { database, statements } = watchDatabase(env.DB)
    const headers = { 'Content-Type': 'application/json', Origin: origin }
    const body = JSON.stringify({ username: user.username, password })
    for (const path of ['/api/auth/login', '/login', '/api/session']) {
      const init = { method: 'POST', headers, body }
      const response = await request(path, init, { ...env, DB: database })
      expect([path, response.status]).toEqual([path, status])
    }
    expect(hashesOf(String(password))).toBe(0)
    expect(statements).toEqual([])
  })

  it.each([
    ['a NUL', 'before\u0000after', 'before\u0000after'],
    ['an emoji of several parts', 'family 👩‍👩‍👧‍👦 of four', 'family 👩‍👩‍👧‍👦 of four'],
    [
      'accents kept in one form and typed in the other',
      'Zo\u00eb caf\u00e9',
      'Zoe\u0308 cafe\u0301',
    ],
    ['a ligature', 'o\ufb03ce hours', 'office hours'],
  ])('with %s, and opens (A4)', async (_, kept, typed) => {
    const user = await aUser()
    const hash = hashPassword(kept, testDeps().config.passwordPepper)
    const statement = env.DB.prepare('update users set password_hash = ? where id = ?')
    await statement.bind(hash, user.userId).run()
    expect((await logIn({ username: user.username, password: typed })).status).toBe(200)
  })

  it('within one turn of the isolate, so never two at once, however many log in (A5)', async () => {
    const user = await aUser()
    const { username, password } = user
    const { passwordPepper } = testDeps().config
    // No promise: nothing else runs in the isolate until it is done.
    expect(verifyPassword('another password', dummyHash, passwordPepper)).toBe(false)
    normalize.mockClear()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => logIn({ username, password })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([])
    expect(hashesOf(password)).toBe(statuses.filter((status) => status === 200).length)
  })
})

describe('an access token', () => {
  const key = () => testDeps().config.jwtKeys.signing
  const encode = (text: string) => Buffer.from(text).toString('base64url')

  /** Signed with our key over exactly this text: what no library would write. */
  function signed(payload: string, header = `{"alg":"HS256","typ":"at+jwt","kid":"${key().kid}"}`) {
    const text = `${encode(header)}.${encode(payload)}`
    return `${text}.${createHmac('sha256', key().secret).update(text).digest('base64url')}`
  }

  let shared: Promise<string> | undefined
  /** The same for all that change nothing. */
  const someClaims = () => (shared ??= aUser().then(claimsOf))

  async function claimsOf(user: TestUser): Promise<string> {
    const response = await logIn({ username: user.username, password: user.password })
    const { access_token } = tokenResponseSchema.parse(await response.json())
    return Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
  }

  async function statusWith(token: string) {
    return (await request('/api/me', { headers: { Authorization: `Bearer ${token}` } })).status
  }

  it('of these claims and our key opens, so that what follows is refused for what it says', async () => {
    expect(await statusWith(signed(await someClaims()))).toBe(200)
  })

  it.each([
    ['text', '"9999999999"'],
    ['beyond all numbers', '1e400'],
    ['before all numbers', '-1e400'],
    ['a fraction', '9999999999.5'],
    ['a list', '[9999999999]'],
    ['true', 'true'],
    ['null', 'null'],
    ['an object', '{"valueOf":9999999999}'],
  ])('rightly signed whose end is %s opens nothing (A9)', async (_, end) => {
    const claims = (await someClaims()).replace(/"exp":\d+/, `"exp":${end}`)
    expect(claims).toContain(`"exp":${end}`)
    expect(await statusWith(signed(claims))).toBe(401)
  })

  it.each([
    ['that asks for no signature', '{"alg":"none","typ":"at+jwt","kid":"KID"}'],
    ['whose key id is a path', '{"alg":"HS256","typ":"at+jwt","kid":"../../dev/null"}'],
    ['whose key id is SQL', `{"alg":"HS256","typ":"at+jwt","kid":"x' union select 'a' --"}`],
    ['whose key id is of every object', '{"alg":"HS256","typ":"at+jwt","kid":"__proto__"}'],
    ['whose key id is a list of ours', '{"alg":"HS256","typ":"at+jwt","kid":["KID"]}'],
    ['that brings its own key', '{"alg":"HS256","typ":"at+jwt","jwk":{"kty":"oct","k":"AAAA"}}'],
    ['that names where its key is', '{"alg":"HS256","typ":"at+jwt","jku":"https://evil.example"}'],
    ['with a critical extension', '{"alg":"HS256","typ":"at+jwt","kid":"KID","crit":["x"],"x":1}'],
    [
      'with an unencoded payload',
      '{"alg":"HS256","typ":"at+jwt","kid":"KID","b64":false,"crit":["b64"]}',
    ],
  ])('%s opens nothing, even with the right signature (A6, A11)', async (_, header) => {
    const claims = await someClaims()
    expect(await statusWith(signed(claims, header.replaceAll('KID', key().kid)))).toBe(401)
  })

  it('signed with what we make public opens nothing (A7)', async () => {
    const claims = await someClaims()
    const header = `{"alg":"HS256","typ":"at+jwt","kid":"${key().kid}"}`
    const text = `${encode(header)}.${encode(claims)}`
    const { publicKey } = await importLinkKey(testDeps().config.linkPrivateKey)
    const raw = Buffer.from(publicKey, 'base64url')
    for (const secret of [publicKey, raw, key().kid, 'cloudvault', 'cloudvault-api', '']) {
      const signature = createHmac('sha256', secret).update(text).digest('base64url')
      expect(await statusWith(`${text}.${signature}`)).toBe(401)
    }
  })

  it('opens nothing for a member that was added to it: rights are looked up, not claimed', async () => {
    const user = await aUser()
    const claims = (await claimsOf(user)).replace(/}$/, ',"isAdmin":true,"role":"admin"}')
    const headers = { Authorization: `Bearer ${signed(claims)}` }
    expect((await request('/api/admin/users', { headers })).status).toBe(404)
  })

  it('ends at once by signing out everywhere (A13)', async () => {
    const user = await aUser()
    const token = signed(await claimsOf(user))
    expect(await statusWith(token)).toBe(200)
    const everywhere = await user.fetch('/api/account/sign-out-everywhere', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ keepThis: false }),
    })
    expect(everywhere.status).toBe(204)
    expect(await statusWith(token)).toBe(401)
    expect((await user.fetch('/api/me')).status).toBe(401)
  })
})

it('a refresh token that is used again later is audited as what it is: reused (A14)', async () => {
  const user = await aUser()
  const response = await logIn({ username: user.username, password: user.password })
  const { refresh_token } = tokenResponseSchema.parse(await response.json())
  const actions: string[] = []
  const audit = {
    record: (...events: { action: string }[]) =>
      void actions.push(...events.map((event) => event.action)),
  }
  let now = Date.now()
  const deps = testDeps({ audit, now: () => now })
  await refreshSession(deps, refresh_token)
  now += 5_000
  await refreshSession(deps, refresh_token)
  expect(actions).toEqual([])
  now += 6_000
  await expect(refreshSession(deps, refresh_token)).rejects.toMatchObject({ code: 'not_signed_in' })
  expect(actions).toEqual(['token.reused'])
})

it('no token opens anything from an address, whatever the parameter is called (A65)', async () => {
  const user = await aUser()
  const response = await logIn({ username: user.username, password: user.password })
  const tokens = tokenResponseSchema.parse(await response.json())
  const session = user.cookie.replace('__Host-session=', '')
  for (const token of [session, tokens.token, tokens.access_token, tokens.refresh_token]) {
    const names = ['token', 'access_token', 'authorization', '__Host-session']
    const query = new URLSearchParams(names.map((name) => [name, token]))
    for (const { method, path } of routesFor('user', 'member', 'admin')) {
      const { status } = await request(`${pathWithIds(path)}?${query}`, {
        method,
        headers: { Origin: origin, Upgrade: 'websocket' },
      })
      expect([method, path, status]).toEqual([method, path, 401])
    }
  }
})
