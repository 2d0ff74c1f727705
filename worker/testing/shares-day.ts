import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { shareViewSchema } from '#contracts/shares'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** Everything that people do with links, and their visitors, so that each of its statements is seen. */
export async function sharesDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const uploaded = await user.upload(jpegLike('shared with the world'), 'shared.jpg')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  const makeFolder = async (body: object) =>
    folderViewSchema.parse(await (await call('POST', '/api/folders', body)).json())
  const folder = await makeFolder({ name: 'Shown' })
  const album = await makeFolder({ name: 'Album', kind: 'album' })
  await call('POST', '/api/files/move', { fileIds: [file.id], folderId: folder.id })
  await call('PUT', `/api/folders/${album.id}/files`, { add: [file.id] })
  const targets = [
    { kind: 'files', fileIds: [file.id] },
    { kind: 'search', spaceId: user.spaceId, query: 'shared' },
    ...[folder, album].flatMap(({ id }) =>
      [true, false].map((live) => ({ kind: 'folder', folderId: id, live })),
    ),
  ]
  for (const of of targets) {
    const made = await call('POST', '/api/shares', { of, slug: `day-${crypto.randomUUID()}` })
    const { id } = shareViewSchema.parse(await made.json())
    await call('PATCH', `/api/shares/${id}`, { title: 'Changed' })
    await call('DELETE', `/api/shares/${id}`)
    await call('POST', `/api/shares/${id}/restore`)
  }
  await call('GET', '/api/shares')
}
