import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { uploadIdSchema } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { sweep } from '../jobs/sweep.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { type TusClient, tusClient } from '../testing/tus.ts'
import { laneUploadSchema } from './lane-messages.ts'
import { findOwnUpload } from './queries.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const idOf = (path: string) => uploadIdSchema.parse(path.split('/').at(-1))
const laneOf = (path: string) => testDeps().uploadLane(idOf(path))
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

async function storage(user: TestUser) {
  return await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first()
}

/** Every object of a user's space, and of unfinished bytes of this upload. */
async function objectsOf(user: TestUser, path: string) {
  const prefixes = [`o/${user.spaceId}/`, `u/${idOf(path)}/`]
  const lists = await Promise.all(prefixes.map((prefix) => env.BUCKET.list({ prefix })))
  return lists.flatMap(({ objects }) => objects.map(({ key }) => key))
}

async function filesOf(user: TestUser) {
  return fileListSchema.parse(await (await user.fetch('/api/files')).json()).items
}

async function expire(path: string) {
  await env.DB.prepare('update uploads set expires_at = 1 where id = ?').bind(idOf(path)).run()
}

/** A database that loses its connection whenever a reservation is to be settled. */
function brokenSettling(): { bindings: Record<string, unknown>; mend: () => void } {
  let isBroken = true
  const DB = new Proxy(env.DB, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (property !== 'prepare') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string) => {
        if (isBroken && sql.includes('insert into originals')) {
          throw new Error('D1_ERROR: Network connection lost.')
        }
        return target.prepare(sql)
      }
    },
  })
  return {
    bindings: { DB },
    mend() {
      isBroken = false
    },
  }
}

describe('an upload that is ended', () => {
  it('by its sender gives everything back, and takes nothing more', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(1_000)
    await tus.patch(path, 0, bytesOf('some of it'))
    expect(await objectsOf(user, path)).toHaveLength(1)
    expect((await tus.call('DELETE', path)).status).toBe(204)
    expect(await objectsOf(user, path)).toEqual([])
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
    for (const method of ['HEAD', 'DELETE']) {
      expect((await tus.call(method, path)).status).toBe(410)
    }
    expect((await tus.patch(path, 10, bytesOf('more'))).status).toBe(410)
    const lane = await laneOf(path).fetch('https://lane.internal/', {
      method: 'PUT',
      headers: { 'X-Lane': JSON.stringify(await laneRequest(user, path)) },
      body: 'late',
    })
    expect(await lane.json()).toEqual({ kind: 'ended' })
    expect(await objectsOf(user, path)).toEqual([])
  })

  it('by nobody is ended by the sweep, once its time is over', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const paths = [await tus.create(500), await tus.create(500)]
    for (const path of paths) await tus.patch(path, 0, bytesOf('some of it'))
    const [open = '', over = ''] = paths
    await expire(over)
    expect((await tus.call('HEAD', over)).status).toBe(410)
    const deps = testDeps()
    await sweep(deps)
    await deps.settled()
    expect(await storage(user)).toEqual({ used: 0, reserved: 500 })
    expect(await objectsOf(user, over)).toEqual([])
    expect(await tus.offset(open)).toBe(10)
  })

  it('lives on while bytes come', async () => {
    const tus = tusClient(await aUser())
    const path = await tus.create(100)
    const expiry = (response: Response) => Date.parse(response.headers.get('Upload-Expires') ?? '')
    const inHours = (response: Response) => Math.round((expiry(response) - Date.now()) / 3_600_000)
    await env.DB.prepare('update uploads set expires_at = ? where id = ?')
      .bind(Date.now() + 3_600_000, idOf(path))
      .run()
    expect(inHours(await tus.call('HEAD', path))).toBe(1)
    expect(inHours(await tus.patch(path, 0, bytesOf('some')))).toBe(24)
    expect(inHours(await tus.call('HEAD', path))).toBe(24)
  })

  it('is forgotten even if whoever should have ended it was lost', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(100)
    await tus.patch(path, 0, bytesOf('some'))
    expect(await runDurableObjectAlarm(laneOf(path))).toBe(true)
    expect(await tus.offset(path)).toBe(4)
    await runInDurableObject(laneOf(path), (_, { storage: { sql } }) => {
      sql.exec('update lane set touched_at = 0')
    })
    expect(await runDurableObjectAlarm(laneOf(path))).toBe(true)
    expect(await objectsOf(user, path)).toEqual([])
  })
})

async function laneRequest(user: TestUser, path: string) {
  const row = await findOwnUpload(testDeps().db, user.userId, idOf(path))
  const sizes = { length: 4, partBytes: 5_242_880, bodyMaxBytes: 10_000_000 }
  return { upload: laneUploadSchema.parse(row), offset: 10, checksum: null, ...sizes }
}

