import { env } from 'cloudflare:workers'
import { describe, expect, inject, it } from 'vitest'
import { AppError } from '../errors.ts'
import { testDeps } from '../testing/harness.ts'
import { makeOutbound, type OutboundLimits } from './outbound.ts'
import { isPublicAddress } from './public-address.ts'

const origin = inject('outsideOrigin')
const limits: OutboundLimits = {
  maxBytes: 1_000,
  headersMs: 10_000,
  idleMs: 10_000,
  totalMs: 20_000,
  redirectsMax: 3,
}
const get = { method: 'GET', headers: {} } as const
const config = { ...testDeps().config, homeUrl: 'https://home.example.com' }
const outbound = makeOutbound(config, env.OUTSIDE ?? null)

/** What came of it: the text, or the code of the refusal. */
async function outcome(address: string, change: Partial<OutboundLimits> = {}): Promise<string> {
  try {
    const { body } = await outbound.fetch(address, get, { ...limits, ...change })
    return await new Response(body).text()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

async function timesSeen(path: string): Promise<number> {
  return Number(await (await fetch(`${origin}/seen?path=${encodeURIComponent(path)}`)).text())
}

describe('an address is refused before any connection (A60)', () => {
  it.each([
    ['metadata of a cloud', 'http://169.254.169.254/'],
    ['the same over HTTPS', 'https://169.254.169.254/latest/meta-data/'],
    ['IPv4 in IPv6', 'http://[::ffff:127.0.0.1]/'],
    ['the same over HTTPS', 'https://[::ffff:127.0.0.1]/'],
    ['one number', 'http://2130706433/'],
    ['one number over HTTPS', 'https://2130706433/'],
    ['octal', 'https://0177.0.0.1/'],
    ['hex', 'https://0x7f.1/'],
    ['short form', 'https://127.1/'],
    ['full-width digits', 'https://１２７.0.0.1/'],
    ['loopback of IPv6', 'https://[::1]/'],
    ['a unique local address', 'https://[fd00::1]/'],
    ['a link-local address', 'https://[fe80::1]/'],
    ['carrier-grade NAT', 'https://100.64.0.1/'],
    ['a private network', 'https://10.1.2.3/'],
    ['a public IP address, which names no host', 'https://93.184.215.14/'],
    ['a file', 'file:///etc/passwd'],
    ['gopher', 'gopher://outside.example.com/'],
    ['data', 'data:text/plain,hello'],
    ['a script', 'javascript:alert(1)'],
    ['plain HTTP', 'http://outside.example.com/'],
    ['a user', 'https://user@outside.example.com/'],
    ['a password', 'https://user:password@outside.example.com/'],
    ['a user before an allowed origin', origin.replace('//', '//user@')],
    ['the port of SSH', 'https://outside.example.com:22/'],
    ['another port', 'https://outside.example.com:8443/'],
    ['another port of an allowed host', 'http://127.0.0.1:1/'],
    ['the host of the tunnel', 'https://home.example.com/originals'],
    ['the host of the tunnel with a dot', 'https://HOME.example.com./originals'],
    ['localhost', 'https://localhost/'],
    ['a name below localhost', 'https://a.localhost/'],
    ['a name of the house', 'https://printer.local/'],
    ['a name of one label', 'https://intranet/'],
    ['a name inside a cloud', 'https://metadata.google.internal/'],
    ['a name that resolves to a private address', 'https://private.example.com/'],
    ['a name of which one address is private', 'https://half-private.example.com/'],
    ['a name with a unique local address', 'https://ula.example.com/'],
    ['a name with loopback inside IPv6', 'https://mapped.example.com/'],
    ['a name that resolves to metadata', 'https://metadata.example.com/'],
    ['a name that does not resolve', 'https://nothing.example.com/'],
    ['no address', 'outside'],
    ['nothing', ''],
    ['an endless one', `https://outside.example.com/${'a'.repeat(3_000)}`],
  ])('%s', async (_, address) => {
    expect(await outcome(address)).toBe('url_not_allowed')
  })

  it.each([
    ['a private address', 'https://192.168.1.1/'],
    ['another port of the same host', 'http://127.0.0.1:1/'],
    ['a name that resolves to a private address', 'https://private.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['a user', 'https://user@outside.example.com/'],
    ['no address', 'http://['],
  ])('when a redirect leads to %s', async (_, to) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const path = `/redirect?status=${status}&to=${encodeURIComponent(to)}`
      expect(await outcome(origin + path)).toBe('url_not_allowed')
      expect(await timesSeen(path)).toBeGreaterThan(0)
    }
  })
})

describe('redirects', () => {
  it('are followed three times, and not a fourth', async () => {
    expect(await outcome(`${origin}/hops?left=3`)).toBe('arrived')
    expect(await outcome(`${origin}/hops?left=4`)).toBe('url_not_allowed')
    expect(await timesSeen('/hops?left=0')).toBe(1)
  })

  it('are told as they are where none may be followed', async () => {
    const path = `/redirect?to=${encodeURIComponent(`${origin}/text?never`)}`
    const answer = await outbound.fetch(origin + path, get, { ...limits, redirectsMax: 0 })
    expect(answer.status).toBe(302)
    expect(await timesSeen('/text?never')).toBe(0)
  })
})

describe('a name that changes between the look-up and the connection', () => {
  it('reaches no private address: the connection itself refuses it', async () => {
    // What is rebound is what the connection sees, so the checks before it are left out here.
    const path = '/text?rebound'
    await expect(env.OUTSIDE?.fetch(origin + path)).rejects.toThrow()
    const { port } = new URL(origin)
    await expect(env.OUTSIDE?.fetch(`http://localhost:${port}${path}`)).rejects.toThrow()
    expect(await timesSeen(path)).toBe(0)
  })
})

describe('an answer (A61)', () => {
  it('is handed over with its status and where it came from', async () => {
    const answer = await outbound.fetch(`${origin}/hops?left=1`, get, limits)
    expect([answer.status, answer.url.href]).toEqual([200, `${origin}/hops?left=0`])
    expect(await new Response(answer.body).text()).toBe('arrived')
  })

  it.each([
    ['never begins', '/silent', { headersMs: 200 }, 'source_failed'],
    ['stalls', '/stalls', { idleMs: 200 }, 'source_failed'],
    ['drags on', '/drips', { totalMs: 400 }, 'source_failed'],
    ['breaks off', '/breaks', {}, 'source_failed'],
    ['is larger than it may be', '/bytes?count=1001', {}, 'too_large'],
    ['says that it will be larger', '/bytes?count=1001&length', {}, 'too_large'],
    ['is a bomb when it is decompressed', '/bomb', { maxBytes: 100_000 }, 'too_large'],
  ])('that %s is given up', async (_, path, change, code) => {
    expect(await outcome(origin + path, change)).toBe(code)
  })

  it('may be as large as it may be', async () => {
    expect(await outcome(`${origin}/bytes?count=1000`)).toHaveLength(1_000)
  })

  it('of nobody is told as such', async () => {
    const dead = makeOutbound(
      { ...config, outboundAllowedOrigins: new Set(['http://127.0.0.1:1']) },
      null,
    )
    await expect(dead.fetch('http://127.0.0.1:1/', get, limits)).rejects.toMatchObject({
      code: 'source_failed',
    })
  })
})

it('a request carries no cookie, credential or referrer', async () => {
  const headers: unknown = JSON.parse(await outcome(`${origin}/headers`))
  expect(headers).toMatchObject({ 'user-agent': 'CloudVault' })
  for (const name of ['cookie', 'authorization', 'referer', 'origin']) {
    expect(headers).not.toHaveProperty(name)
  }
})

it('without a resolver nothing outside is asked', async () => {
  const deaf = makeOutbound({ ...config, outboundResolver: 'http://127.0.0.1:1/' }, null)
  await expect(deaf.fetch('https://outside.example.com/', get, limits)).rejects.toMatchObject({
    code: 'source_failed',
  })
})

it.each([
  ['93.184.215.14', true],
  ['172.15.0.1', true],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['100.63.255.255', true],
  ['100.127.255.255', false],
  ['198.19.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['0.0.0.0', false],
  ['256.1.1.1', false],
  ['1.2.3', false],
  ['2606:4700::1111', true],
  ['2001:4860:4860::8888', true],
  ['2001:db8::1', false],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', false],
  ['2002:7f00:1::', false],
  ['64:ff9b::7f00:1', false],
  ['::', false],
  ['::1', false],
  ['::127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['fc00::1', false],
  ['fe80::1%eth0', false],
  ['ff02::1', false],
  ['2606::1::2', false],
  ['2606:1:2:3:4:5:6:7:8', false],
  ['2606:12345::', false],
  ['', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected)
})
