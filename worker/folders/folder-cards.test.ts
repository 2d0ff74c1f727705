import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import {
  type FolderCard,
  type FolderView,
  folderCardListSchema,
  folderListSchema,
  folderViewSchema,
} from '#contracts/folders'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { newId } from '../ids.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'

async function aFolder(user: TestUser, name: string, more: object = {}): Promise<FolderView> {
  return folderViewSchema.parse(
    await (await callAs(user, 'POST', '/api/folders', { name, ...more })).json(),
  )
}

/** Pictures that have their previews, the first of them the oldest. */
async function pictures(user: TestUser, count: number, folderId: string | null = null) {
  const ids = fileIdSchema.array().parse(await manyFiles(user, count))
  const update = env.DB.prepare(`update files set preview = 'ready', shown_at = ? where id = ?`)
  await env.DB.batch(ids.map((id, index) => update.bind(1_700_000_000_000 + index, id)))
  if (folderId) await callAs(user, 'POST', '/api/files/move', { fileIds: ids, folderId })
  return ids
}

async function cardsOf(user: TestUser, ...ids: string[]): Promise<FolderCard[]> {
  const response = await user.fetch(`/api/folders/cards?ids=${ids.join(',')}`)
  expect(response.status).toBe(200)
  return folderCardListSchema.parse(await response.json()).items
}

async function shown(user: TestUser, id: string): Promise<FileId[]> {
  const [card] = await cardsOf(user, id)
  return card?.pictures.map(({ fileId }) => fileId) ?? []
}

async function countsOf(user: TestUser): Promise<Record<string, [number, number]>> {
  const list = folderListSchema.parse(await (await user.fetch('/api/folders')).json())
  return Object.fromEntries(
    list.items.map(({ name, fileCount, folderCount }) => [name, [fileCount, folderCount]]),
  )
}

const share = async (owner: TestUser, folderId: string, { username }: TestUser) => {
  const body = { username, permission: 'view' }
  expect((await callAs(owner, 'POST', `/api/folders/${folderId}/grants`, body)).status).toBe(201)
}

describe('the counts of a folder', () => {
  it('follow what is put in, moved, trashed, restored and purged', async () => {
    const user = await aUser()
    const [a, b] = [await aFolder(user, 'A'), await aFolder(user, 'B')]
    await aFolder(user, 'C', { parentId: a.id })
    const [one = '', ...others] = await pictures(user, 5, a.id)
    expect(await countsOf(user)).toEqual({ A: [5, 1], B: [0, 0], C: [0, 0] })
    await callAs(user, 'POST', '/api/files/move', { fileIds: others.slice(2), folderId: b.id })
    await callAs(user, 'POST', '/api/files/copy', { fileIds: others.slice(2), folderId: a.id })
    expect(await countsOf(user)).toMatchObject({ A: [5, 1], B: [2, 0] })
    await callAs(user, 'DELETE', `/api/files/${one}`)
    expect((await countsOf(user)).A).toEqual([4, 1])
    await callAs(user, 'POST', `/api/files/${one}/restore`)
    expect((await countsOf(user)).A).toEqual([5, 1])
    await callAs(user, 'DELETE', `/api/files/${one}`)
    expect((await callAs(user, 'POST', `/api/files/${one}/purge`)).status).toBe(204)
    expect((await countsOf(user)).A).toEqual([4, 1])
  })

  it('go with a folder that is moved, trashed and brought back', async () => {
    const user = await aUser()
    const [a, b] = [await aFolder(user, 'A'), await aFolder(user, 'B')]
    await pictures(user, 3, b.id)
    await callAs(user, 'PATCH', `/api/folders/${b.id}`, { parentId: a.id })
    expect(await countsOf(user)).toEqual({ A: [0, 1], B: [3, 0] })
    await callAs(user, 'DELETE', `/api/folders/${b.id}`)
    expect(await countsOf(user)).toEqual({ A: [0, 0] })
    await callAs(user, 'POST', `/api/folders/${b.id}/restore`)
    expect(await countsOf(user)).toEqual({ A: [0, 1], B: [3, 0] })
    await callAs(user, 'DELETE', `/api/folders/${a.id}`)
    await callAs(user, 'POST', `/api/folders/${a.id}/restore`)
    expect(await countsOf(user)).toEqual({ A: [0, 1], B: [3, 0] })
  })

  it('of an album are those of the files that it shows, wherever they lie', async () => {
    const user = await aUser()
    const album = await aFolder(user, 'Best', { kind: 'album' })
    const [one = '', two = '', three = ''] = await pictures(user, 3)
    const files = `/api/folders/${album.id}/files`
    await callAs(user, 'PUT', files, { add: [one, two, three] })
    await callAs(user, 'PUT', files, { add: [one] })
    expect(await countsOf(user)).toEqual({ Best: [3, 0] })
    await callAs(user, 'DELETE', `/api/files/${one}`)
    await callAs(user, 'PUT', files, { remove: [two] })
    expect(await countsOf(user)).toEqual({ Best: [1, 0] })
    await callAs(user, 'POST', `/api/files/${one}/restore`)
    expect(await countsOf(user)).toEqual({ Best: [2, 0] })
    await callAs(user, 'DELETE', `/api/files/${one}`)
    await callAs(user, 'POST', `/api/files/${one}/purge`)
    expect(await countsOf(user)).toEqual({ Best: [1, 0] })
  })
})

