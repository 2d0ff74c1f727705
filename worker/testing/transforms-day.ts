import { inject } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { withRealHome } from './real-home.ts'

/** Pictures made of pictures: new, known, lost from storage, and gone with their file. */
export async function transformsDay(bindings: Env): Promise<void> {
  const online = await withRealHome(bindings)
  const user = await aUser()
  const call = async (method: string, path: string, body?: Uint8Array) => {
    const length = body && { 'Content-Length': String(body.length) }
    const type =
      method === 'PUT' || path.endsWith('/transform')
        ? { 'Content-Type': 'application/json' }
        : undefined
    const headers = { Cookie: user.cookie, Origin: origin, ...length, ...type }
    const response = await request(path, { method, headers, ...(body && { body }) }, online)
    return response.ok ? response : Promise.reject(new Error(await response.text()))
  }
  const picture = Buffer.from(inject('realHomeNode').enginePictures.landscape, 'base64')
  const sent = await call('POST', '/api/files/upload?name=a.jpg', new Uint8Array(picture))
  const { id } = uploadOutcomeSchema.parse(await sent.json()).file
  const presets = `/api/spaces/${user.spaceId}/presets`
  await call('PUT', `${presets}/small`, new TextEncoder().encode('{"query":"resize=30x"}'))
  await call('GET', presets)
  await (await call('GET', `/t/preset=small/${id}.webp`)).body?.cancel()
  await call('DELETE', `${presets}/small`)
  const made = `/api/images/${id}/transform?resize=40x&format=webp`
  await call('GET', `${made}&explain=1`)
  for (const _ of [1, 2]) await (await call('GET', made)).body?.cancel()
  const { objects } = await online.BUCKET.list({ prefix: `${user.spaceId}/${id}/transforms/` })
  await online.BUCKET.delete(objects.map(({ key }) => key))
  await (await call('GET', made)).body?.cancel()
  const keep = '{"query":"resize=41x"}'
  await call('POST', `/api/images/${id}/transform`, new TextEncoder().encode(keep))
  await call('DELETE', `/api/files/${id}`)
  await call('POST', `/api/files/${id}/purge`)
}
