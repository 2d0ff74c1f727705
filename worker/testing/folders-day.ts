import { uploadOutcomeSchema } from '#contracts/files'
import { copiedFilesSchema, folderViewSchema, grantViewSchema } from '#contracts/folders'
import { makeDb } from '../db/client.ts'
import type { Env } from '../env.ts'
import { pathsOfFiles } from '../live/paths-of-files.ts'
import { aUser, origin, request, type TestUser } from './harness.ts'

/** Everything that people do with folders, albums and grants, so that each of its statements is seen. */
export async function foldersDay(bindings: Env): Promise<void> {
  const [user, guest] = [await aUser(), await aUser()]
  const call = async (who: TestUser, method: string, path: string, body?: object) => {
    const headers = { Cookie: who.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const make = async (body: object) =>
    folderViewSchema.parse(await (await call(user, 'POST', '/api/folders', body)).json())
  const uploaded = await user.upload('a file that moves about')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  const top = await make({ name: 'Top' })
  const below = await make({ name: 'Below', parentId: top.id })
  const album = await make({ name: 'Album', kind: 'album' })
  const fileIds = [file.id]
  await call(user, 'PATCH', `/api/folders/${below.id}`, { name: 'Renamed', parentId: null })
  await call(user, 'PATCH', `/api/folders/${below.id}`, { parentId: top.id })
  await call(user, 'POST', '/api/files/move', { fileIds, folderId: below.id })
  const copied = await call(user, 'POST', '/api/files/copy', { fileIds, folderId: top.id })
  const { fileIds: copies } = copiedFilesSchema.parse(await copied.json())
  await call(user, 'PUT', `/api/folders/${album.id}/files`, { add: [file.id, ...copies] })
  await call(user, 'PATCH', `/api/folders/${album.id}`, { coverFileId: file.id })
  await call(user, 'PATCH', `/api/folders/${album.id}`, { coverFileId: null })
  await call(user, 'GET', `/api/folders/cards?ids=${[top.id, below.id, album.id].join(',')}`)
  await call(user, 'PUT', `/api/folders/${album.id}/files`, { remove: copies })
  for (const query of ['', `?below=${top.id}`, '?trashed=true']) {
    await call(user, 'GET', `/api/folders${query}`)
  }
  for (const path of [`/api/spaces/${user.spaceId}/policy`, `/api/folders/${below.id}/policy`]) {
    await call(user, 'GET', path)
    await call(user, 'PUT', path, { copies: 2, diskIds: null, isInCloud: true })
    await call(user, 'DELETE', path)
  }
  await (await call(user, 'GET', `/api/spaces/${user.spaceId}/export`)).arrayBuffer()
  const grants = `/api/folders/${top.id}/grants`
  const made = await call(user, 'POST', grants, { username: guest.username, permission: 'view' })
  const { id } = grantViewSchema.parse(await made.json())
  await call(user, 'GET', grants)
  await call(user, 'PATCH', `${grants}/${id}`, { permission: 'edit' })
  await call(guest, 'GET', '/api/shared-with-me')
  await call(guest, 'GET', `/api/folders/${below.id}`)
  await call(guest, 'GET', `/api/files/${file.id}`)
  await call(guest, 'GET', `/api/files?ids=${file.id}`)
  // The room of the space asks it where a guest follows a folder.
  await pathsOfFiles(makeDb(bindings.DB), [file.id])
  await call(user, 'POST', `/api/files/${file.id}/sign`, {})
  await listsDay(user, call, [top.id, album.id, 'top'])
  await call(user, 'DELETE', `${grants}/${id}`)
  await call(user, 'DELETE', `/api/folders/${top.id}`)
  await call(user, 'POST', `/api/folders/${top.id}/restore`)
  await call(user, 'DELETE', `/api/folders/${top.id}`)
  await call(user, 'POST', `/api/folders/${top.id}/purge`)
}

/** Every list, in every order, both its first page and the one after it. */
async function listsDay(
  user: TestUser,
  call: (who: TestUser, method: string, path: string) => Promise<Response>,
  folders: string[],
) {
  const lists = ['', 'archived=true', 'favorites=true', 'trashed=true']
  for (const list of [...lists, ...folders.map((id) => `folder=${id}`)]) {
    for (const sort of ['uploaded', 'taken', 'name', 'size']) {
      for (const order of ['asc', 'desc']) {
        const path = `/api/files?${list}&sort=${sort}&order=${order}&limit=1`
        const { nextCursor } = (await (await call(user, 'GET', path)).json()) as {
          nextCursor?: string | null
        }
        if (nextCursor) await call(user, 'GET', `${path}&cursor=${nextCursor}`)
      }
    }
  }
}
