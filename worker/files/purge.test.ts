import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { ApiKeyScope } from '#contracts/api-keys'
import { emptiedTrashSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { changesResponseSchema, vaultStatusSchema } from '#contracts/home-node'
import type { FileId } from '#contracts/ids'
import { ingestResultSchema, leaseResponseSchema } from '#contracts/jobs'
import { newId } from '../ids.ts'
import { openRendition } from '../media/open-rendition.ts'
import { aKey } from '../testing/api-keys.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { clearPurgedOriginals, purgeOldTrash } from './purge-due.ts'
import { recordIngest } from './record-ingest.ts'

const dayMs = 24 * 3_600_000

async function aFile(user: TestUser, text: string) {
  const { outcome, file } = uploadOutcomeSchema.parse(
    await (await user.upload(jpegLike(text))).json(),
  )
  return { outcome, id: file.id }
}

async function aTrashedFile(user: TestUser, text: string): Promise<FileId> {
  const { id } = await aFile(user, text)
  expect((await user.fetch(`/api/files/${id}`, { method: 'DELETE' })).status).toBe(200)
  return id
}

async function purge(user: TestUser, id: FileId): Promise<number> {
  return (await user.fetch(`/api/files/${id}/purge`, { method: 'POST' })).status
}

async function empty(user: TestUser) {
  const response = await user.fetch('/api/trash/empty', { method: 'POST' })
  return emptiedTrashSchema.parse(await response.json())
}

async function storage(user: TestUser) {
  return await env.DB.prepare(
    'select used_bytes as used, reserved_bytes as reserved from users where id = ?',
  )
    .bind(user.userId)
    .first()
}

async function originalOf(id: FileId): Promise<string> {
  const row = await env.DB.prepare('select original_id as id from files where id = ?')
    .bind(id)
    .first<{ id: string }>()
  return row?.id ?? ''
}

async function objectsOf(user: TestUser): Promise<number> {
  return (await env.BUCKET.list({ prefix: `o/${user.spaceId}/` })).objects.length
}

async function trashOf(user: TestUser) {
  const list = await user.fetch('/api/files?trashed=true')
  return fileListSchema.parse(await list.json()).items.map((item) => item.id)
}

/** A second file of the same original, as a copy of it would be. */
async function aCopyOf(user: TestUser, id: FileId, trashedAt: number | null): Promise<FileId> {
  const { now } = testDeps()
  const row = await env.DB.prepare('select * from files where id = ?').bind(id).first()
  const copy = newId('file', now())
  await env.DB.prepare(
    `insert into files (id, space_id, original_id, name, kind, preview, created_by, created_at, trashed_at)
     values (?, ?, ?, 'copy.jpg', 'image', 'pending', ?, ?, ?)`,
  )
    .bind(copy, user.spaceId, row?.original_id, user.userId, now(), trashedAt)
    .run()
  return copy
}

describe('purging a file', () => {
  it('gives its bytes back to the byte, once, however often it is asked for at once', async () => {
    const user = await aUser()
    await aFile(user, 'stays')
    const id = await aTrashedFile(user, 'goes, and is longer')
    const kept = { used: jpegLike('stays').length, reserved: 0 }
    expect(await storage(user)).toEqual({
      ...kept,
      used: kept.used + jpegLike('goes, and is longer').length,
    })
    const statuses = await Promise.all(Array.from({ length: 12 }, () => purge(user, id)))
    expect(statuses).toContain(204)
    expect(statuses.every((status) => status === 204 || status === 404)).toBe(true)
    expect(await purge(user, id)).toBe(404)
    expect(await storage(user)).toEqual(kept)
    expect((await user.fetch(`/api/files/${id}`)).status).toBe(404)
    expect((await user.fetch(`/api/files/${id}/download`)).status).toBe(404)
    expect(await trashOf(user)).toEqual([])
  })

  it('takes only what is in trash', async () => {
    const user = await aUser()
    const { id } = await aFile(user, 'not in trash')
    expect(await purge(user, id)).toBe(409)
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    await user.fetch(`/api/files/${id}/restore`, { method: 'POST' })
    expect(await purge(user, id)).toBe(409)
    expect(await storage(user)).toEqual({ used: jpegLike('not in trash').length, reserved: 0 })
  })

  it.each([
    ['live', null],
    ['in trash', 1_700_000_000_000],
  ])('leaves the bytes to another file of them that is %s', async (_, trashedAt) => {
    const user = await aUser()
    const id = await aTrashedFile(user, `twice ${trashedAt}`)
    const size = jpegLike(`twice ${trashedAt}`).length
    const copy = await aCopyOf(user, id, trashedAt)
    expect(await purge(user, id)).toBe(204)
    await clearPurgedOriginals(testDeps())
    expect(await storage(user)).toEqual({ used: size, reserved: 0 })
    expect((await user.fetch(`/api/files/${copy}/download`)).status).toBe(200)

    if (trashedAt === null) await user.fetch(`/api/files/${copy}`, { method: 'DELETE' })
    expect(await purge(user, copy)).toBe(204)
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it('gives the bytes back once when both files of them go at the same time', async () => {
    const user = await aUser()
    await aFile(user, 'beside')
    const id = await aTrashedFile(user, 'both go')
    const copy = await aCopyOf(user, id, 1_700_000_000_000)
    const statuses = await Promise.all([purge(user, id), purge(user, copy), empty(user)])
    expect(statuses[2].left).toBe(0)
    expect(await storage(user)).toEqual({ used: jpegLike('beside').length, reserved: 0 })
  })

  it('removes the pictures at once and the original from R2 by the next sweep', async () => {
    const user = await aUser()
    const id = await aTrashedFile(user, 'out of R2')
    const originalId = await originalOf(id)
    const pictures = { prefix: `${user.spaceId}/${id}/` }
    await env.BUCKET.put(`${user.spaceId}/${id}/renditions/320.webp`, 'small')
    await purge(user, id)
    expect((await env.BUCKET.list(pictures)).objects).toEqual([])
    expect(await objectsOf(user)).toBe(1)
    await clearPurgedOriginals(testDeps())
    expect(await objectsOf(user)).toBe(0)
    const row = await env.DB.prepare(
      `select cleared_at is not null as cleared, (select count(*) from copies
        where original_id = originals.id and place = 'r2') as copies from originals where id = ?`,
    )
      .bind(originalId)
      .first()
    expect(row).toEqual({ cleared: 1, copies: 0 })
  })

  it('lets the same bytes come back as a new file, before and after R2 is cleared', async () => {
    const user = await aUser()
    const size = jpegLike('comes back').length
    const seen = new Set<string>()
    for (const isCleared of [false, true, false]) {
      const id = await aTrashedFile(user, 'comes back')
      expect(await storage(user)).toEqual({ used: size, reserved: 0 })
      seen.add(await originalOf(id))
      await purge(user, id)
      if (isCleared) await clearPurgedOriginals(testDeps())
    }
    const { outcome, id } = await aFile(user, 'comes back')
    await clearPurgedOriginals(testDeps())
    expect(outcome).toBe('created')
    expect(seen.has(await originalOf(id))).toBe(false)
    const download = await user.fetch(`/api/files/${id}/download`)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(jpegLike('comes back'))
    expect(await storage(user)).toEqual({ used: size, reserved: 0 })
  })

  it('and uploading the same bytes at once end with one kept file or none, and true figures', async () => {
    const user = await aUser()
    for (let round = 0; round < 6; round++) {
      const text = `race ${round}`
      const id = await aTrashedFile(user, text)
      const [, response] = await Promise.all([purge(user, id), user.upload(jpegLike(text))])
      expect([200, 201, 503]).toContain(response.status)
    }
    await clearPurgedOriginals(testDeps())
    const list = fileListSchema.parse(await (await user.fetch('/api/files')).json())
    for (const { id } of list.items) {
      expect((await user.fetch(`/api/files/${id}/download`)).status).toBe(200)
    }
    const used = list.items.length * jpegLike('race 0').length
    expect(await storage(user)).toEqual({ used, reserved: 0 })
    expect(await objectsOf(user)).toBe(list.items.length)
  })
})

describe('a key', () => {
  it.each<[ApiKeyScope[], number]>([
    [['read', 'upload', 'delete'], 403],
    [['read', 'admin'], 403],
    [['delete', 'admin'], 204],
  ])(
    'for %j is answered %d when it purges, and as much when it empties the trash',
    async (scopes, status) => {
      const user = await aUser()
      const id = await aTrashedFile(user, `by a key ${scopes}`)
      const key = await aKey(user, scopes)
      const purged = await key.fetch(`/api/files/${id}/purge`, { method: 'POST' })
      expect(purged.status).toBe(status)
      const emptied = await key.fetch('/api/trash/empty', { method: 'POST' })
      expect(emptied.ok).toBe(status === 204)
      expect(await storage(user)).toMatchObject({
        used: status === 204 ? 0 : jpegLike(`by a key ${scopes}`).length,
      })
    },
  )
})

describe('a picture that is made while its file is purged', () => {
  it('does not stay in R2, and the job is not there any more', async () => {
    const [user, node] = [await aUser(), await aHomeNode()]
    const id = await aTrashedFile(user, 'just being made')
    const response = await node.fetch('POST', '/api/home/jobs/lease', { max: 50 })
    const { jobs } = leaseResponseSchema.parse(await response.json())
    const job = jobs.find(({ fileId }) => fileId === id)
    if (!job) throw new Error('the job was not leased')
    const deps = testDeps()
    const bytes = webpLike('made')
    const purgingBucket = new Proxy(deps.bucket, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        if (name !== 'put') return value.bind(target)
        return async (...given: Parameters<R2Bucket['put']>) => {
          await purge(user, id)
          return await target.put(...given)
        }
      },
    })
    const result = ingestResultSchema.parse({
      ...{ preview: 'ready', previewNote: null, width: 4, height: 3, takenAt: null, camera: null },
      ...{ thumbhash: null, tags: [] },
      renditions: [{ name: '320', width: 4, height: 3, sizeBytes: bytes.length }],
    })
    const recording = recordIngest({ ...deps, bucket: purgingBucket }, node.id, job.id, {
      ...{ result, bytes },
    })
    await expect(recording).rejects.toMatchObject({ code: 'not_found' })
    const { objects } = await env.BUCKET.list({ prefix: `${user.spaceId}/` })
    expect(objects).toEqual([])
  })
})

describe('a picture that is made for whoever looks at it while its file is purged', () => {
  it('is not shown and does not stay in R2', async () => {
    const user = await aUser()
    const id = await aTrashedFile(user, 'looked at')
    const imageEngine = {
      async run() {
        expect(await purge(user, id)).toBe(204)
        const body = new Blob([new Uint8Array(webpLike('made'))]).stream()
        return { body, mimeType: 'image/webp', width: 4, height: 3 }
      },
    }
    const deps = testDeps({ imageEngine })
    const target = { spaceId: user.spaceId, fileId: id, rendition: '320', edit: 0 } as const
    await expect(openRendition(deps, target)).rejects.toMatchObject({ code: 'not_found' })
    const { objects } = await env.BUCKET.list({ prefix: `${user.spaceId}/` })
    expect(objects).toEqual([])
  })
})

describe('emptying the trash', () => {
  it('purges all of it and nothing else, and says what that gave back', async () => {
    const user = await aUser()
    await aFile(user, 'live')
    const texts = Array.from({ length: 45 }, (_, index) => `trash ${'x'.repeat(index)}`)
    for (const text of texts) await aTrashedFile(user, text)
    const freedBytes = texts.reduce((sum, text) => sum + jpegLike(text).length, 0)
    expect(await empty(user)).toEqual({ purged: 45, freedBytes, left: 0 })
    expect(await empty(user)).toEqual({ purged: 0, freedBytes: 0, left: 0 })
    expect(await storage(user)).toEqual({ used: jpegLike('live').length, reserved: 0 })
  })

  it('twice at once gives each byte back once', async () => {
    const user = await aUser()
    await aFile(user, 'live')
    for (let index = 0; index < 10; index++) await aTrashedFile(user, `parallel ${index}`)
    const results = await Promise.all([empty(user), empty(user), empty(user)])
    const sum = (of: 'purged' | 'freedBytes') => results.reduce((all, each) => all + each[of], 0)
    expect(sum('purged')).toBe(10)
    expect(sum('freedBytes')).toBe(10 * jpegLike('parallel 0').length)
    expect(await storage(user)).toEqual({ used: jpegLike('live').length, reserved: 0 })
  })
})

describe('trash', () => {
  it('is purged by itself after 30 days, and not a millisecond before', async () => {
    const user = await aUser()
    const id = await aTrashedFile(user, 'thirty days')
    const row = await env.DB.prepare('select trashed_at as at from files where id = ?')
      .bind(id)
      .first<{ at: number }>()
    const at = (row?.at ?? 0) + 30 * dayMs
    await purgeOldTrash(testDeps({ now: () => at - 1 }))
    expect(await trashOf(user)).toEqual([id])
    await purgeOldTrash(testDeps({ now: () => at }))
    expect(await trashOf(user)).toEqual([])
    expect(await storage(user)).toEqual({ used: 0, reserved: 0 })
  })

  it('gives back what is taken out of it while it is being purged', async () => {
    const user = await aUser()
    const [one, two] = [await aTrashedFile(user, 'taken out'), await aTrashedFile(user, 'left in')]
    const deps = testDeps({ now: () => Date.now() + 31 * dayMs })
    const { bucket } = deps
    // The first thing a purge does to the files it has chosen: one is restored just then.
    const restoringBucket = new Proxy(bucket, {
      get(target, name) {
        if (name !== 'delete') return Reflect.get(target, name)
        return async (keys: string[]) => {
          await user.fetch(`/api/files/${one}/restore`, { method: 'POST' })
          await target.delete(keys)
        }
      },
    })
    await purgeOldTrash({ ...deps, bucket: restoringBucket })
    expect((await user.fetch(`/api/files/${one}/download`)).status).toBe(200)
    expect((await user.fetch(`/api/files/${two}`)).status).toBe(404)
    expect(await storage(user)).toEqual({ used: jpegLike('taken out').length, reserved: 0 })
  })
})

describe('after a purge a home node', () => {
  it('hears of it in the feed, and no longer fetches, acknowledges or counts the original', async () => {
    const [user, node] = [await aUser(), await aHomeNode()]
    const id = await aTrashedFile(user, 'told to the disks')
    const originalId = await originalOf(id)
    const changes = async () => {
      const response = await node.fetch('GET', '/api/home/changes?after=0&limit=1000')
      const page = changesResponseSchema.parse(await response.json())
      return page.changes.filter((change) => change.spaceId === user.spaceId)
    }
    const status = async () =>
      vaultStatusSchema.parse(await (await node.fetch('GET', '/api/home/status')).json())
    const before = await status()
    const sha256 = (await changes()).find(({ kind }) => kind === 'original.stored')?.original
      ?.sha256
    expect((await node.fetch('GET', `/api/home/originals/${originalId}`)).status).toBe(200)

    await purge(user, id)
    expect((await changes()).map(({ kind, original }) => [kind, original?.id ?? null])).toEqual([
      ['original.stored', null],
      ['file.created', null],
      ['file.trashed', null],
      ['file.purged', null],
      ['original.removed', originalId],
    ])
    expect((await node.fetch('GET', `/api/home/originals/${originalId}`)).status).toBe(404)
    const batch = await node.fetch('POST', '/api/home/originals/batch', { ids: [originalId] })
    expect((await batch.arrayBuffer()).byteLength).toBe(0)
    const diskId = newId('disk', Date.now())
    const disks = [{ id: diskId, name: diskId, state: 'ok', totalBytes: 9, freeBytes: 9 }]
    await node.fetch('PUT', '/api/home/disks', { disks })
    const copies = [{ originalId, sha256, diskId, verifiedAtMs: Date.now() }]
    const acked = await node.fetch('POST', '/api/home/copies', { copies })
    expect(await acked.json()).toEqual({ unknown: [originalId] })
    const after = await status()
    expect(after.originals).toBe(before.originals - 1)
    expect(after.trashedFiles).toBe(before.trashedFiles - 1)
    expect(before.originalBytes - after.originalBytes).toBe(jpegLike('told to the disks').length)
  })
})
