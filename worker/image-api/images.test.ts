import { env } from 'cloudflare:workers'
import { describe, expect, inject, it } from 'vitest'
import { fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import {
  type ImageList,
  imageDetailSchema,
  imageListSchema,
  uploadedImageSchema,
} from '#contracts/images'
import { problemSchema } from '#contracts/problem'
import { aKey } from '../testing/api-keys.ts'
import { aUser, origin, request, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'

const { url } = inject('pictures')

async function made(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(`${url}/made/${name}`)).arrayBuffer())
}

/** A JPEG that no other test has: its comment is random. */
async function aJpeg(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await made('flat.jpeg')
  const comment = new TextEncoder().encode(crypto.randomUUID())
  const segment = [0xff, 0xfe, 0, comment.length + 2, ...comment]
  return new Uint8Array([...bytes.subarray(0, 2), ...segment, ...bytes.subarray(2)])
}

async function post(user: TestUser, body: BodyInit, query = 'name=lake.jpg') {
  return await user.fetch(`/api/images?${query}`, { method: 'POST', body })
}

async function anImage(user: TestUser, name = 'lake.jpg') {
  const answer = await post(user, await aJpeg(), `name=${encodeURIComponent(name)}`)
  expect(answer.status).toBe(201)
  return uploadedImageSchema.parse(await answer.json())
}

async function refusal(answer: Response): Promise<[number, string]> {
  return [answer.status, problemSchema.parse(await answer.json()).code]
}

async function listOf(user: TestUser, query = ''): Promise<ImageList> {
  return imageListSchema.parse(await (await user.fetch(`/api/images${query}`)).json())
}

