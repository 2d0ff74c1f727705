import { folderViewSchema } from '#contracts/folders'
import { imageListSchema, uploadedImageSchema } from '#contracts/images'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** One transparent pixel. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** What programs ask for that count in pages, and that know files as images. */
export async function imageApiDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, json?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const body = json && { body: JSON.stringify(json) }
    return await request(path, { method, headers, ...body }, bindings)
  }
  await manyFiles(user, 30)
  const made = await call('POST', '/api/folders', { name: 'Album', kind: 'album' })
  const { id } = folderViewSchema.parse(await made.json())
  for (const of of ['', 'trashed=true', 'archived=true', 'favorites=true', 'folder=top']) {
    await call('GET', `/api/files?page=2&limit=10&${of}`)
  }
  await call('GET', `/api/files?page=1&folder=${id}`)
  for (const query of ['', '?page=2&limit=10']) {
    const page = imageListSchema.parse(await (await call('GET', `/api/images${query}`)).json())
    await call('GET', `/api/images?limit=10&cursor=${page.next_cursor}`)
  }
  const headers = { Cookie: user.cookie, Origin: origin }
  const init = { method: 'POST', headers, body: new Uint8Array(gif) }
  const sent = await request('/api/images?name=a.gif', init, bindings)
  const image = uploadedImageSchema.parse(await sent.json())
  await call('GET', `/api/images/${image.id}`)
  await (await call('GET', image.download_url)).body?.cancel()
  await call('DELETE', `/api/images/${image.id}`)
}
