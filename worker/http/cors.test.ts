import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { AppEnv } from '../app-env.ts'
import { parseEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { testDeps } from '../testing/harness.ts'
import { cors } from './cors.ts'
import { problemResponse } from './problem.ts'

const ours = 'https://app.example.com'
const strangers = [
  'https://evil.example',
  'https://app.example.evil.com',
  'https://app.example.com.evil.com',
  'https://evil-app.example.com',
  'https://xapp.example.com',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://APP.example.com',
  'https://app.example.com/',
  'https://app.example.com.',
  'null',
  '*',
  '',
]

function fetchFrom(origin: string | null, init: RequestInit = {}, origins = ours) {
  const deps = testDeps({ config: parseEnv({ ...env, CORS_ORIGINS: origins }) })
  const app = new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(cors)
    .get('/thing', (c) => c.json({ ok: true }, 200, { Vary: 'Accept' }))
    .get('/broken', () => {
      throw new AppError('not_found', 'There is no such thing.')
    })
  app.onError((error, c) => {
    const response = problemResponse(error, 'request')
    return c.newResponse(response.body, response)
  })
  const headers = new Headers(init.headers)
  if (origin !== null) headers.set('Origin', origin)
  return (path = '/thing') => app.request(path, { ...init, headers })
}

const preflight = {
  method: 'OPTIONS',
  headers: {
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization, x-evil',
  },
}
const corsHeadersOf = (response: Response) =>
  [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))

describe('a page of a configured origin', () => {
  it('may ask, and read what it needs, without cookies', async () => {
    const response = await fetchFrom(ours)()
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ours)
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBe(null)
    expect(response.headers.get('Vary')).toBe('Accept, Origin')
    const exposed = response.headers.get('Access-Control-Expose-Headers')?.split(', ')
    expect(exposed).toEqual(
      expect.arrayContaining(['RateLimit-Remaining', 'Retry-After', 'Location', 'Upload-Offset']),
    )
  })

  it('may read refusals as well', async () => {
    const response = await fetchFrom(ours)('/broken')
    expect(response.status).toBe(404)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ours)
    expect(response.headers.get('Vary')).toBe('Origin')
  })

  it('is told in advance what it may send: our list, not what it asked for', async () => {
    const response = await fetchFrom(ours, preflight)()
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ours)
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBe(null)
    const allowed = response.headers.get('Access-Control-Allow-Headers')
    expect(allowed).toMatch(/Authorization.*X-API-Key.*Upload-Offset/)
    expect(allowed).not.toContain('x-evil')
    expect(response.headers.get('Access-Control-Allow-Methods')).not.toContain('*')
  })
})

describe('a page of any other origin', () => {
  it.each(strangers)('%j is answered a preflight with nothing that lets it on', async (origin) => {
    const response = await fetchFrom(origin, preflight)()
    expect(response.status).toBe(204)
    expect(corsHeadersOf(response)).toEqual([])
    expect(response.headers.get('Vary')).toBe('Origin')
  })

  it.each(strangers)('%j may read no answer', async (origin) => {
    const response = await fetchFrom(origin)()
    expect(corsHeadersOf(response)).toEqual([])
    expect(response.headers.get('Vary')).toContain('Origin')
  })
})

it('without configuration nobody may, and no caller without an origin is told of it', async () => {
  for (const origin of [ours, 'null', null]) {
    expect(corsHeadersOf(await fetchFrom(origin, preflight, '')())).toEqual([])
    expect(corsHeadersOf(await fetchFrom(origin, {}, '')())).toEqual([])
  }
})

it('an OPTIONS request that is no preflight goes its way', async () => {
  expect((await fetchFrom(ours, { method: 'OPTIONS' })()).status).toBe(404)
})

describe('CORS_ORIGINS', () => {
  it('holds several origins', async () => {
    const list = `${ours}, http://localhost:5173`
    for (const origin of [ours, 'http://localhost:5173']) {
      const response = await fetchFrom(origin, {}, list)()
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin)
    }
  })

  it.each(['*', 'null', 'app.example.com', `${ours}/`, 'https://*.example.com/x', 'ftp://a.b'])(
    'is refused at the start when it holds %j',
    (origins) => {
      expect(() => parseEnv({ ...env, CORS_ORIGINS: origins })).toThrow('CORS_ORIGINS')
    },
  )
})
