import { describe, expect, it } from 'vitest'
import { activityListSchema } from '#contracts/activity'
import { type SpaceEvent, spaceEventSchema } from '#contracts/events'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema, grantViewSchema } from '#contracts/folders'
import { commentViewSchema, remarksSchema } from '#contracts/remarks'
import { aUser, type TestUser } from '../testing/harness.ts'
import { callAs } from '../testing/spaces.ts'

/** A folder with a file, shared with a guest who may only look. */
async function aSharedFolder() {
  const [owner, guest] = [await aUser(), await aUser()]
  const made = await callAs(owner, 'POST', '/api/folders', { name: 'Summer' })
  const folder = folderViewSchema.parse(await made.json())
  const uploaded = await owner.upload(`a picture of ${owner.username}`)
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  await callAs(owner, 'POST', '/api/files/move', { fileIds: [file.id], folderId: folder.id })
  const body = { username: guest.username, permission: 'view' }
  const granted = await callAs(owner, 'POST', `/api/folders/${folder.id}/grants`, body)
  return { owner, guest, folder, file, grant: grantViewSchema.parse(await granted.json()) }
}

async function write(user: TestUser, fileId: string, text: string) {
  const written = await callAs(user, 'POST', `/api/files/${fileId}/comments`, { text })
  expect(written.status).toBe(201)
  return commentViewSchema.parse(await written.json())
}

async function read(user: TestUser, fileId: string, query = '') {
  const response = await user.fetch(`/api/files/${fileId}/remarks${query}`)
  return remarksSchema.parse(await response.json())
}

async function happened(user: TestUser, query: string) {
  const response = await user.fetch(`/api/activity?${query}`)
  expect(response.status).toBe(200)
  return activityListSchema.parse(await response.json())
}

describe('what people say about a file', () => {
  it('is for members and guests of its folder, and for nobody else', async () => {
    const { owner, guest, folder, file, grant } = await aSharedFolder()
    await write(guest, file.id, '  Was that the lake?\nI remember.  ')
    await callAs(guest, 'PUT', `/api/files/${file.id}/heart`)
    await callAs(guest, 'PUT', `/api/files/${file.id}/heart`)
    const { comments, hearts } = await read(owner, file.id)
    expect(comments).toMatchObject([
      {
        by: guest.username,
        text: 'Was that the lake?\nI remember.',
        isOwn: false,
        canDelete: true,
      },
    ])
    expect(hearts).toEqual({ count: 1, isOwn: false, by: [guest.username] })
    await owner.fetch(`/api/folders/${folder.id}/grants/${grant.id}`, { method: 'DELETE' })
    expect((await guest.fetch(`/api/files/${file.id}/remarks`)).status).toBe(404)
    const more = await callAs(guest, 'POST', `/api/files/${file.id}/comments`, { text: 'More' })
    expect(more.status).toBe(404)
  })

  it('is changed only by who wrote it, and taken away by them or an admin of the space', async () => {
    const { owner, guest, file } = await aSharedFolder()
    const [mine, theirs] = [await write(owner, file.id, 'Mine'), await write(guest, file.id, 'Hi')]
    const at = (id: string) => `/api/files/${file.id}/comments/${id}`
    expect((await callAs(owner, 'PATCH', at(theirs.id), { text: 'No' })).status).toBe(403)
    expect((await callAs(guest, 'DELETE', at(mine.id))).status).toBe(403)
    const changed = await callAs(guest, 'PATCH', at(theirs.id), { text: 'Hello' })
    expect(commentViewSchema.parse(await changed.json()).editedAt).not.toBeNull()
    expect((await callAs(owner, 'DELETE', at(theirs.id))).status).toBe(204)
    expect((await read(guest, file.id)).comments.map(({ text }) => text)).toEqual(['Mine'])
  })

  it('is plain text of at most 2,000 characters', async () => {
    const { owner, file } = await aSharedFolder()
    const path = `/api/files/${file.id}/comments`
    for (const text of ['', '   ', 'x'.repeat(2_001)]) {
      expect((await callAs(owner, 'POST', path, { text })).status).toBe(400)
    }
    const long = await write(owner, file.id, 'ü'.repeat(2_000))
    expect(long.text).toHaveLength(2_000)
  })

  it('comes page by page, the latest first, and nothing twice', async () => {
    const { owner, file } = await aSharedFolder()
    for (const text of ['one', 'two', 'three']) await write(owner, file.id, text)
    const first = await read(owner, file.id, '?limit=2')
    const rest = await read(owner, file.id, `?limit=2&cursor=${first.nextCursor}`)
    const texts = [...first.comments, ...rest.comments].map(({ text }) => text)
    expect(texts.sort()).toEqual(['one', 'three', 'two'])
    expect(rest.nextCursor).toBeNull()
  })

  it('is heard at once by a guest who has its folder open', async () => {
    const { owner, guest, folder, file } = await aSharedFolder()
    const { webSocket } = await guest.fetch(`/api/folders/${folder.id}/live`, {
      headers: { Upgrade: 'websocket' },
    })
    const heard = new Promise<SpaceEvent>((resolve) => {
      webSocket?.addEventListener('message', ({ data }) => {
        const event = spaceEventSchema.parse(JSON.parse(String(data)))
        if (event.type === 'remarks.changed') resolve(event)
      })
    })
    webSocket?.accept()
    await write(owner, file.id, 'Look')
    expect(await heard).toEqual({ type: 'remarks.changed', fileIds: [file.id] })
    webSocket?.close()
  })
})

