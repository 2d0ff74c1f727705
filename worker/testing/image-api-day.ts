import { folderViewSchema } from '#contracts/folders'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { manyFiles } from './many-files.ts'

/** What programs ask for that count in pages. */
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
}
