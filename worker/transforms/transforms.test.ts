import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { uploadedImageSchema } from '#contracts/images'
import { problemSchema } from '#contracts/problem'
import { explainedTransformSchema } from '#contracts/transforms'
import type { Env } from '../env.ts'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { withHomeAway, withRealHome } from '../testing/real-home.ts'
import { watchBucket } from '../testing/watched-bucket.ts'
import { aWebhook } from '../testing/webhooks.ts'
import { deliverDue } from '../webhooks/deliver.ts'

const landscape = Uint8Array.from(
  Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64'),
)

let online: Env
beforeAll(async () => {
  // Each test asks more than a person does in a minute.
  online = await withRealHome({ ...env, RATE_LIMITS: 'image-api=1000/60,transform=500/60' })
})

async function aPhoto(bytes = landscape): Promise<{ user: TestUser; id: FileId }> {
  const user = await aUser()
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(bytes)).json())
  return { user, id: file.id }
}

function ask(
  user: TestUser,
  path: string,
  bindings = online,
  headers: Record<string, string> = {},
) {
  const sent = { Cookie: user.cookie, Origin: origin, ...headers }
  return request(path, { headers: sent }, bindings)
}

async function problemOf(response: Response) {
  const { status, code, detail } = problemSchema.parse(await response.json())
  return { status, code, detail }
}

const rowsSchema = z.array(
  z.object({ hash: z.string(), storage_key: z.string(), size_bytes: z.int(), width: z.int() }),
)

async function rowsOf(id: FileId) {
  const rows = env.DB.prepare('select * from transforms where file_id = ?').bind(id)
  return rowsSchema.parse((await rows.all()).results)
}

