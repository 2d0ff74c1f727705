import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { renditionKey } from '../originals/keys.ts'
import { aUser, request, type TestUser, testDeps } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { mediaExpiry, signMediaPath } from './media-url.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function aPicture(user: TestUser, text: string): Promise<FileId> {
  const response = await user.upload(jpegLike(text), `${text}.jpg`)
  return uploadOutcomeSchema.parse(await response.json()).file.id
}

/** A picture whose preview is there, as after its ingest. */
async function aReadyPicture(user: TestUser, text: string): Promise<FileId> {
  const fileId = await aPicture(user, text)
  await setPreview(fileId, 'ready')
  await env.BUCKET.put(renditionKey(user.spaceId, fileId, '320'), webpLike(text))
  return fileId
}

async function setPreview(fileId: FileId, preview: string) {
  const update = env.DB.prepare('update files set preview = ? where id = ?')
  await update.bind(preview, fileId).run()
}

async function raiseGeneration(user: TestUser) {
  const raise = 'update spaces set media_generation = media_generation + 1 where id = ?'
  await env.DB.prepare(raise).bind(user.spaceId).run()
}

function addressOf(user: TestUser, fileId: FileId, generation = 1): string {
  const { config } = testDeps()
  return signMediaPath(config.mediaKeys, 'vault.test', {
    spaceId: user.spaceId,
    fileId,
    rendition: '320',
    edit: 0,
    generation,
    expiresAtSeconds: mediaExpiry(Date.now()),
  })
}

describe('a signed picture', () => {
  it('is shown to whoever has the address, without a cookie, and for no longer than it holds', async () => {
    const user = await aUser()
    const fileId = await aReadyPicture(user, 'shown')
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    const response = await request(list.items[0]?.thumbUrl ?? '')
    expect(response.status).toBe(200)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(webpLike('shown'))
    expect(response.headers.get('Content-Type')).toBe('image/webp')
    const maxAge = Number(/max-age=(\d+)/.exec(response.headers.get('Cache-Control') ?? '')?.[1])
    expect(response.headers.get('Cache-Control')).toMatch(/^private, /)
    expect(maxAge).toBeGreaterThan(1_700)
    expect(maxAge).toBeLessThanOrEqual(3_600)
    expect(list.items[0]?.thumbUrl).toBe(addressOf(user, fileId))
  })

  it('comes from the cache the second time', async () => {
    const user = await aUser()
    const address = addressOf(user, await aReadyPicture(user, 'cached'))
    const first = await request(address)
    expect(first.headers.get('Server-Timing')).toBe('cache;desc=miss')
    await first.body?.cancel()
    const second = await request(address)
    expect(second.headers.get('Server-Timing')).toBe('cache;desc=hit')
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(webpLike('cached'))
    expect(second.headers.get('Cache-Control')).toMatch(/^private, max-age=\d+, immutable$/)
    expect(second.headers.get('Set-Cookie')).toBeNull()
  })

  it('is not to be had at the name that the cache has for it', async () => {
    const user = await aUser()
    const fileId = await aReadyPicture(user, 'cache name')
    await (await request(addressOf(user, fileId))).body?.cancel()
    const direct = await request(`/m/cached/1/${user.spaceId}/${fileId}/320`)
    expect(direct.status).toBe(403)
  })

  it('is refused within a minute when the generation is raised, and no cache keeps it', async () => {
    const user = await aUser()
    const fileId = await aReadyPicture(user, 'revoked')
    const address = addressOf(user, fileId)
    await (await request(address)).body?.cancel()
    await raiseGeneration(user)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_001 })
    expect((await request(address)).status).toBe(403)
    const fresh = await request(addressOf(user, fileId, 2))
    expect(fresh.status).toBe(200)
    expect(fresh.headers.get('Server-Timing')).toBe('cache;desc=miss')
    await fresh.body?.cancel()
  })

  it('is borrowed from a copy of the file when its own is lost, and then its own again', async () => {
    const user = await aUser()
    const [own, copy] = [await aReadyPicture(user, 'lent'), await aPicture(user, 'copied')]
    const share = `update files set original_id = (select original_id from files where id = ?) where id = ?`
    await env.DB.prepare(share).bind(own, copy).run()
    await setPreview(copy, 'ready')
    const stored = `insert into renditions (file_id, name, width, height, size_bytes, created_at)
      values (?, '320', 320, 240, 1, 1)`
    await env.DB.prepare(stored).bind(own).run()
    const response = await request(addressOf(user, copy))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(webpLike('lent'))
    expect(await env.BUCKET.head(renditionKey(user.spaceId, copy, '320'))).not.toBeNull()
  })

  it('answers HEAD without a body', async () => {
    const user = await aUser()
    const address = addressOf(user, await aReadyPicture(user, 'head'))
    const response = await request(address, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect((await response.arrayBuffer()).byteLength).toBe(0)
  })
})

