import { env } from 'cloudflare:workers'
import { beforeAll, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { transformLinkSchema } from '#contracts/transforms'
import type { Env } from '../env.ts'
import { aUser, origin, request } from '../testing/harness.ts'
import { withRealHome } from '../testing/real-home.ts'
import { maxStoredPerFile } from './queries.ts'

const landscape = Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64')

let online: Env
beforeAll(async () => {
  online = await withRealHome(env)
})

async function aPhoto() {
  const user = await aUser()
  const sent = await user.upload(Uint8Array.from(landscape))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const body = JSON.stringify({ query: 'resize=60x&format=webp' })
  const init = { method: 'POST', headers, body }
  const link = await request(`/api/images/${id}/transform/link`, init, online)
  return { user, id, url: transformLinkSchema.parse(await link.json()).url }
}

async function statusOf(path: string, init: RequestInit = {}, bindings = online) {
  const response = await request(path, init, bindings)
  await response.body?.cancel()
  return response.status
}

it('a signed address with anything changed in it opens nothing: A29, A31, A33', async () => {
  const { url } = await aPhoto()
  const [, kid = '', expiry = '', generation = '', signature = '', path = ''] =
    /\/t\/s\/([^/]+)\/(\d+)\/(\d+)\/([^/]+)(\/.+)$/.exec(url) ?? []
  const made = (change: {
    expiry?: string
    generation?: string
    signature?: string
    path?: string
  }) => {
    const to = { expiry, generation, signature, path, ...change }
    return `${origin}/t/s/${kid}/${to.expiry}/${to.generation}/${to.signature}${to.path}`
  }
  expect(await statusOf(made({}))).toBe(200)
  const changed = [
    { expiry: String(Number(expiry) + 1) },
    { generation: String(Number(generation) + 1) },
    { signature: signature.slice(0, 8) },
    { signature: `${signature}=` },
    { signature: Buffer.from(signature, 'base64url').toString('base64').replaceAll('/', '%2F') },
    { path: path.replace('60x', '61x') },
    { path: `${path}.avif` },
    { path: `/x/..%2f${path.slice(1)}` },
    { path: `/%2e%2e${path}` },
    { path: `/${path}` },
    { path: `${path}%00` },
  ]
  for (const change of changed) {
    const status = await statusOf(made(change))
    expect([change, [403, 404].includes(status)]).toEqual([change, true])
  }
})

it('a signed address of another host or of a retired key opens nothing: A34, A35', async () => {
  const { url } = await aPhoto()
  expect(await statusOf(url.replace('vault.test', 'other.test'))).toBe(403)
  const retired = 'z9:bWVkaWEta2V5LXRoZS1uZXh0LTMyLWJ5dGVzLS0tLS0'
  expect(await statusOf(url, {}, { ...online, MEDIA_KEYS: retired })).toBe(403)
})

it('nothing that a proxy might say of an address changes what is cached for it: A32, A41', async () => {
  const { url } = await aPhoto()
  const told = {
    ...{ 'X-Forwarded-Host': 'evil.test', 'X-Original-URL': '/t/s/evil', Accept: 'image/avif' },
    ...{ 'X-Rewrite-URL': '/evil', Forwarded: 'host=evil.test' },
  }
  const first = await request(url, { headers: told }, online)
  const poisoned = await first.bytes()
  const second = await request(url, {}, online)
  expect(await second.bytes()).toEqual(poisoned)
  expect(second.headers.get('Content-Type')).toBe('image/webp')
  for (const query of ['?w=1&w=99999', '?', '?format=png']) {
    expect(await statusOf(url + query)).toBe(400)
  }
})

it('what is private is no file to keep, whatever its address ends with: A42', async () => {
  const { user } = await aPhoto()
  const response = await user.fetch('/api/me/x.jpg')
  await response.body?.cancel()
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([
    404,
    expect.stringContaining('no-store'),
  ])
})

it('thousands of widths are slowed down, and of one picture a hundred are kept at most: A40', async () => {
  const { user, id } = await aPhoto()
  const few = { ...online, RATE_LIMITS: 'transform=3/60' }
  const statuses: number[] = []
  for (let width = 100; width < 106; width++) {
    const init = { headers: { Cookie: user.cookie } }
    statuses.push(await statusOf(`/api/images/${id}/transform?resize=${width}x`, init, few))
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3)
  expect(maxStoredPerFile).toBeLessThanOrEqual(100)
})