describe('what happened', () => {
  it('is told to members of the space: who added, said, liked and shared what', async () => {
    const { owner, guest, file } = await aSharedFolder()
    await owner.upload('another one')
    await write(guest, file.id, 'Nice')
    await callAs(guest, 'PUT', `/api/files/${file.id}/heart`)
    await callAs(owner, 'POST', '/api/shares', { of: { kind: 'files', fileIds: [file.id] } })
    const { items } = await happened(owner, `space=${owner.spaceId}`)
    const by = (username: string) =>
      items.filter((each) => each.by === username).map(({ kind, files }) => [kind, files])
    expect(by(guest.username).sort()).toEqual([
      ['commented', 1],
      ['hearted', 1],
    ])
    // Both uploads went to the top within the hour: one entry.
    expect(by(owner.username).sort()).toEqual([
      ['added', 2],
      ['granted', 1],
      ['linked', 1],
    ])
    expect(items.find(({ kind }) => kind === 'granted')).toMatchObject({
      withUser: guest.username,
      folder: { name: 'Summer' },
    })
    const stranger = await aUser()
    expect((await stranger.fetch(`/api/activity?space=${owner.spaceId}`)).status).toBe(404)
  })

  it('in a folder is told to its guests, without with whom else it is shared or what is elsewhere', async () => {
    const { owner, guest, folder, file } = await aSharedFolder()
    const { file: other } = uploadOutcomeSchema.parse(
      await (await owner.upload('elsewhere')).json(),
    )
    await write(owner, other.id, 'Not for guests')
    const gone = await write(owner, file.id, 'Taken back')
    await write(owner, file.id, 'For all')
    await owner.fetch(`/api/files/${file.id}/comments/${gone.id}`, { method: 'DELETE' })
    const { items } = await happened(guest, `folder=${folder.id}`)
    expect(items.map(({ kind, text }) => [kind, text])).toEqual([['commented', 'For all']])
    expect(items[0]?.file?.id).toBe(file.id)
    await callAs(owner, 'POST', '/api/files/move', { fileIds: [file.id], folderId: null })
    expect((await happened(guest, `folder=${folder.id}`)).items).toEqual([])
  })

  it('comes page by page', async () => {
    const { owner, file } = await aSharedFolder()
    for (const text of ['one', 'two', 'three']) await write(owner, file.id, text)
    const keys: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await happened(owner, `limit=2${cursor && `&cursor=${cursor}`}`)
      keys.push(...page.items.map(({ key }) => key))
      cursor = page.nextCursor
    }
    expect(keys).toHaveLength(5)
    expect(new Set(keys).size).toBe(5)
  })
})