describe('uploading an image', () => {
  it('by a form answers its id and all that is known of it at once', async () => {
    const user = await aUser()
    const form = new FormData()
    const bytes = await aJpeg()
    form.set('title', 'no file')
    form.set('image', new File([bytes], 'Lake Geneva.jpg', { type: 'text/html' }))
    const answer = await post(user, form, '')
    expect(answer.status).toBe(201)
    const image = uploadedImageSchema.parse(await answer.json())
    expect(answer.headers.get('Location')).toBe(`/api/images/${image.id}`)
    expect(image).toMatchObject({
      ...{ user_id: user.userId, original_filename: 'Lake Geneva.jpg', outcome: 'created' },
      ...{ mime_type: 'image/jpeg', format: 'jpeg', size_bytes: bytes.length },
      ...{ width: 300, height: 200, visibility: 'private', thumbnail_url: null },
    })
    const { outcome: _, ...view } = image
    const got = await (await user.fetch(`/api/images/${image.id}`)).json()
    expect(imageDetailSchema.parse(got)).toMatchObject(view)
  })

  it('that the space has already answers that one, and takes no more room', async () => {
    const user = await aUser()
    const bytes = await aJpeg()
    const first = uploadedImageSchema.parse(await (await post(user, bytes)).json())
    await user.fetch(`/api/images/${first.id}`, { method: 'DELETE' })
    const again = await post(user, bytes, 'name=other.jpg')
    expect(again.status).toBe(201)
    expect(await again.json()).toMatchObject({ id: first.id, outcome: 'duplicate' })
    const me = await (await user.fetch('/api/me')).json()
    expect(me).toMatchObject({ usedBytes: bytes.length, reservedBytes: 0 })
  })

  it.each([
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Windows\\x.jpg', 'C:_Windows_x.jpg'],
    ['a\r\nSet-Cookie: x.jpg', 'aSet-Cookie: x.jpg'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['/', '_'],
  ])('keeps the name %j as text that leads nowhere', async (name, kept) => {
    const user = await aUser()
    const image = await anImage(user, name)
    expect(image.original_filename).toBe(kept)
    const answer = await user.fetch(image.download_url)
    expect(answer.headers.get('Content-Disposition')).toContain(encodeURIComponent(kept).slice(-6))
    expect(answer.headers.get('Set-Cookie')).toBeNull()
  })

  it('is refused by its bytes, whatever its name says, and leaves nothing behind', async () => {
    const user = await aUser()
    const small = { ...env, IMAGE_API_MAX_BYTES: '500' }
    const headers = { Cookie: user.cookie, Origin: origin }
    const big = { method: 'POST', headers, body: await aJpeg() }
    const form = new FormData()
    form.set('file', new File([await aJpeg()], 'x.jpg'))
    const twice = new FormData()
    for (const name of ['one', 'two']) twice.set(name, new File([await aJpeg()], 'x.jpg'))
    const cut = (await aJpeg()).slice(0, 30)
    expect([
      await refusal(await request('/api/images', big, small)),
      await refusal(await request('/api/images', { ...big, body: form }, small)),
      await refusal(await post(user, 'plain text')),
      await refusal(await post(user, cut)),
      await refusal(await post(user, new Uint8Array())),
      await refusal(await post(user, new FormData())),
      await refusal(await post(user, twice)),
      await refusal(await post(user, await aJpeg(), `sha256=${'0'.repeat(64)}`)),
    ]).toEqual([
      [413, 'too_large'],
      [413, 'too_large'],
      [415, 'unsupported_type'],
      [422, 'undecodable'],
      [400, 'empty_body'],
      [400, 'empty_body'],
      [400, 'validation_failed'],
      [422, 'hash_mismatch'],
    ])
    expect((await listOf(user)).total).toBe(0)
    const me = await (await user.fetch('/api/me')).json()
    expect(me).toMatchObject({ usedBytes: 0, reservedBytes: 0 })
  })

  it('counts on the quota, and is refused when that is full', async () => {
    const user = await aUser({ quotaBytes: 10 })
    expect(await refusal(await post(user, await aJpeg()))).toEqual([413, 'quota_exceeded'])
  })
})

describe('the list of images', () => {
  it('goes by page with a total, the newest first, and by cursor from there', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 25)
    await user.upload('a text, and no image', 'a.jpg')
    const first = await listOf(user)
    expect([first.page, first.limit, first.total, first.items.length]).toEqual([1, 20, 25, 20])
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 20))
    const second = await listOf(user, '/?page=2&limit=20')
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(20))
    expect(second).toMatchObject({ page: 2, total: 25, next_cursor: null })
    const next = await listOf(user, `?limit=20&cursor=${first.next_cursor}`)
    expect(next.items).toEqual(second.items)
    expect(next.page).toBeNull()
    expect(await refusal(await user.fetch('/api/images?page=0'))).toEqual([
      400,
      'validation_failed',
    ])
    expect(await refusal(await user.fetch('/api/images?page=900'))).toEqual([
      400,
      'validation_failed',
    ])
  })

  it('counts what is there through trash, restoring and purging', async () => {
    const user = await aUser()
    const [one, two] = [await anImage(user), await anImage(user)]
    expect((await listOf(user)).total).toBe(2)
    await user.fetch(`/api/images/${one.id}`, { method: 'DELETE' })
    await user.fetch(`/api/images/${two.id}`, { method: 'DELETE' })
    expect((await listOf(user)).total).toBe(0)
    await user.fetch(`/api/files/${one.id}/restore`, { method: 'POST' })
    await user.fetch(`/api/files/${two.id}/purge`, { method: 'POST' })
    expect(await listOf(user)).toMatchObject({ total: 1, items: [{ id: one.id }] })
  })

  it('is that of any space in which one may read', async () => {
    const [owner, stranger] = [await aUser(), await aUser()]
    const { id } = await aSharedSpace(owner)
    const answer = await post(owner, await aJpeg(), `space=${id}`)
    const image = uploadedImageSchema.parse(await answer.json())
    expect(await listOf(owner, `?space=${id}`)).toMatchObject({ items: [{ id: image.id }] })
    expect((await listOf(owner)).total).toBe(0)
    expect((await stranger.fetch(`/api/images?space=${id}`)).status).toBe(404)
  })
})

