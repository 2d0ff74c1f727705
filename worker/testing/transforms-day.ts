import { env } from 'cloudflare:workers'
import { inject } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { type FileId, jobIdSchema } from '#contracts/ids'
import { queuedTransformSchema, transformLinkSchema } from '#contracts/transforms'
import { makeDeps } from '../deps.ts'
import type { Env } from '../env.ts'
import { runEdgeJob } from '../jobs/run-edge-job.ts'
import { aUser, origin, request } from './harness.ts'
import { withHomeAway, withRealHome } from './real-home.ts'
import { recorder } from './recorded-images.ts'

/** Pictures made of pictures: new, known, lost from storage, shown, kept, and gone with their file. */
export async function transformsDay(bindings: Env): Promise<void> {
  const online = await withRealHome(bindings)
  const user = await aUser()
  const call = async (method: string, path: string, body?: Uint8Array | object) => {
    const isBytes = body instanceof Uint8Array
    const sent = isBytes || body === undefined ? body : JSON.stringify(body)
    const type = isBytes ? 'application/octet-stream' : 'application/json'
    const length: Record<string, string> = isBytes ? { 'Content-Length': String(body.length) } : {}
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': type, ...length }
    const init = { method, headers, ...(sent !== undefined && { body: sent }) }
    const response = await request(path, init, online)
    return response.ok ? response : Promise.reject(new Error(await response.text()))
  }
  const look = async (path: string) => {
    await (await call('GET', path)).body?.cancel()
  }
  const picture = Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64')
  const sent = await call('POST', '/api/files/upload?name=a.jpg', new Uint8Array(picture))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  const presets = `/api/spaces/${user.spaceId}/presets`
  await call('PUT', `${presets}/small`, { query: 'resize=30x' })
  await call('GET', presets)
  await look(`/t/preset=small/${id}.webp`)
  await call('DELETE', `${presets}/small`)
  const transform = `/api/images/${id}/transform`
  const made = `${transform}?resize=40x&format=webp`
  await look(`${made}&explain=1`)
  for (const _ of [1, 2]) await look(made)
  const { objects } = await online.BUCKET.list({ prefix: `${user.spaceId}/${id}/transforms/` })
  await online.BUCKET.delete(objects.map(({ key }) => key))
  await look(made)
  // With another engine there, it is asked whether the home node has the original.
  const edge = { ...online, IMAGES: recorder().images }
  const headers = { Cookie: user.cookie }
  const atEdge = await request(`${transform}?resize=39x&format=webp`, { headers }, edge)
  await atEdge.body?.cancel()
  const queued = await call('GET', `${transform}?resize=38x&async=1`)
  const { job, status } = queuedTransformSchema.parse(await queued.json())
  await look(status)
  await runEdgeJob(
    makeDeps(online, {}, () => undefined),
    job,
  )
  const linked = await call('POST', `${transform}/link`, { query: 'resize=40x&format=webp' })
  await look(transformLinkSchema.parse(await linked.json()).url)
  await call('POST', transform, { query: 'resize=41x' })
  await editsDay(online, id, call)
  await call('DELETE', `/api/files/${id}`)
  await call('POST', `/api/files/${id}/purge`)
}

/** A picture is edited, its edit is shown, made anew where it was lost, and reverted. */
async function editsDay(
  online: Env,
  id: FileId,
  call: (method: string, path: string, body?: object) => Promise<Response>,
): Promise<void> {
  const edit = `/api/files/${id}/edit`
  await env.DB.prepare(`update files set preview = 'ready' where id = ?`).bind(id).run()
  await call('PUT', edit, { query: 'rotate=90' })
  const due = env.DB.prepare(`select id from jobs where file_id = ? and name = 'render-edit'`)
  const jobId = jobIdSchema.parse((await due.bind(id).first())?.id)
  await runEdgeJob(
    makeDeps(withHomeAway(online), {}, () => undefined),
    jobId,
  )
  await env.DB.prepare('update jobs set next_at = 0 where id = ?').bind(jobId).run()
  await runEdgeJob(
    makeDeps(online, {}, () => undefined),
    jobId,
  )
  await call('GET', edit)
  await (await call('GET', `/api/images/${id}/transform?resize=20x`)).body?.cancel()
  await call('DELETE', edit)
}
