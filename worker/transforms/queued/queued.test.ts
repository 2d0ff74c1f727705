import { env } from 'cloudflare:workers'
import { beforeAll, expect, inject, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import type { JobId } from '#contracts/ids'
import { queuedTransformSchema } from '#contracts/transforms'
import { makeDeps } from '../../deps.ts'
import type { Env } from '../../env.ts'
import { runEdgeJob } from '../../jobs/run-edge-job.ts'
import { aUser, request } from '../../testing/harness.ts'
import { withHomeAway, withRealHome } from '../../testing/real-home.ts'

const { landscape, broken } = inject('realHomeNode').enginePictures

/** Jobs run when they are told to: what is sent is late. */
const send: Env['JOBS']['send'] = (message) => env.JOBS.send(message, { delaySeconds: 3_600 })
let online: Env
beforeAll(async () => {
  online = await withRealHome({ ...env, JOBS: { ...env.JOBS, send } })
})

async function aPhoto(picture = landscape) {
  const user = await aUser()
  const sent = await user.upload(Uint8Array.from(Buffer.from(picture, 'base64')))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  const ask = (path: string, headers: Record<string, string> = {}) =>
    request(path, { headers: { Cookie: user.cookie, ...headers } }, online)
  const queue = async (query: string, headers = {}) => {
    const response = await ask(`/api/images/${id}/transform?${query}`, headers)
    expect(response.status).toBe(202)
    return { response, queued: queuedTransformSchema.parse(await response.json()) }
  }
  const look = async (status: string) =>
    queuedTransformSchema.parse(await (await ask(status)).json())
  return { ask, queue, look }
}

async function run(job: JobId, bindings = online) {
  await env.DB.prepare('update jobs set next_at = 0 where id = ?').bind(job).run()
  await runEdgeJob(
    makeDeps(bindings, {}, () => undefined),
    job,
  )
}

it('a picture that nobody waits for is queued once, made, and there', async () => {
  const { ask, queue, look } = await aPhoto()
  const { response, queued } = await queue('resize=40x&format=auto&async=1', {
    Accept: 'image/webp',
  })
  expect(response.headers.get('Location')).toBe(queued.status)
  expect(queued).toMatchObject({ state: 'waiting', note: null })
  const again = await queue('resize=40x&format=webp', { Prefer: 'wait=1, respond-async' })
  expect(again.queued).toEqual(queued)
  await run(queued.job)
  expect(await look(queued.status)).toMatchObject({ state: 'ready' })
  const picture = await ask(queued.picture)
  expect(picture.headers.get('Server-Timing')).toContain('hit')
  expect(picture.headers.get('Content-Type')).toBe('image/webp')
  expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(50)
  const known = await ask(`${queued.picture}&async=1`)
  await known.body?.cancel()
  expect(known.status).toBe(200)
})

it('it waits for the home node without failing, and a broken one fails for good and says why', async () => {
  const { queue, look } = await aPhoto(broken)
  const { queued } = await queue('sepia=true&async=1')
  for (let attempt = 0; attempt < 6; attempt++) await run(queued.job, withHomeAway(online))
  expect(await look(queued.status)).toMatchObject({
    state: 'waiting',
    note: expect.stringContaining('home node'),
  })
  await run(queued.job)
  expect(await look(queued.status)).toMatchObject({ state: 'failed', note: expect.any(String) })
  const { queued: anew } = await queue('sepia=true&async=1')
  expect([anew.state, anew.job === queued.job]).toEqual(['waiting', false])
})

it('how it goes is for those who may see the file, and for that file alone', async () => {
  const [mine, theirs] = [await aPhoto(), await aPhoto()]
  const { queued } = await mine.queue('resize=40x&async=1')
  const other = (await theirs.queue('resize=40x&async=1')).queued
  expect((await theirs.ask(queued.status)).status).toBe(404)
  const crossed = queued.status.replace(queued.job, other.job)
  expect((await mine.ask(crossed)).status).toBe(404)
})
