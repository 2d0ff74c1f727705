import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { editViewSchema } from '#contracts/edits'
import { fileViewSchema, uploadOutcomeSchema } from '#contracts/files'
import { type FileId, jobIdSchema } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { explainedTransformSchema } from '#contracts/transforms'
import { makeDeps } from '../../deps.ts'
import type { Env } from '../../env.ts'
import { runEdgeJob } from '../../jobs/run-edge-job.ts'
import { aUser, origin, request, type TestUser } from '../../testing/harness.ts'
import { withHomeAway, withRealHome } from '../../testing/real-home.ts'

const landscape = Uint8Array.from(
  Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64'),
)

let online: Env
beforeAll(async () => {
  online = await withRealHome(env)
})

/** A picture whose ingest is over; what it shows is told by its address alone. */
async function aPhoto(): Promise<{ user: TestUser; id: FileId }> {
  const user = await aUser()
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(landscape)).json())
  const ready = `update files set preview = 'ready', width = 640, height = 480 where id = ?`
  await env.DB.prepare(ready).bind(file.id).run()
  return { user, id: file.id }
}

async function call(user: TestUser, method: string, path: string, body?: object) {
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  return await request(path, init, online)
}

async function edit(user: TestUser, id: FileId, query: string) {
  const response = await call(user, 'PUT', `/api/files/${id}/edit`, { query })
  return editViewSchema.parse(await response.json())
}

/** Runs the job that makes the pictures, as the queue does. */
async function render(id: FileId, bindings = online) {
  const due = env.DB.prepare(
    `update jobs set next_at = 0 where file_id = ? and name = 'render-edit' returning id`,
  )
  const row = await due.bind(id).first()
  const deps = makeDeps(bindings, {}, () => undefined)
  await runEdgeJob(deps, jobIdSchema.parse(row?.id))
}

async function viewOf(user: TestUser, id: FileId) {
  return fileViewSchema.parse(await (await call(user, 'GET', `/api/files/${id}`)).json())
}

async function explained(user: TestUser, id: FileId, query: string) {
  const path = `/api/images/${id}/transform?explain=1&${query}`
  return explainedTransformSchema.parse(await (await call(user, 'GET', path)).json())
}

describe('an edited picture', () => {
  it('shows what it was until its new pictures are there, then those, at an address of their own', async () => {
    const { user, id } = await aPhoto()
    const before = await viewOf(user, id)
    expect((await edit(user, id, 'rotate=90&brightness=150')).state).toBe('waiting')
    const waiting = await viewOf(user, id)
    expect(waiting).toMatchObject({ thumbUrl: before.thumbUrl, edit: { isShown: false } })
    await render(id)
    const after = await viewOf(user, id)
    expect(after).toMatchObject({ edit: { number: 1, isShown: true }, width: 480, height: 640 })
    expect(after.sha256).toBe(before.sha256)
    expect(after.thumbUrl).toMatch(/\/320-1$/)
    const thumbnail = await request(after.thumbUrl ?? '', {}, online)
    expect(Buffer.from(await thumbnail.arrayBuffer()).toString('latin1', 8, 12)).toBe('WEBP')
    expect((await request((after.thumbUrl ?? '').replace('320-1', '320'))).status).toBe(403)
  })

  it('is the picture that transforms begin with, unless they ask for the original', async () => {
    const { user, id } = await aPhoto()
    await edit(user, id, 'rotate=90')
    const ops = async (query: string) =>
      (await explained(user, id, query)).recipe.steps.map(({ op }) => op)
    expect(await ops('resize=30x')).toEqual(['rotate', 'resize'])
    expect(await ops('resize=30x&original=true')).toEqual(['resize'])
    expect((await explained(user, id, 'quality=90')).cost).toMatchObject({ width: 480 })
  })

  it('is as it came at once when it is reverted, and remembers what it was', async () => {
    const { user, id } = await aPhoto()
    const before = await viewOf(user, id)
    await edit(user, id, 'sepia=true')
    await edit(user, id, 'flip=horizontal')
    await render(id)
    const reverted = await call(user, 'DELETE', `/api/files/${id}/edit`)
    const view = editViewSchema.parse(await reverted.json())
    expect(view).toMatchObject({ state: 'none', query: null })
    expect(view.history.map(({ query }) => query)).toEqual(['flip=horizontal', 'sepia=true'])
    expect(await viewOf(user, id)).toMatchObject({ thumbUrl: before.thumbUrl, edit: null })
    const left = await env.BUCKET.head(`${user.spaceId}/${id}/renditions/320-2.webp`)
    expect(left).not.toBeNull()
    await call(user, 'DELETE', `/api/files/${id}`)
    await call(user, 'POST', `/api/files/${id}/purge`)
    expect((await env.BUCKET.list({ prefix: `${user.spaceId}/${id}/` })).objects).toEqual([])
  })

  it('waits for a home node that is away, however often it was tried, and says so', async () => {
    const { user, id } = await aPhoto()
    await edit(user, id, 'negate=true')
    for (const _ of Array.from({ length: 6 })) await render(id, withHomeAway(online))
    const view = editViewSchema.parse(
      await (await call(user, 'GET', `/api/files/${id}/edit`)).json(),
    )
    expect(view).toMatchObject({ state: 'waiting' })
    expect(view.note).toContain('waits for the home node')
    await render(id)
    expect((await viewOf(user, id)).edit?.isShown).toBe(true)
  })
})

describe('an edit', () => {
  it.each([
    ['how it is encoded', 'rotate=90&quality=10'],
    ['nothing', 'resize=100%&flip=vertical&flip=vertical&format=webp'],
    ['more steps than there is room for', Array(16).fill('blur=1').join('&blur=2&')],
    ['no parameter', 'wobble=3'],
  ])('that says %s is refused with a sentence', async (_, query) => {
    const { user, id } = await aPhoto()
    const response = await call(user, 'PUT', `/api/files/${id}/edit`, { query })
    expect(problemSchema.parse(await response.json())).toMatchObject({ code: 'validation_failed' })
    expect((await viewOf(user, id)).edit).toBeNull()
  })
})
