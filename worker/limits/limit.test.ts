import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { problemSchema } from '#contracts/problem'
import type { AppEnv } from '../app-env.ts'
import { rateLimitHits } from '../db/schema/limits.ts'
import type { Deps } from '../deps.ts'
import { parseEnv } from '../env.ts'
import { problemResponse } from '../http/problem.ts'
import { testDeps } from '../testing/harness.ts'
import { exactClasses } from './classes.ts'
import { listHits } from './hits.ts'
import { byAddress, limit, limitAtEdge, requireLimit } from './limit.ts'
import type { Limiter } from './limiter.ts'
import { accountSubject, everyone, idSubject } from './subjects.ts'
import { clearLimit, giveBackLimit, takeEdgeLimit, takeLimit } from './take-limit.ts'

let deps: ReturnType<typeof testDeps>
/** Of the test's own, so that tests do not count for each other. */
let address: string

beforeEach(() => {
  deps = testDeps()
  address = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}:1::1`
})

function appWith(mount: (app: Hono<AppEnv>) => void, overrides: Partial<Deps> = {}) {
  const app = new Hono<AppEnv>().use(async (c, next) => {
    c.set('deps', { ...deps, ...overrides })
    await next()
  })
  mount(app)
  app.onError((error, c) => {
    const response = problemResponse(error, 'request')
    return c.newResponse(response.body, response)
  })
  return (path = '/') => app.request(path, { headers: { 'CF-Connecting-IP': address } })
}

const rateLimitHeadersOf = ({ headers }: Response) => ({
  limit: headers.get('RateLimit-Limit'),
  remaining: headers.get('RateLimit-Remaining'),
  reset: headers.get('RateLimit-Reset'),
  policy: headers.get('RateLimit-Policy'),
  retryAfter: headers.get('Retry-After'),
})

describe('an exact limit', () => {
  it('tells in every answer how it stands', async () => {
    const ask = appWith((app) =>
      app.use(limit('invite-address', byAddress)).get('/', (c) => c.text('in')),
    )
    const first = await ask()
    expect(first.status).toBe(200)
    expect(rateLimitHeadersOf(first)).toEqual({
      ...{ limit: '10', remaining: '9', reset: '60', policy: '10;w=60', retryAfter: null },
    })
    const second = await ask()
    expect(rateLimitHeadersOf(second).remaining).toBe('8')
  })

  it('refuses the eleventh code from one address, and says for how long', async () => {
    let tried = 0
    const ask = appWith((app) =>
      app.use(limit('invite-address', byAddress)).get('/', (c) => c.text(`${++tried}`)),
    )
    const responses = await Promise.all(Array.from({ length: 50 }, () => ask()))
    expect(tried).toBe(10)
    const refusals = responses.filter((response) => response.status === 429)
    expect(refusals).toHaveLength(40)
    const [refusal] = refusals
    if (refusal === undefined) throw new Error('none was refused')
    const { reset, retryAfter, ...rest } = rateLimitHeadersOf(refusal)
    expect(rest).toEqual({ limit: '10', remaining: '0', policy: '10;w=60' })
    expect(retryAfter).toBe(reset)
    const problem = problemSchema.parse(await refusal.json())
    expect(problem).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(problem.detail).toContain(`${retryAfter} seconds`)
  })

  it('tells of the nearest where two hold, and of both policies', async () => {
    const account = accountSubject(deps, crypto.randomUUID())
    const ask = appWith((app) =>
      app.use(limit('login-address', byAddress)).get('/', async (c) => {
        await requireLimit(c, 'login-account', account)
        return c.text('in')
      }),
    )
    expect(rateLimitHeadersOf(await ask())).toMatchObject({
      ...{ limit: '5', remaining: '4', policy: '20;w=60, 5;w=60' },
    })
    for (let time = 2; time <= 5; time++) await ask()
    const refusal = await ask()
    expect(refusal.status).toBe(429)
    expect(rateLimitHeadersOf(refusal)).toMatchObject({ limit: '5', remaining: '0' })
  })

  it('is what RATE_LIMITS says', async () => {
    const config = parseEnv({ ...env, RATE_LIMITS: 'register=2/30, refresh=7/60' })
    expect(config.limitRules['login-account']).toEqual(exactClasses['login-account'])
    const ask = appWith(
      (app) => app.use(limit('register', byAddress)).get('/', (c) => c.text('in')),
      {
        config,
      },
    )
    expect(rateLimitHeadersOf(await ask())).toMatchObject({ limit: '2', policy: '2;w=30' })
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 429])
  })

  it.each(['nothing=1/1', 'register=0/60', 'register=5', 'register=5/0', 'media=5/60', 'register'])(
    'is refused at the start when RATE_LIMITS says %j',
    (text) => {
      expect(() => parseEnv({ ...env, RATE_LIMITS: text })).toThrow('RATE_LIMITS')
    },
  )

  it('lets an account in again that has proved itself, and counts only what was wrong', async () => {
    const account = accountSubject(deps, crypto.randomUUID())
    for (let time = 1; time <= 12; time++) {
      await takeLimit(deps, 'login-account', account)
      await giveBackLimit(deps, 'login-account', account)
    }
    for (let time = 1; time <= 5; time++) await takeLimit(deps, 'login-account', account)
    await expect(takeLimit(deps, 'login-account', account)).rejects.toMatchObject({
      ...{ code: 'too_many_requests', retryAfterSeconds: 60 },
    })
    await clearLimit(deps, 'login-account', account)
    await takeLimit(deps, 'login-account', account)
  })

  it('breaks for everybody when codes are tried from everywhere', async () => {
    const breaker = { ...everyone, key: crypto.randomUUID() }
    const tries = Array.from({ length: 130 }, () => takeLimit(deps, 'invite-everyone', breaker))
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100)
  })
})

describe('a limiter that cannot be reached', () => {
  const unreachable: Limiter = {
    counter() {
      throw new Error('no way there')
    },
    async ticket() {
      throw new Error('no way there')
    },
  }

  it.each([
    'login-account',
    'login-address',
    'invite-address',
    'invite-everyone',
    'register',
  ] as const)('keeps %s shut', async (limitClass) => {
    const ask = appWith(
      (app) => app.use(limit(limitClass, byAddress)).get('/', (c) => c.text('in')),
      { limiter: unreachable },
    )
    const response = await ask()
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('5')
  })

  it.each(['refresh', 'image-api'] as const)('leaves %s open', async (limitClass) => {
    const ask = appWith(
      (app) => app.use(limit(limitClass, byAddress)).get('/', (c) => c.text('in')),
      {
        limiter: unreachable,
      },
    )
    const response = await ask()
    expect(response.status).toBe(200)
    expect(response.headers.get('RateLimit-Remaining')).toBe(null)
  })

  it.each(['page', 'media', 'upload', 'api'] as const)('leaves %s open', async (limitClass) => {
    const ask = appWith((app) => app.use(limitAtEdge(limitClass)).get('/', (c) => c.text('in')), {
      limiter: unreachable,
    })
    expect((await ask()).status).toBe(200)
  })

  it('does not turn a right password away after the fact', async () => {
    const broken = { ...deps, limiter: unreachable }
    await clearLimit(broken, 'login-account', everyone)
    await giveBackLimit(broken, 'login-address', everyone)
  })
})

describe('a generous limit', () => {
  it.each(['media', 'upload', 'api'] as const)(
    'on %s lets 10,000 requests of one subject through at once',
    async (limitClass) => {
      const subject = idSubject(`test_${crypto.randomUUID()}`)
      const takes = Array.from({ length: 10_000 }, () => takeEdgeLimit(deps, limitClass, subject))
      const outcomes = await Promise.allSettled(takes)
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    },
    120_000,
  )

  it('asks the binding once for many requests, and refuses when there are no tickets left', async () => {
    let asked = 0
    const limiter: Limiter = {
      ...deps.limiter,
      async ticket() {
        return ++asked <= 3
      },
    }
    const ask = appWith((app) => app.use(limitAtEdge('media')).get('/', (c) => c.text('in')), {
      limiter,
    })
    for (let request = 1; request <= 60; request++) expect((await ask()).status).toBe(200)
    expect(asked).toBe(3)
    const refusal = await ask()
    expect(refusal.status).toBe(429)
    expect(refusal.headers.get('Retry-After')).toBe('60')
  })

  it('is counted by the binding itself, for each subject apart', async () => {
    const limited = (key: string) => env.API_LIMIT.limit({ key })
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
    expect([await limited(one), await limited(other)]).toEqual([
      ...[{ success: true }, { success: true }],
    ])
  })
})

describe('a refusal', () => {
  it('is recorded by hour, with a network instead of an address', async () => {
    const ask = appWith((app) =>
      app.use(limit('access-request', byAddress)).get('/', (c) => c.text('in')),
    )
    for (let time = 1; time <= 5; time++) await ask()
    await Promise.all(Array.from({ length: 30 }, () => ask()))
    await deps.settled()
    const { items } = await listHits(deps.db, { limit: 200 })
    const own = items.filter((item) => item.subject === `${address.slice(0, -5)}::/48`)
    expect(own).toHaveLength(1)
    expect(own[0]).toMatchObject({ class: 'access-request', hits: 30 })
    expect(own[0]?.windowStart).toMatch(/:00:00\.000Z$/)
  })

  it('of an account holds neither its name nor anything from which it could be guessed', async () => {
    const account = accountSubject(deps, 'somebody@example.com')
    const other = accountSubject(
      { config: { ...deps.config, passwordPepper: new Uint8Array(32) } },
      'somebody@example.com',
    )
    for (let time = 1; time <= 6; time++)
      await takeLimit(deps, 'login-account', account).catch(() => {})
    await deps.settled()
    const rows = JSON.stringify(await deps.db.select().from(rateLimitHits))
    expect(rows).toContain(account.shownAs)
    expect(rows).not.toContain('somebody')
    expect(other.key).not.toBe(account.key)
  })
})