describe('an upload that is broken off', () => {
  it('goes on from what is durable, with another instance of its lane', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const text = 'a text that comes in three pieces'
    const path = await tus.create(text.length)
    for (const [start, end] of [
      [0, 7],
      [7, 20],
      [20, text.length],
    ] as const) {
      await tus.patch(path, start, bytesOf(text.slice(start, end)))
      if (end < text.length) await evictDurableObject(laneOf(path))
    }
    const [file] = await filesOf(user)
    expect(file?.sha256).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('in the middle of a body keeps what was there before it', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(1_000)
    await tus.patch(path, 0, bytesOf('before'))
    const torn = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytesOf('half of a body'))
        controller.close()
      },
    })
    const answer = await tus.patch(path, 6, torn, { 'Content-Length': '500' })
    expect(answer.status).toBe(503)
    expect(await tus.offset(path)).toBe(6)
    expect(await objectsOf(user, path)).toHaveLength(1)
    expect((await tus.patch(path, 6, bytesOf('x'.repeat(994)))).status).toBe(204)
    expect(await filesOf(user)).toHaveLength(1)
  })

  it('without a word gives way to the next request, which is told to wait until then', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const path = await tus.create(10)
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const hanging = tus.patch(path, 0, readable, { 'Content-Length': '10' })
    await writer.write(bytesOf('12345'))
    const next = () => tus.patch(path, 0, bytesOf('1234567890'))
    await expect.poll(async () => (await next()).status, { timeout: 5_000 }).toBe(423)
    await expect.poll(async () => (await next()).status, { timeout: 15_000 }).toBe(204)
    await writer.write(bytesOf('67890')).catch(() => {})
    await writer.close().catch(() => {})
    expect((await hanging).status).toBe(503)
    const [file, ...others] = await filesOf(user)
    expect([file?.sizeBytes, others]).toEqual([10, []])
    expect(await storage(user)).toEqual({ used: 10, reserved: 0 })
  })
})

describe('the last step of an upload', () => {
  it('is made up by the next question, when the database was away', async () => {
    const user = await aUser()
    const { bindings, mend } = brokenSettling()
    const tus = tusClient(user, bindings)
    const path = await tus.create(4)
    for (const answer of [
      await tus.patch(path, 0, bytesOf('late')),
      await tus.call('HEAD', path),
    ]) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('Retry-After')).toBe('5')
    }
    expect(await storage(user)).toEqual({ used: 0, reserved: 4 })
    mend()
    const head = await tus.call('HEAD', path)
    expect(head.headers.get('X-Upload-Outcome')).toBe('created')
    expect((await filesOf(user)).map(({ id }) => id)).toEqual([head.headers.get('X-File-Id')])
    expect(await storage(user)).toEqual({ used: 4, reserved: 0 })
  })

  it('taken by R2 and not noted is not taken twice', async () => {
    const user = await aUser()
    const { bindings } = brokenSettling()
    const path = await tusClient(user, bindings).create(4)
    await tusClient(user, bindings).patch(path, 0, bytesOf('once'))
    await runInDurableObject(laneOf(path), (_, { storage: { sql } }) => {
      sql.exec('update lane set sha256 = null')
    })
    expect((await tusClient(user).call('HEAD', path)).headers.get('X-File-Id')).toMatch(/^fil_/)
    expect(await objectsOf(user, path)).toHaveLength(1)
  })

  it('that is never made up leaves nothing behind', async () => {
    const user = await aUser()
    const { bindings } = brokenSettling()
    const tus = tusClient(user, bindings)
    const path = await tus.create(4)
    await tus.patch(path, 0, bytesOf('gone'))
    expect(await objectsOf(user, path)).not.toEqual([])
    await expire(path)
    const deps = testDeps()
    await sweep(deps)
    await deps.settled()
    expect(await objectsOf(user, path)).toEqual([])
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it('of ten uploads of the same bytes at once makes one file', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const paths = await Promise.all(Array.from({ length: 10 }, () => tus.create(9)))
    const answers = await Promise.all(paths.map((path) => tus.patch(path, 0, bytesOf('all alike'))))
    expect(new Set(answers.map((answer) => answer.headers.get('X-File-Id'))).size).toBe(1)
    const outcomes = answers.map((answer) => answer.headers.get('X-Upload-Outcome')).sort()
    expect(outcomes).toEqual(['created', ...Array(9).fill('duplicate')])
    expect(await objectsOf(user, paths[0] ?? '')).toHaveLength(1)
    expect(await storage(user)).toEqual({ used: 9, reserved: 0 })
  })

  it('asked for by ten requests at once happens once', async () => {
    const user = await aUser()
    const { bindings } = brokenSettling()
    const path = await tusClient(user, bindings).create(4)
    await tusClient(user, bindings).patch(path, 0, bytesOf('once'))
    const tus: TusClient = tusClient(user)
    const heads = await Promise.all(Array.from({ length: 10 }, () => tus.call('HEAD', path)))
    const ids = heads.map((head) => head.headers.get('X-File-Id'))
    expect((await filesOf(user)).map(({ id }) => id)).toEqual([...new Set(ids)])
    expect(await storage(user)).toEqual({ used: 4, reserved: 0 })
  })
})

it('reservations that race never go over the quota by a byte', async () => {
  const user = await aUser({ quotaBytes: 7_999 })
  const tus = tusClient(user)
  const headers = { 'Upload-Length': '1000' }
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => tus.call('POST', '/api/uploads', headers)),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(7)
  const refused = answers.find(({ status }) => status !== 201)
  expect(refused && (await codeOf(refused))).toBe('quota_exceeded')
  expect(await storage(user)).toEqual({ used: 0, reserved: 7_000 })
})
