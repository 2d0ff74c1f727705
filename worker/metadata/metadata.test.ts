import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { fileDetailSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { frameHead } from '#contracts/frames'
import { leaseResponseSchema } from '#contracts/jobs'
import { readMetadataSchema } from '#contracts/metadata'
import { aUser, type TestUser } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'
import { jpegLike } from '../testing/pictures.ts'

let count = 0

async function aFile(user: TestUser): Promise<string> {
  const uploaded = await user.upload(jpegLike(`to write about ${count++}`))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

async function call(user: TestUser, method: string, path: string, body?: object) {
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

async function detailOf(user: TestUser, id: string) {
  return fileDetailSchema.parse(await (await user.fetch(`/api/files/${id}`)).json())
}

const lake = {
  ...{ takenAt: '2024-05-31T14:03:22', takenZone: 120, lens: 'Acme 35 mm', iso: 400 },
  ...{ latitude: 46.5197, longitude: 6.6323, altitude: 495, placeName: 'Lausanne, Switzerland' },
  ...{ description: 'By the lake', rating: 3, keywords: ['lake'] },
}

/** What a home node says of a file, by a job of its own each time. */
async function ingest(fileId: string, metadata: object, more: object = {}) {
  const node = await aHomeNode()
  await env.DB.prepare(
    "update jobs set state = 'queued', next_at = 0, lease_owner = null where file_id = ? and name = 'ingest-file'",
  )
    .bind(fileId)
    .run()
  const leased = await node.fetch('POST', '/api/home/jobs/lease', { max: 50 })
  const { jobs } = leaseResponseSchema.parse(await leased.json())
  const job = jobs.find((each) => each.fileId === fileId)
  const read = readMetadataSchema.parse(metadata)
  const head = frameHead({
    ...{ preview: 'none', previewNote: 'None.', width: 800, height: 600, camera: 'Acme One' },
    ...{ takenAt: read.takenAt, thumbhash: null, renditions: [], tags: [] },
    ...{ metadata: read, ...more },
  })
  const done = await node.fetch('POST', `/api/home/jobs/${job?.id}/done`, head)
  expect(done.status).toBe(204)
}

describe('what an original says of itself', () => {
  it('is in the details of its file and in its place of the timeline', async () => {
    const user = await aUser()
    const id = await aFile(user)
    const found = { durationMs: 8_000, isAnimated: true, perceptualHash: '6b5b6149c9c99991' }
    await ingest(id, lake, found)
    const detail = await detailOf(user, id)
    expect(detail).toMatchObject({
      ...{ takenAt: lake.takenAt, shownAt: lake.takenAt, placeName: lake.placeName },
      ...{ description: 'By the lake', rating: 3, durationMs: 8_000, isAnimated: true },
      metadata: { ...lake, exposureSeconds: null, edited: [] },
    })
  })

  it('is taken of home nodes that tell no more than the time, too', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, {}, { metadata: undefined, takenAt: '2021-02-03T04:05:06' })
    expect(await detailOf(user, id)).toMatchObject({
      ...{ takenAt: '2021-02-03T04:05:06', shownAt: '2021-02-03T04:05:06' },
      metadata: { takenAt: '2021-02-03T04:05:06', rating: null },
    })
  })
})

describe('what people write', () => {
  const written = {
    ...{ description: 'At home', takenAt: '1999-12-31T23:59:59', takenZone: -60, rating: 5 },
    ...{ latitude: -33.8, longitude: 151.2 },
  }

  it('stands before what the original says, and survives that it is read anew', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, lake)
    expect((await call(user, 'PATCH', `/api/files/${id}`, written)).status).toBe(200)
    await ingest(id, { ...lake, description: 'By another lake', iso: 800 })
    const detail = await detailOf(user, id)
    expect(detail).toMatchObject({
      ...{ description: 'At home', takenAt: written.takenAt, shownAt: written.takenAt, rating: 5 },
      // The name of the old place is not that of the new one.
      placeName: null,
      metadata: { ...written, placeName: null, iso: 800 },
    })
    expect([...detail.metadata.edited].sort()).toEqual(Object.keys(written).sort())
  })

  it('before the original was read stands, too', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await call(user, 'PATCH', `/api/files/${id}`, { rating: 1 })
    await ingest(id, lake)
    expect(await detailOf(user, id)).toMatchObject({ rating: 1, description: 'By the lake' })
  })

  it('is taken back by null, field by field', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, lake)
    await call(user, 'PATCH', `/api/files/${id}`, written)
    const back = { takenAt: null, latitude: null, longitude: null, rating: null }
    await call(user, 'PATCH', `/api/files/${id}`, back)
    expect(await detailOf(user, id)).toMatchObject({
      ...{ description: 'At home', takenAt: lake.takenAt, shownAt: lake.takenAt, rating: 3 },
      placeName: lake.placeName,
      metadata: { takenZone: -60, latitude: lake.latitude, edited: ['takenZone', 'description'] },
    })
  })

  it("may be that its place is nobody's business: it is told nowhere until it is shown again", async () => {
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, lake)
    const map = async () => await (await user.fetch('/api/map?bbox=-180,-90,180,90&zoom=2')).json()
    expect(await map()).toMatchObject({ located: 1 })
    const hidden = await call(user, 'PATCH', `/api/files/${id}`, { isPlaceHidden: true })
    expect(await hidden.text()).not.toMatch(/46\.5|Lausanne/)
    await ingest(id, lake)
    const none = { latitude: null, longitude: null, altitude: null, placeName: null }
    expect(await detailOf(user, id)).toMatchObject({
      placeName: null,
      metadata: { ...none, edited: ['isPlaceHidden'] },
    })
    expect(await map()).toEqual({ clusters: [], located: 0 })
    await call(user, 'PATCH', `/api/files/${id}`, { isPlaceHidden: false })
    expect(await detailOf(user, id)).toMatchObject({
      placeName: lake.placeName,
      metadata: { latitude: lake.latitude, altitude: lake.altitude, edited: [] },
    })
    expect(await map()).toMatchObject({ located: 1 })
  })

  it('may be that there is no description and no star', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, lake)
    await call(user, 'PATCH', `/api/files/${id}`, { description: '', rating: 0 })
    expect(await detailOf(user, id)).toMatchObject({
      ...{ description: null, rating: null, metadata: { description: null, rating: null } },
    })
  })

  it('as a time moves the file in the timeline, and without any time it stands where it came in', async () => {
    const user = await aUser()
    const id = await aFile(user)
    const { shownAt } = await detailOf(user, id)
    await call(user, 'PATCH', `/api/files/${id}`, { takenAt: '2001-01-01T00:00:00' })
    const months = async () =>
      (
        await env.DB.prepare('select month, files from timeline_months where space_id = ?')
          .bind(user.spaceId)
          .all()
      ).results
    expect(await months()).toEqual([{ month: '2001-01', files: 1 }])
    await call(user, 'PATCH', `/api/files/${id}`, { takenAt: null })
    expect((await detailOf(user, id)).shownAt).toBe(shownAt)
    expect(await months()).toEqual([{ month: shownAt.slice(0, 7), files: 1 }])
  })

  it('is a name, the archive and who may look, as well', async () => {
    const user = await aUser()
    const id = await aFile(user)
    const edit = {
      name: '../Lake\u202egpj.jpg',
      isArchived: true,
      visibility: 'public',
      publicShows: 'original',
    }
    const answer = await call(user, 'PATCH', `/api/files/${id}`, edit)
    const detail = fileDetailSchema.parse(await answer.json())
    expect(detail).toMatchObject({ name: '.._Lakegpj.jpg', visibility: 'public' })
    expect(detail.archivedAt).not.toBeNull()
    const list = async (query: string) =>
      fileListSchema
        .parse(await (await user.fetch(`/api/files?${query}`)).json())
        .items.map((file) => file.id)
    expect([await list(''), await list('archived=true')]).toEqual([[], [id]])
    await call(user, 'PATCH', `/api/files/${id}`, { isArchived: false })
    expect([await list(''), await list('archived=true')]).toEqual([[id], []])
  })

  it.each<object>([
    { latitude: 46.5 },
    { latitude: 46.5, longitude: null },
    { latitude: 90.1, longitude: 0 },
    { takenAt: '2023-02-29T00:00:00' },
    { takenAt: '2024-05-31' },
    { rating: 6 },
    { rating: 2.5 },
    { description: 'x'.repeat(5_001) },
    { camera: 'of another make' },
  ])('is not %j', async (edit) => {
    const user = await aUser()
    const id = await aFile(user)
    expect((await call(user, 'PATCH', `/api/files/${id}`, edit)).status).toBe(400)
    expect((await detailOf(user, id)).metadata.edited).toEqual([])
  })

  it('is in the change feed, and leaves the original as it is', async () => {
    const user = await aUser()
    const id = await aFile(user)
    const { sha256 } = await detailOf(user, id)
    await call(user, 'PATCH', `/api/files/${id}`, { rating: 2 })
    const changes = await env.DB.prepare('select kind from changes where file_id = ? order by seq')
      .bind(id)
      .all<{ kind: string }>()
    expect(changes.results.at(-1)?.kind).toBe('file.updated')
    expect((await detailOf(user, id)).sha256).toBe(sha256)
  })

  it('about many is all or nothing', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const [one, two, foreign, trashed] = [
      ...[await aFile(user), await aFile(user), await aFile(other), await aFile(user)],
    ]
    await user.fetch(`/api/files/${trashed}`, { method: 'DELETE' })
    const edit = (...fileIds: (string | undefined)[]) =>
      call(user, 'POST', '/api/files/edit', { fileIds, rating: 4 })
    expect((await edit(one, foreign)).status).toBe(404)
    expect((await edit(one, trashed)).status).toBe(409)
    expect((await detailOf(user, one ?? '')).rating).toBeNull()
    expect(await (await edit(one, two, one)).json()).toEqual({ edited: 2 })
    for (const id of [one, two]) expect((await detailOf(user, id ?? '')).rating).toBe(4)
  })

  it('never brings a place into a log', async () => {
    const lines: string[] = []
    const spies = (['log', 'info', 'warn', 'error'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
        lines.push(args.map(String).join(' '))
      }),
    )
    const user = await aUser()
    const id = await aFile(user)
    await ingest(id, lake)
    await call(user, 'PATCH', `/api/files/${id}`, { latitude: -33.8765, longitude: 151.2345 })
    await call(user, 'PATCH', `/api/files/${id}`, { latitude: -133.8765, longitude: 151.2345 })
    await detailOf(user, id)
    for (const spy of spies) spy.mockRestore()
    expect(lines.join('\n')).toContain('files.edited')
    expect(lines.join('\n')).not.toMatch(/46\.5197|6\.6323|33\.8765|151\.2345|Lausanne/)
  })
})

