import { dropViewSchema } from '#contracts/drops'
import { folderViewSchema } from '#contracts/folders'
import type { Env } from '../env.ts'
import { enterDrop } from './drops.ts'
import { aUser, origin, request } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** Everything that is done with drop links, and by their guests. */
export async function dropsDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const folder = await call('POST', '/api/folders', { name: 'Given' })
  const { id: folderId } = folderViewSchema.parse(await folder.json())
  const made = await call('POST', '/api/drops', { folderId, password: 'day by day' })
  const drop = dropViewSchema.parse(await made.json())
  const guest = await enterDrop(drop, 'Grandma', 'day by day', bindings)
  if (guest instanceof Response) throw new Error('the door stayed shut')
  for (const text of ['one', 'two']) await guest.send(jpegLike(`dropped ${text}`), 'one.jpg')
  await guest.send(new TextEncoder().encode('no picture'), 'no.txt')
  for (const path of await guest.takeBackPaths()) await guest.post(path)
  await call('GET', '/api/drops')
  await call('PATCH', `/api/drops/${drop.id}`, { title: 'Changed' })
  await call('DELETE', `/api/drops/${drop.id}`)
  await call('POST', `/api/drops/${drop.id}/restore`)
}