describe('one image', () => {
  it('is downloaded as it came, whole or in part, under its name', async () => {
    const user = await aUser()
    const bytes = await aJpeg()
    const sent = await post(user, bytes, `name=${encodeURIComponent('Genève "1".jpg')}`)
    const { download_url } = uploadedImageSchema.parse(await sent.json())
    const whole = await user.fetch(download_url)
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes)
    expect(whole.headers.get('Content-Type')).toBe('image/jpeg')
    const disposition = whole.headers.get('Content-Disposition')
    expect(disposition).toContain("filename*=UTF-8''Gen%C3%A8ve%20%221%22.jpg")
    const part = await user.fetch(download_url, { headers: { Range: 'bytes=2-5' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('Content-Range')).toBe(`bytes 2-5/${bytes.length}`)
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(2, 6))
    const head = await user.fetch(download_url, { method: 'HEAD' })
    expect(head.headers.get('Content-Length')).toBe(String(bytes.length))
    const far = await user.fetch(download_url, { headers: { Range: 'bytes=9999999-' } })
    expect(far.status).toBe(416)
  })

  it('says how it was taken, as the original or people have it', async () => {
    const user = await aUser()
    const { id } = await anImage(user)
    const written = {
      takenAt: '2024-05-31T14:03:22',
      takenZone: 120,
      latitude: 46.5,
      longitude: 6.6,
    }
    await callAs(user, 'PATCH', `/api/files/${id}`, { ...written, description: 'At the lake' })
    const image = imageDetailSchema.parse(await (await user.fetch(`/api/images/${id}`)).json())
    expect(image.metadata).toMatchObject({
      ...{ taken_at: '2024-05-31T14:03:22', taken_zone_minutes: 120, description: 'At the lake' },
      ...{ latitude: 46.5, longitude: 6.6, iso: null },
    })
    expect(image.updated_at >= image.created_at).toBe(true)
  })

  it('that is deleted goes to trash: from then on it is not there', async () => {
    const user = await aUser()
    const { id } = await anImage(user)
    expect((await user.fetch(`/api/images/${id}`, { method: 'DELETE' })).status).toBe(204)
    for (const [method, path] of [
      ['GET', `/api/images/${id}`],
      ['GET', `/api/images/${id}/download`],
      ['DELETE', `/api/images/${id}`],
    ] as const) {
      expect(await refusal(await user.fetch(path, { method }))).toEqual([404, 'not_found'])
    }
    const trash = await (await user.fetch('/api/files?trashed=true')).json()
    expect(fileListSchema.parse(trash).items.map((file) => file.id)).toEqual([id])
  })

  it('is none when it is another kind of file, or in a space where one only looks', async () => {
    const [owner, viewer] = [await aUser(), await aUser()]
    const text = await (await owner.upload('a text', 'a.jpg')).json()
    const { id } = uploadOutcomeSchema.parse(text).file
    expect((await owner.fetch(`/api/images/${id}`)).status).toBe(404)
    const space = await aSharedSpace(owner, [[viewer, 'viewer']])
    const sent = await post(owner, await aJpeg(), `space=${space.id}`)
    const image = uploadedImageSchema.parse(await sent.json())
    expect((await viewer.fetch(`/api/images/${image.id}`)).status).toBe(200)
    const deleted = await callAs(viewer, 'DELETE', `/api/images/${image.id}`)
    expect(await refusal(deleted)).toEqual([403, 'forbidden'])
  })
})

describe('a key', () => {
  it('does with images what its scopes say', async () => {
    const user = await aUser()
    const { id } = await anImage(user)
    const statuses = async (scope: 'read' | 'upload' | 'delete') => {
      const key = await aKey(user, [scope])
      const calls: [string, string, BodyInit?][] = [
        ['GET', '/api/images'],
        ['GET', `/api/images/${id}`],
        ['POST', '/api/images?name=x.jpg', await aJpeg()],
        ['DELETE', `/api/images/${id}`],
      ]
      const found: number[] = []
      for (const [method, path, body] of calls) {
        found.push((await key.fetch(path, { method, ...(body && { body }) })).status)
      }
      return found
    }
    expect(await statuses('read')).toEqual([200, 200, 403, 403])
    expect(await statuses('upload')).toEqual([403, 403, 201, 403])
    expect(await statuses('delete')).toEqual([403, 403, 403, 204])
  })
})

describe('the limit', () => {
  it('is that of each user over all of /api/images, and says when to come again', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const bindings = { ...env, RATE_LIMITS: 'image-api=3/60' }
    const ask = async (who: TestUser, path: string) =>
      await request(path, { headers: { Cookie: who.cookie } }, bindings)
    const first = await ask(user, '/api/images')
    expect(first.headers.get('RateLimit-Policy')).toBe('3;w=60')
    await ask(user, '/api/images/fil_01M7Y8GAW92WDN3W7WXYXRT8G0')
    await ask(user, '/api/images?page=2')
    const refused = await ask(user, '/api/images')
    expect(await refusal(refused)).toEqual([429, 'too_many_requests'])
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect((await ask(other, '/api/images')).status).toBe(200)
    expect((await ask(user, '/api/files')).status).toBe(200)
  })
})
