import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { transformLinkSchema } from '#contracts/transforms'
import type { Env } from '../env.ts'
import { aUser, origin, request, type TestUser } from '../testing/harness.ts'
import { withRealHome } from '../testing/real-home.ts'
import { signChain, verifyChain } from './signed-chain.ts'

const now = 1_795_000_000_000
const keyOf = (kid: string, byte: number) => ({ kid, secret: new Uint8Array(32).fill(byte) })
const [older, newer] = [keyOf('k1', 1), keyOf('k2', 2)]
const keys = { signing: newer, all: [newer, older] }
const chain = { expiresAtSeconds: now / 1_000 + 60, generation: 3, path: '/resize=9x/fil_A.webp' }
const signed = signChain(keys, 'vault.test', chain)
const verify = (path: string, at = now, host = 'vault.test') => verifyChain(keys, host, path, at)

describe('a signed address', () => {
  it('says what was signed, until it ends, on its host, by any key that still holds', () => {
    expect(verify(signed)).toEqual(chain)
    expect(verify(signed, now + 60_000)).toBeNull()
    expect(verify(signed, now, 'other.test')).toBeNull()
    const before = signChain({ signing: older, all: [older] }, 'vault.test', chain)
    expect(verify(before)).toEqual(chain)
    expect(verifyChain({ signing: newer, all: [newer] }, 'vault.test', before, now)).toBeNull()
  })

  it('is refused when any character of it is another', () => {
    for (let at = 5; at < signed.length; at += 1) {
      const other = signed[at] === 'A' ? 'B' : 'A'
      expect(verify(signed.slice(0, at) + other + signed.slice(at + 1))).toBeNull()
    }
    expect(verify(`${signed}x`)).toBeNull()
    expect(verify(signed.replace('/resize=9x', '/resize%3D9x'))).toBeNull()
  })
})

const landscape = Uint8Array.from(
  Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64'),
)

let online: Env
beforeAll(async () => {
  online = await withRealHome()
})

async function aLink(user: TestUser, id: FileId, body: object): Promise<Response> {
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return await request(`/api/images/${id}/transform/link`, init, online)
}

async function aPhoto() {
  const user = await aUser()
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(landscape)).json())
  return { user, id: file.id }
}

describe('a link to a made picture', () => {
  it('shows it to anybody, on any page, and nothing else', async () => {
    const { user, id } = await aPhoto()
    const made = await aLink(user, id, { query: 'resize=80x&format=webp', expiresInSeconds: 600 })
    expect(made.status).toBe(201)
    const { url } = transformLinkSchema.parse(await made.json())
    const shown = await request(url, {}, online)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      ...{ 'content-type': 'image/webp', 'x-image-width': '80' },
      ...{ 'cross-origin-resource-policy': 'cross-origin' },
      'cache-control': expect.stringMatching(/^public, max-age=(?:600|59\d)$/),
    })
    await shown.body?.cancel()
    const larger = await request(url.replace('resize=80x', 'resize=90x'), {}, online)
    expect(larger.status).toBe(403)
    expect((await request(`${url}?w=1`, {}, online)).status).toBe(400)
    expect((await request(`${url}?`, {}, online)).status).toBe(400)
  })

  it('ends with its file, and with the other addresses of its space', async () => {
    const [{ user, id }, { user: other, id: second }] = [await aPhoto(), await aPhoto()]
    const links = await Promise.all([
      aLink(user, id, { query: 'resize=81x' }),
      aLink(other, second, { query: 'resize=81x' }),
    ])
    const [trashed = '', revoked = ''] = await Promise.all(
      links.map(async (link) => transformLinkSchema.parse(await link.json()).url),
    )
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    expect((await request(trashed, {}, online)).status).toBe(403)
    const raise = 'update spaces set media_generation = media_generation + 1 where id = ?'
    await env.DB.prepare(raise).bind(other.spaceId).run()
    expect((await request(revoked, {}, online)).status).toBe(403)
  })

  it('comes from the cache of a data centre, to each reader as they take it', async () => {
    const { user, id } = await aPhoto()
    const made = await aLink(user, id, { query: 'resize=82x&format=auto' })
    const { url } = transformLinkSchema.parse(await made.json())
    const look = async (accept: string, init: RequestInit = {}) => {
      const headers = { ...init.headers, Accept: accept }
      const shown = await request(url, { ...init, headers }, online)
      const bytes = await shown.arrayBuffer()
      const [timing, type] = ['Server-Timing', 'Content-Type'].map((name) =>
        shown.headers.get(name),
      )
      return { shown, bytes, timing, type, status: shown.status }
    }
    const first = await look('image/webp')
    expect(first).toMatchObject({ timing: 'cache;desc="miss"', type: 'image/webp' })
    const again = await look('text/html, image/webp')
    expect(again).toMatchObject({ timing: 'cache;desc="edge"', type: 'image/webp' })
    expect(again.bytes).toEqual(first.bytes)
    expect(again.shown.headers.get('Vary')).toContain('Accept')
    expect(await look('*/*')).toMatchObject({ timing: 'cache;desc="miss"', type: 'image/jpeg' })
    const etag = first.shown.headers.get('ETag') ?? ''
    expect(await look('image/webp', { headers: { 'If-None-Match': etag } })).toMatchObject({
      ...{ status: 304, timing: 'cache;desc="edge"' },
    })
    const head = await look('image/webp', { method: 'HEAD' })
    expect(head.shown.headers.get('Content-Length')).toBe(String(first.bytes.byteLength))
    expect(head.bytes.byteLength).toBe(0)
  })

  it('is not shown from the cache either, a minute after its file went to trash', async () => {
    const { user, id } = await aPhoto()
    const made = await aLink(user, id, { query: 'resize=83x' })
    const { url } = transformLinkSchema.parse(await made.json())
    for (const _ of [1, 2]) await (await request(url, {}, online)).body?.cancel()
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
    try {
      expect((await request(url, {}, online)).status).toBe(403)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is made only by who may see the picture, of what is a picture, for at most a week', async () => {
    const { user, id } = await aPhoto()
    expect((await aLink(await aUser(), id, { query: 'resize=9x' })).status).toBe(404)
    expect((await aLink(user, id, { query: 'resize=wide' })).status).toBe(400)
    const long = { query: 'resize=9x', expiresInSeconds: 604_801 }
    expect((await aLink(user, id, long)).status).toBe(400)
  })
})