describe('favourites', () => {
  it('are of each person alone, and viewers have theirs', async () => {
    const [owner, viewer] = [await aUser(), await aUser()]
    const id = await aFile(owner)
    await env.DB.prepare(
      "insert into members (space_id, user_id, role, created_at) values (?, ?, 'viewer', 1)",
    )
      .bind(owner.spaceId, viewer.userId)
      .run()
    expect((await call(viewer, 'PUT', `/api/files/${id}/favorite`)).status).toBe(204)
    expect((await call(viewer, 'PUT', `/api/files/${id}/favorite`)).status).toBe(204)
    expect((await detailOf(viewer, id)).isFavorite).toBe(true)
    expect((await detailOf(owner, id)).isFavorite).toBe(false)
    expect((await call(viewer, 'PATCH', `/api/files/${id}`, { rating: 5 })).status).toBe(403)
    expect((await call(viewer, 'PUT', `/api/files/${id}/tags`, { tags: ['x'] })).status).toBe(403)
    expect((await call(viewer, 'DELETE', `/api/files/${id}/favorite`)).status).toBe(204)
    expect((await detailOf(viewer, id)).isFavorite).toBe(false)
  })

  it('of many are all or nothing', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const [one, two, foreign] = [await aFile(user), await aFile(user), await aFile(other)]
    const mark = (fileIds: string[], isFavorite: boolean) =>
      call(user, 'POST', '/api/files/favorites', { fileIds, isFavorite })
    expect((await mark([one, foreign], true)).status).toBe(404)
    expect((await detailOf(user, one)).isFavorite).toBe(false)
    expect((await mark([one, two], true)).status).toBe(204)
    expect((await mark([one], false)).status).toBe(204)
    const favorites = await user.fetch('/api/files?favorites=true')
    const { items } = fileListSchema.parse(await favorites.json())
    expect(items.map((file) => file.id)).toEqual([two])
  })
})
