import { describe, expect, it } from 'vitest'
import { type SpaceEvent, spaceEventSchema } from '#contracts/events'
import { uploadOutcomeSchema } from '#contracts/files'
import {
  type FolderView,
  folderViewSchema,
  grantViewSchema,
  sharedFolderListSchema,
} from '#contracts/folders'
import { newId } from '../ids.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { callAs } from '../testing/spaces.ts'

interface Follower {
  /** Everything heard so far. */
  heard: SpaceEvent[]
  closed: Promise<number>
  /** Resolves when an event of this type came that was not taken yet. */
  next(type: SpaceEvent['type']): Promise<SpaceEvent>
  /** What was heard before the answer to a ping: nothing that was sent earlier comes later. */
  untilNow(): Promise<SpaceEvent[]>
}

const asked = (user: TestUser, folderId: string) =>
  user.fetch(`/api/folders/${folderId}/live`, { headers: { Upgrade: 'websocket' } })

async function follow(user: TestUser, folderId: string): Promise<Follower> {
  return await followerOf(await asked(user, folderId))
}

/** What somebody hears who has their own library open. */
async function followOwn(user: TestUser): Promise<Follower> {
  const headers = { Upgrade: 'websocket' }
  return await followerOf(await user.fetch(`/api/spaces/${user.spaceId}/live`, { headers }))
}

async function followerOf({ status, webSocket }: Response): Promise<Follower> {
  expect(status).toBe(101)
  if (!webSocket) throw new Error('no socket in the answer')
  const heard: SpaceEvent[] = []
  const taken = new Set<SpaceEvent>()
  let [notify, onPong] = [() => {}, () => {}]
  webSocket.addEventListener('message', ({ data }) => {
    if (data === 'pong') onPong()
    else heard.push(spaceEventSchema.parse(JSON.parse(String(data))))
    notify()
  })
  const closed = new Promise<number>((resolve) => {
    webSocket.addEventListener('close', ({ code }) => resolve(code))
  })
  webSocket.accept()
  return {
    heard,
    closed,
    async next(type) {
      for (;;) {
        const event = heard.find((each) => each.type === type && !taken.has(each))
        if (event) {
          taken.add(event)
          return event
        }
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      }
    },
    async untilNow() {
      const pong = new Promise<void>((resolve) => {
        onPong = resolve
      })
      webSocket.send('ping')
      await pong
      return heard.filter(({ type }) => type !== 'hello')
    },
  }
}

async function aFolder(user: TestUser, name: string, parentId: string | null = null) {
  const made = await callAs(user, 'POST', '/api/folders', { name, parentId })
  return folderViewSchema.parse(await made.json())
}

async function share(owner: TestUser, folder: FolderView, { username }: TestUser) {
  const body = { username, permission: 'view' }
  const made = await callAs(owner, 'POST', `/api/folders/${folder.id}/grants`, body)
  return grantViewSchema.parse(await made.json()).id
}