describe('a picture made of a picture', () => {
  it('is what its query says, with the headers that let a browser keep it', async () => {
    const { user, id } = await aPhoto()
    const path = `/api/images/${id}/transform?resize=400x&format=webp`
    const response = await ask(user, `${path}&original=true`)
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.toString('latin1', 8, 12)).toBe('WEBP')
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, max-age=31536000, immutable',
      'server-timing': 'cache;desc="miss"',
      'x-image-width': '400',
      'x-image-height': '300',
    })
    expect(headers.etag).toMatch(/^"[0-9a-f]{64}"$/)
    expect(headers.vary).toBe('Origin')
    const mayBeEdited = await ask(user, path)
    expect(mayBeEdited.headers.get('Cache-Control')).toBe('private, max-age=300')
    await mayBeEdited.body?.cancel()
  })

  it('is kept, found again by any spelling, and served while the home node is away', async () => {
    const { user, id } = await aPhoto()
    const first = await ask(user, `/api/images/${id}/transform?resize=200x&format=webp`)
    const made = await first.arrayBuffer()
    const again = await ask(
      user,
      `/api/images/${id}/transform/?format=webp&resize=100x&dpr=2`,
      withHomeAway(online),
    )
    expect(again.headers.get('Server-Timing')).toBe('cache;desc="hit"')
    expect(await again.arrayBuffer()).toEqual(made)
    const [row, ...more] = await rowsOf(id)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      storage_key: `${user.spaceId}/${id}/transforms/${row?.hash}.webp`,
      size_bytes: made.byteLength,
      width: 200,
    })
    expect(await (await env.BUCKET.get(row?.storage_key ?? ''))?.arrayBuffer()).toEqual(made)
    const etag = first.headers.get('ETag') ?? ''
    const path = `/api/images/${id}/transform?resize=200x&format=webp`
    const known = await ask(user, path, online, { 'If-None-Match': etag })
    expect([known.status, await known.text()]).toEqual([304, ''])
  })

  it('is made once for a hundred who ask for it at once', async () => {
    const { user, id } = await aPhoto()
    const { bucket, puts } = watchBucket(env.BUCKET)
    const path = `/api/images/${id}/transform?resize=333x&format=png`
    const asked = Array.from({ length: 100 }, () => ask(user, path, { ...online, BUCKET: bucket }))
    const answers = await Promise.all(asked)
    const bodies = await Promise.all(
      answers.map(async (each) => (await each.arrayBuffer()).byteLength),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(bodies).size).toBe(1)
    expect(puts).toHaveLength(1)
  })

  it('says that the home node is away when only it could make it, and makes it later', async () => {
    const { user, id } = await aPhoto()
    const path = `/api/images/${id}/transform?resize=50x`
    const away = await ask(user, path, withHomeAway(online))
    expect(await problemOf(away)).toMatchObject({ status: 503, code: 'home_node_offline' })
    expect(Number(away.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect((await ask(user, path)).status).toBe(200)
  })

  it('chooses its format by what the reader takes, and says so to caches', async () => {
    const { user, id } = await aPhoto()
    const path = `/api/images/${id}/transform?resize=60x&format=auto`
    for (const [accept, type] of [
      ['image/avif,image/webp,*/*', 'image/avif'],
      ['image/webp', 'image/webp'],
      ['*/*', 'image/jpeg'],
    ] as const) {
      const response = await ask(user, path, online, { Accept: accept })
      expect([response.headers.get('Content-Type'), response.headers.get('Vary')]).toEqual([
        type,
        'Accept, Origin',
      ])
      await response.body?.cancel()
    }
    expect(await rowsOf(id)).toHaveLength(3)
  })

  it('comes as a file with the name of the source when it is asked for so', async () => {
    const { user, id } = await aPhoto()
    const response = await ask(user, `/api/images/${id}/transform?resize=9x&format=png&download=1`)
    expect(response.headers.get('Content-Disposition')).toContain('filename="picture.png"')
  })

  it('is explained before it is made', async () => {
    const { user, id } = await aPhoto()
    const path = `/api/images/${id}/transform?resize=50%25&rotate=360&explain=1`
    const explained = explainedTransformSchema.parse(await (await ask(user, path)).json())
    expect(explained).toMatchObject({
      recipe: { steps: [{ op: 'scale', percent: 50 }], output: { format: 'jpeg', quality: 80 } },
      query: 'resize=50%25',
      engine: 'home',
      transformations: 0,
      stored: false,
    })
    expect(await rowsOf(id)).toEqual([])
  })
})

