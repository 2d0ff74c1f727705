import { env } from 'cloudflare:workers'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { shareViewSchema } from '#contracts/shares'
import type { Env } from '../env.ts'
import { renditionKey } from '../originals/keys.ts'
import { aUser, origin, request } from './harness.ts'
import { webpLike } from './pictures.ts'
import { tellingPicture } from './telling-pictures.ts'

/** Everything that people do with links, and their visitors, so that each of its statements is seen. */
export async function sharesDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const uploaded = await user.upload(tellingPicture('jpeg'), 'shared.jpg')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  const makeFolder = async (body: object) =>
    folderViewSchema.parse(await (await call('POST', '/api/folders', body)).json())
  const folder = await makeFolder({ name: 'Shown' })
  const album = await makeFolder({ name: 'Album', kind: 'album' })
  await call('POST', '/api/files/move', { fileIds: [file.id], folderId: folder.id })
  await call('PUT', `/api/folders/${album.id}/files`, { add: [file.id] })
  await env.DB.prepare(`update files set preview = 'ready' where id = ?`).bind(file.id).run()
  for (const name of ['320', '1600'] as const) {
    await env.BUCKET.put(renditionKey(user.spaceId, file.id, name), webpLike(name))
  }
  const below = await makeFolder({ name: 'Below', parentId: folder.id })
  /** Everything that a page leads to. */
  const visit = async (page: string) => {
    for (const [, path = ''] of page.matchAll(/"(\/s\/p\/[^"]+)"/g)) {
      await (await call('GET', path)).arrayBuffer()
    }
  }
  const targets = [
    { kind: 'files', fileIds: [file.id] },
    { kind: 'search', spaceId: user.spaceId, query: 'shared' },
    ...[folder, album].flatMap(({ id }) =>
      [true, false].map((live) => ({ kind: 'folder', folderId: id, live })),
    ),
  ]
  for (const of of targets) {
    const policy = { slug: `day-${crypto.randomUUID()}`, allowsZip: true, downloads: 'previews' }
    const made = await call('POST', '/api/shares', { of, downloadsLeft: 9, ...policy })
    const { id, slug } = shareViewSchema.parse(await made.json())
    await visit(await (await call('GET', `/s/${slug}/all`)).text())
    await call('PATCH', `/api/shares/${id}`, { title: 'Changed', downloads: 'originals' })
    await visit(await (await call('GET', `/s/${slug}/all`)).text())
    await call('GET', `/s/${slug}/all/2`)
    await call('GET', `/s/${slug}/cover`)
    await call('PATCH', `/api/shares/${id}`, { viewsLeft: 1, password: 'day by day' })
    await call('GET', `/s/${slug}`)
    await request(`/s/${slug}`, { method: 'POST', body: 'password=day+by+day' }, bindings)
    await call('DELETE', `/api/shares/${id}`)
    await call('POST', `/api/shares/${id}/restore`)
  }
  const { slug } = shareViewSchema.parse(
    await (
      await call('POST', '/api/shares', {
        of: { kind: 'folder', folderId: folder.id, live: true },
      })
    ).json(),
  )
  await call('GET', `/s/${slug}/${below.id}`)
  await call('GET', '/api/shares')
}
