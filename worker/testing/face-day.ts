import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'

/** A day of faces: consent given and taken back, an organization with its keys, subjects and erasure. */
export async function faceDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const consent = `/api/spaces/${user.spaceId}/face-consent`
  await call('PUT', consent, { text: 'Everybody here has agreed to it.' })
  await call('GET', consent)
  await call('DELETE', consent)
}