describe('the card of a folder', () => {
  it('shows its four newest pictures, and nothing without a preview or in trash', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'A')
    const ids = await pictures(user, 7, folder.id)
    await callAs(user, 'DELETE', `/api/files/${ids[6]}`)
    await env.DB.prepare(`update files set preview = 'none' where id = ?`).bind(ids[5]).run()
    expect(await shown(user, folder.id)).toEqual([ids[4], ids[3], ids[2], ids[1]])
    const [card] = await cardsOf(user, folder.id)
    expect(card?.pictures[0]?.thumbUrl).toMatch(new RegExp(`^/m/.*/${ids[4]}/320$`))
  })

  it('shows those of the folders inside it when it holds none itself', async () => {
    const user = await aUser()
    const top = await aFolder(user, 'Top')
    const middle = await aFolder(user, 'Middle', { parentId: top.id })
    const low = await aFolder(user, 'Low', { parentId: middle.id })
    const ids = await pictures(user, 2, low.id)
    for (const { id } of [top, middle, low]) {
      expect(await shown(user, id)).toEqual([ids[1], ids[0]])
    }
    const [own] = await pictures(user, 1, top.id)
    expect(await shown(user, top.id)).toEqual([own])
  })

  it('of an album shows what came in last, with the cover that somebody chose first', async () => {
    const user = await aUser()
    const album = await aFolder(user, 'Best', { kind: 'album' })
    const ids = await pictures(user, 5)
    await callAs(user, 'PUT', `/api/folders/${album.id}/files`, { add: ids })
    expect(await shown(user, album.id)).toEqual([ids[4], ids[3], ids[2], ids[1]])
    const cover = (coverFileId: FileId | null | undefined, id = album.id) =>
      callAs(user, 'PATCH', `/api/folders/${id}`, { coverFileId })
    expect((await cover(ids[0])).status).toBe(200)
    expect(await shown(user, album.id)).toEqual([ids[0], ids[4], ids[3], ids[2]])
    await callAs(user, 'DELETE', `/api/files/${ids[0]}`)
    expect(await shown(user, album.id)).toEqual([ids[4], ids[3], ids[2], ids[1]])
    await callAs(user, 'POST', `/api/files/${ids[0]}/restore`)
    expect((await shown(user, album.id))[0]).toBe(ids[0])
    await callAs(user, 'PUT', `/api/folders/${album.id}/files`, { remove: [ids[0]] })
    expect((await shown(user, album.id))[0]).toBe(ids[4])
    expect((await cover(ids[0])).status).toBe(409)
    expect((await cover(ids[4], (await aFolder(user, 'No album')).id)).status).toBe(409)
  })

  it('says with whom it is shared to admins of its space, and to nobody else', async () => {
    const [owner, member, guest] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[member, 'viewer']])
    const folder = await aFolder(owner, 'A', { space: space.id })
    await share(owner, folder.id, guest)
    const seen = async (user: TestUser) => (await cardsOf(user, folder.id))[0]?.sharedWith
    expect(await seen(owner)).toEqual({ people: 1, names: [guest.username] })
    expect([await seen(member), await seen(guest)]).toEqual([null, null])
  })

  it('is shown to those who may see the folder only, like one that does not exist', async () => {
    const [owner, guest, stranger] = [await aUser(), await aUser(), await aUser()]
    const [shared, kept] = [await aFolder(owner, 'Shared'), await aFolder(owner, 'Kept')]
    await share(owner, shared.id, guest)
    const ids = [shared.id, kept.id, newId('folder', 1)]
    expect((await cardsOf(guest, ...ids)).map(({ id }) => id)).toEqual([shared.id])
    expect(await cardsOf(stranger, ...ids)).toEqual([])
  })

  it('of an album shows a guest of its folder nothing of what lies elsewhere', async () => {
    const [owner, guest] = [await aUser(), await aUser()]
    const shared = await aFolder(owner, 'Shared')
    const album = await aFolder(owner, 'Best', { kind: 'album', parentId: shared.id })
    const [inside] = await pictures(owner, 1, shared.id)
    const [elsewhere] = await pictures(owner, 1)
    await callAs(owner, 'PUT', `/api/folders/${album.id}/files`, { add: [inside, elsewhere] })
    await callAs(owner, 'PATCH', `/api/folders/${album.id}`, { coverFileId: elsewhere })
    await share(owner, shared.id, guest)
    expect(await shown(guest, album.id)).toEqual([inside])
    const list = await guest.fetch(`/api/files?folder=${album.id}`)
    const { items } = fileListSchema.parse(await list.json())
    expect(items.map(({ id }) => id)).toEqual([inside])
    const view = await guest.fetch(`/api/folders/${album.id}`)
    const { fileCount, coverFileId } = folderViewSchema.parse(await view.json())
    expect([fileCount, coverFileId]).toEqual([0, null])
  })
})
