import { env } from 'cloudflare:workers'
import { spaceViewSchema } from '#contracts/spaces'
import type { Env } from '../env.ts'
import { aUser, origin, request, type TestUser } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** All that is done with spaces, members and what lies in their trash. */
export async function spacesDay(bindings: Env): Promise<void> {
  const [owner, other, third] = [await aUser(), await aUser(), await aUser()]
  const call = async (user: TestUser, method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await request(`/api${path}`, init, bindings)
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`)
    return response
  }
  const made = await call(owner, 'POST', '/spaces', { kind: 'shared', name: 'Day' })
  const { id } = spaceViewSchema.parse(await made.json())
  const upload = async (text: string) => {
    const body = new Uint8Array(jpegLike(text))
    const headers = {
      Cookie: owner.cookie,
      Origin: origin,
      'Content-Length': String(body.length),
    }
    const init = { method: 'POST', headers, body }
    const response = await request(`/api/files/upload?name=a.jpg&space=${id}`, init, bindings)
    return ((await response.json()) as { file: { id: string } }).file.id
  }
  const [file] = [await upload('of the day'), await upload('another of the day')]
  await call(owner, 'GET', '/spaces')
  await call(owner, 'PATCH', `/spaces/${id}`, { name: 'Day and night' })
  for (const { username } of [other, third]) {
    await call(owner, 'POST', `/spaces/${id}/members`, { username, role: 'viewer' })
  }
  await call(owner, 'GET', `/spaces/${id}/members`)
  await call(owner, 'PATCH', `/spaces/${id}/members/${other.userId}`, { role: 'editor' })
  await call(owner, 'DELETE', `/spaces/${id}/members/${third.userId}`)
  await call(owner, 'DELETE', `/files/${file}`)
  await call(owner, 'GET', '/account')
  await call(owner, 'POST', `/files/${file}/purge`)
  await call(owner, 'POST', `/trash/empty?space=${id}`)
  await call(owner, 'POST', `/spaces/${id}/transfer`, { username: other.username })
  await call(other, 'DELETE', `/spaces/${id}`)
  await call(other, 'POST', `/spaces/${id}/restore`)
  await call(other, 'DELETE', `/spaces/${id}`)
  // Long ago, so that the sweep purges the space, and a user with theirs.
  const past = env.DB.prepare('update spaces set trashed_at = 1 where id in (?, ?)')
  await past.bind(id, third.spaceId).run()
  await env.DB.prepare('update users set deleted_at = 1 where id = ?').bind(third.userId).run()
}