describe('an address that is not one of ours', () => {
  it.each([
    ['a query', (path: string) => `${path}?w=99999`, 400],
    ['an empty query', (path: string) => `${path}?`, 400],
    ['a dot segment', (path: string) => path.replace(/\/320$/, '/%2e%2e/320'), 403],
    ['an encoded slash', (path: string) => path.replace(/\/320$/, '/..%2f320'), 403],
    ['a doubled slash', (path: string) => path.replace(/\/320$/, '//320'), 403],
    ['an encoded backslash', (path: string) => path.replace(/\/320$/, '%5c320'), 403],
    ['another host', (path: string) => `https://other.test${path}`, 403],
    ['nothing after /m/', () => '/m/', 403],
  ])('with %s is refused, and says nothing of what is behind it', async (_, change, status) => {
    const user = await aUser()
    const response = await request(change(addressOf(user, await aReadyPicture(user, 'bent'))))
    expect(response.status).toBe(status)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const { code } = problemSchema.parse(await response.json())
    expect(code).toBe(status === 400 ? 'validation_failed' : 'bad_signature')
  })
})

describe('a picture that is not in R2', () => {
  it.each(['pending', 'ready'])(
    '(%s) waits for the home node, and says when to ask again',
    async (preview) => {
      const user = await aUser()
      const fileId = await aPicture(user, `away ${preview}`)
      await setPreview(fileId, preview)
      const response = await request(addressOf(user, fileId))
      expect(response.status).toBe(503)
      expect(response.headers.get('Retry-After')).toBe('30')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(problemSchema.parse(await response.json()).code).toBe('home_node_offline')
    },
  )

  it('and never will be is not found', async () => {
    const user = await aUser()
    const fileId = await aPicture(user, 'none')
    await setPreview(fileId, 'none')
    expect((await request(addressOf(user, fileId))).status).toBe(404)
  })
})

describe('a page of 100 pictures', () => {
  it('costs as many statements as a page of one, and its pictures none', async () => {
    const user = await aUser()
    await aReadyPicture(user, 'of one')
    const costOf = async (path: string) => {
      const { database, statements } = watchDatabase(env.DB)
      const headers = { Cookie: user.cookie }
      const response = await request(path, { headers }, { ...env, DB: database })
      expect(response.status).toBe(200)
      return { response, cost: statements.length }
    }
    const one = await costOf('/api/files?limit=100')
    await manyFiles(user, 99, { preview: 'ready' })
    const hundred = await costOf('/api/files?limit=100')
    expect(hundred.cost).toBe(one.cost)
    expect(hundred.cost).toBeLessThanOrEqual(4)
    const { items } = fileListSchema.parse(await hundred.response.json())
    expect(items).toHaveLength(100)
    for (const item of items.slice(0, 20)) {
      await env.BUCKET.put(renditionKey(item.spaceId, item.id, '320'), webpLike(item.id))
      const picture = await costOf(item.thumbUrl ?? '')
      await picture.response.body?.cancel()
      expect(picture.cost).toBe(0)
    }
  })
})
