import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { commentViewSchema } from '#contracts/remarks'
import type { Env } from '../env.ts'
import { aUser, origin, request } from './harness.ts'

/** Everything that people say about files, and the list of what happened. */
export async function remarksDay(bindings: Env): Promise<void> {
  const user = await aUser()
  const call = async (method: string, path: string, body?: object) => {
    const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const made = await call('POST', '/api/folders', { name: 'Talked about' })
  const folder = folderViewSchema.parse(await made.json())
  const { file } = uploadOutcomeSchema.parse(await (await user.upload('talked about')).json())
  await call('POST', '/api/files/move', { fileIds: [file.id], folderId: folder.id })
  const comments = `/api/files/${file.id}/comments`
  const written = await call('POST', comments, { text: 'Nice' })
  const comment = commentViewSchema.parse(await written.json())
  await call('POST', comments, { text: 'And again' })
  await call('PATCH', `${comments}/${comment.id}`, { text: 'Nicer' })
  await call('PUT', `/api/files/${file.id}/heart`)
  const first = await call('GET', `/api/files/${file.id}/remarks?limit=1`)
  const { nextCursor } = await first.json<{ nextCursor: string }>()
  await call('GET', `/api/files/${file.id}/remarks?limit=1&cursor=${nextCursor}`)
  for (const place of [`folder=${folder.id}`, `space=${user.spaceId}`]) {
    const page = await call('GET', `/api/activity?limit=1&${place}`)
    const next = await page.json<{ nextCursor: string }>()
    await call('GET', `/api/activity?limit=1&${place}&cursor=${next.nextCursor}`)
  }
  await call('DELETE', `${comments}/${comment.id}`)
  await call('DELETE', `/api/files/${file.id}/heart`)
}