let number = 0
async function aFile(user: TestUser, folderId?: string): Promise<string> {
  const body = `live, number ${++number}`
  const query = `name=a.txt${folderId ? `&folder=${folderId}` : ''}`
  const uploaded = await user.fetch(`/api/files/upload?${query}`, {
    ...{ method: 'POST', body, headers: { 'Content-Length': `${body.length}` } },
  })
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

/** An owner with a shared folder, one below it and one beside it, and a guest who follows the first. */
async function aSharedFolder() {
  const [owner, guest] = [await aUser(), await aUser()]
  const shared = await aFolder(owner, 'Shared')
  const below = await aFolder(owner, 'Below', shared.id)
  const beside = await aFolder(owner, 'Beside')
  const grantId = await share(owner, shared, guest)
  return { owner, guest, shared, below, beside, grantId, page: await follow(guest, shared.id) }
}

describe('a grant', () => {
  it('is heard of in the open page of whom it is for, when it begins and when it ends', async () => {
    const [owner, guest] = [await aUser(), await aUser()]
    const folder = await aFolder(owner, 'For you')
    const own = await followOwn(guest)
    const list = async () => {
      const answer = await guest.fetch('/api/shared-with-me')
      return sharedFolderListSchema.parse(await answer.json()).items
    }
    const grantId = await share(owner, folder, guest)
    await own.next('shares.changed')
    expect(await list()).toMatchObject([
      { folder: { id: folder.id }, permission: 'view', sharedByUsername: owner.username },
    ])
    const page = await follow(guest, folder.id)
    const fileId = await aFile(owner, folder.id)
    expect(await page.next('files.changed')).toEqual({ type: 'files.changed', fileIds: [fileId] })
    await callAs(owner, 'DELETE', `/api/folders/${folder.id}/grants/${grantId}`)
    expect(await page.closed).toBe(4401)
    await own.next('shares.changed')
    expect(await list()).toEqual([])
    for (const path of [`/api/folders/${folder.id}`, `/api/files/${fileId}`]) {
      expect((await guest.fetch(path)).status).toBe(404)
    }
  })
})

describe('a guest of a folder', () => {
  it('hears of the files in it and below it, by id, and of no others', async () => {
    const { owner, shared, below, beside, page } = await aSharedFolder()
    for (const elsewhere of [undefined, beside.id]) {
      const id = await aFile(owner, elsewhere)
      await callAs(owner, 'PATCH', `/api/files/${id}`, { rating: 5 })
      await callAs(owner, 'DELETE', `/api/files/${id}`)
    }
    await callAs(owner, 'PATCH', `/api/folders/${beside.id}`, { name: 'Still beside' })
    for (const folder of [shared, below]) {
      const id = await aFile(owner, folder.id)
      expect(await page.next('files.changed')).toEqual({ type: 'files.changed', fileIds: [id] })
    }
    expect((await page.untilNow()).length).toBe(2)
  })

  it('hears only their own of many files that change at once', async () => {
    const { owner, shared, beside, page } = await aSharedFolder()
    const [inside, outside] = [await aFile(owner, shared.id), await aFile(owner, beside.id)]
    await page.next('files.changed')
    await callAs(owner, 'POST', '/api/files/edit', { fileIds: [inside, outside], rating: 3 })
    expect(await page.next('files.changed')).toEqual({ type: 'files.changed', fileIds: [inside] })
    expect(JSON.stringify(await page.untilNow())).not.toContain(outside)
  })

  it('hears that files left or came, with the ids of those alone that they may read', async () => {
    const { owner, shared, beside, page } = await aSharedFolder()
    const id = await aFile(owner, shared.id)
    await page.next('files.changed')
    await callAs(owner, 'POST', '/api/files/move', { fileIds: [id], folderId: beside.id })
    expect(await page.next('folders.changed')).toEqual({ type: 'folders.changed' })
    expect((await page.untilNow()).length).toBe(2)
    await callAs(owner, 'POST', '/api/files/move', { fileIds: [id], folderId: shared.id })
    expect(await page.next('files.changed')).toMatchObject({ fileIds: [id] })
  })

  it('hears that folders inside were made, renamed, moved out and trashed', async () => {
    const { owner, shared, below, beside, page } = await aSharedFolder()
    const made = await aFolder(owner, 'Made', below.id)
    await page.next('folders.changed')
    await callAs(owner, 'PATCH', `/api/folders/${made.id}`, { name: 'Renamed' })
    await page.next('folders.changed')
    await callAs(owner, 'PATCH', `/api/folders/${made.id}`, { parentId: beside.id })
    await page.next('folders.changed')
    await aFolder(owner, 'Of no interest', made.id)
    await callAs(owner, 'DELETE', `/api/folders/${below.id}`)
    await page.next('folders.changed')
    expect((await page.untilNow()).length).toBe(4)
    expect((await callAs(owner, 'GET', `/api/folders/${shared.id}`)).status).toBe(200)
  })

  it('hears nothing more once it is revoked, and cannot come back', async () => {
    const { owner, guest, shared, grantId, page } = await aSharedFolder()
    const other = await aUser()
    await share(owner, shared, other)
    const stays = await follow(other, shared.id)
    const ended = await callAs(owner, 'DELETE', `/api/folders/${shared.id}/grants/${grantId}`)
    expect(ended.status).toBe(204)
    await aFile(owner, shared.id)
    await stays.next('files.changed')
    expect(await page.closed).toBe(4401)
    expect(page.heard.filter(({ type }) => type !== 'hello')).toEqual([])
    expect((await asked(guest, shared.id)).status).toBe(404)
  })

  it.each(['trashed', 'moved', 'renamed'])(
    'has to come again when a folder above is %s',
    async (how) => {
      const [owner, guest] = [await aUser(), await aUser()]
      const [top, elsewhere] = [await aFolder(owner, 'Top'), await aFolder(owner, 'Elsewhere')]
      const middle = await aFolder(owner, 'Middle', top.id)
      const low = await aFolder(owner, 'Low', middle.id)
      await share(owner, top, guest)
      const page = await follow(guest, low.id)
      if (how === 'trashed') await callAs(owner, 'DELETE', `/api/folders/${top.id}`)
      const change = how === 'moved' ? { parentId: elsewhere.id } : { name: 'Another' }
      if (how !== 'trashed') await callAs(owner, 'PATCH', `/api/folders/${middle.id}`, change)
      expect(await page.next('folders.changed')).toEqual({ type: 'folders.changed' })
      expect(await page.closed).toBe(4401)
      expect((await asked(guest, low.id)).status).toBe(how === 'renamed' ? 101 : 404)
    },
  )

  it('cannot follow what is not shared with them, like what does not exist', async () => {
    const { guest, beside } = await aSharedFolder()
    for (const id of [beside.id, newId('folder', 1)]) {
      expect((await asked(guest, id)).status).toBe(404)
    }
  })

  it('cannot name another folder in a header of their own', async () => {
    const { owner, guest, shared, beside } = await aSharedFolder()
    const { webSocket } = await guest.fetch(`/api/folders/${shared.id}/live`, {
      headers: { Upgrade: 'websocket', 'X-Folder-Path': `/${beside.id}/` },
    })
    const told = new Promise((resolve) => {
      webSocket?.addEventListener('message', ({ data }) => {
        const event = spaceEventSchema.parse(JSON.parse(String(data)))
        if (event.type === 'files.changed') resolve(event.fileIds)
      })
    })
    webSocket?.accept()
    await aFile(owner, beside.id)
    const own = await aFile(owner, shared.id)
    expect(await told).toEqual([own])
  })
})