describe('what becomes of a made picture', () => {
  it('can be a file of its own, beside its source', async () => {
    const { user, id } = await aPhoto()
    const keep = (body: object) =>
      request(
        `/api/images/${id}/transform`,
        {
          method: 'POST',
          headers: { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        },
        online,
      )
    const kept = await keep({ query: 'crop=1:1&grayscale=true&format=webp' })
    expect(kept.status).toBe(201)
    const image = uploadedImageSchema.parse(await kept.json())
    expect(image).toMatchObject({
      ...{
        outcome: 'created',
        original_filename: 'picture (edited).webp',
        width: 600,
        height: 600,
      },
      ...{ mime_type: 'image/webp', space_id: user.spaceId, user_id: user.userId },
    })
    expect(image.id).not.toBe(id)
    expect(kept.headers.get('Location')).toBe(`/api/images/${image.id}`)
    const again = await keep({ query: 'crop=1:1&grayscale=true&format=webp', name: 'other.webp' })
    expect(uploadedImageSchema.parse(await again.json())).toMatchObject({
      ...{ outcome: 'duplicate', id: image.id },
    })
    expect((await keep({ query: 'crop=none' })).status).toBe(400)
  })

  it('is told to the webhooks that want to hear of it, once', async () => {
    const { user, id } = await aPhoto()
    const hook = await aWebhook(user, { events: ['transform.ready'] })
    for (const _ of [1, 2]) {
      await (await ask(user, `/api/images/${id}/transform?resize=31x`)).body?.cancel()
    }
    await deliverDue(testDeps({ now: () => Date.now() + 60_000 }), user.spaceId)
    const told = (await hook.received()).map(({ parsed }) => [parsed.type, parsed.data.fileId])
    expect(told).toEqual([['transform.ready', id]])
  })
})

describe('guards of pictures', () => {
  it('refuses what is wrong with a sentence and nothing made', async () => {
    const { user, id } = await aPhoto()
    const wrong = await ask(user, `/api/images/${id}/transform?resize=99999x`)
    expect(await problemOf(wrong)).toMatchObject({ status: 400, code: 'validation_failed' })
    expect(await rowsOf(id)).toEqual([])
  })

  it('hides pictures and watermarks from those who may not see them', async () => {
    const { id } = await aPhoto()
    const { user: stranger, id: own } = await aPhoto()
    const hidden = await ask(stranger, `/api/images/${id}/transform?resize=10x`)
    expect(await problemOf(hidden)).toMatchObject({ status: 404, code: 'not_found' })
    const drawn = await ask(stranger, `/api/images/${own}/transform?watermark=image:${id}`)
    expect(await problemOf(drawn)).toMatchObject({
      ...{ status: 400, detail: '“watermark” names a picture that is not there.' },
    })
  })

  it('counts what is made, not what is there', async () => {
    const { user, id } = await aPhoto()
    const few = { ...online, RATE_LIMITS: 'transform=2/60' }
    const statuses: number[] = []
    for (const width of [10, 11, 10, 11, 12]) {
      const response = await ask(user, `/api/images/${id}/transform?resize=${width}x`, few)
      await response.body?.cancel()
      statuses.push(response.status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429])
  })

  it('goes with its file, from the table, from R2 and from the quota', async () => {
    const { user, id } = await aPhoto()
    const counting = { ...online, QUOTA_COUNTS_RENDITIONS: 'true' }
    await ask(user, `/api/images/${id}/transform?resize=70x`, counting)
    const [row] = await rowsOf(id)
    const used = env.DB.prepare('select used_bytes from users where id = ?').bind(user.userId)
    expect(await used.first('used_bytes')).toBe(landscape.length + (row?.size_bytes ?? 0))
    const call = (method: string, path: string) =>
      request(path, { method, headers: { Cookie: user.cookie, Origin: origin } }, counting)
    await call('DELETE', `/api/files/${id}`)
    expect((await ask(user, `/api/images/${id}/transform?resize=70x`)).status).toBe(404)
    expect((await call('POST', `/api/files/${id}/purge`)).status).toBe(204)
    expect(await rowsOf(id)).toEqual([])
    expect(await env.BUCKET.head(row?.storage_key ?? '')).toBeNull()
    expect(await used.first('used_bytes')).toBe(0)
  })
})

describe('over the link to the home node', () => {
  it('every kind of step is made, with a watermark that it has to be sent', async () => {
    const { user, id } = await aPhoto()
    const { tiny } = inject('realHomeNode').enginePictures
    const mark = Uint8Array.from(Buffer.from(tiny, 'base64'))
    const sent = uploadOutcomeSchema.parse(await (await user.upload(mark, 'mark.png')).json())
    const query = [
      'crop=700x500+10+10&resize=400x400&fit=cover&gravity=smart&rotate=7&background=white',
      'flip=h&grayscale&sepia&negate&blur=1&sharpen=1&brightness=110&contrast=90&saturation=50',
      'hue=20&gamma=1.2&tint=teal&pixelate=4&resize=50%25&crop=1:1',
      `watermark=text:Hé 家&position=north&opacity=50&watermark=image:${sent.file.id}&scale=10`,
      'format=webp&quality=60&compress=true&max_bytes=40k',
    ].join('&')
    const response = await ask(user, `/api/images/${id}/transform?${query}`)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
    const sides = ['Width', 'Height'].map((side) => response.headers.get(`X-Image-${side}`))
    expect(new Set(sides).size).toBe(1)
    expect((await response.arrayBuffer()).byteLength).toBeLessThanOrEqual(40_000)
  })
})
