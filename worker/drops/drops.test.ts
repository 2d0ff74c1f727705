import { describe, expect, it } from 'vitest'
import { meSchema } from '#contracts/accounts'
import { activityListSchema } from '#contracts/activity'
import { dropListSchema, droppedFileSchema } from '#contracts/drops'
import { fileDetailSchema, fileListSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { aDrop, aGuest, enterDrop } from '../testing/drops.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aFile, aFolder } from '../testing/shares.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'

async function filesIn(user: TestUser, folderId: string) {
  const response = await user.fetch(`/api/files?folder=${folderId}`)
  return fileListSchema.parse(await response.json()).items
}

async function usedBytes(user: TestUser) {
  return meSchema.parse(await (await user.fetch('/api/me')).json()).usedBytes
}

async function aFolderWithDrop(limits: object = {}) {
  const user = await aUser()
  const folderId = await aFolder(user, 'Wedding')
  return { user, folderId, drop: await aDrop(user, folderId, limits) }
}

describe('a drop link', () => {
  it('takes pictures of guests into the folder, on its owner’s quota, with their name', async () => {
    const { user, folderId, drop } = await aFolderWithDrop()
    const before = await usedBytes(user)
    const guest = await aGuest(drop, 'Grandma <b>Ann</b>')
    const bytes = jpegLike('the cake')
    const sent = await guest.send(bytes, 'cake.jpg')
    expect(sent.status).toBe(201)
    expect(droppedFileSchema.parse(await sent.json()).takeBackUntil).not.toBeNull()
    const [file] = await filesIn(user, folderId)
    expect(file).toMatchObject({ name: 'cake.jpg', kind: 'image' })
    expect((await usedBytes(user)) - before).toBe(bytes.length)
    const detail = await user.fetch(`/api/files/${file?.id}`)
    const { addedBy } = fileDetailSchema.parse(await detail.json())
    expect(addedBy).toBe('Grandma <b>Ann</b> (guest)')
    const told = await user.fetch(`/api/activity?folder=${folderId}`)
    const { items } = activityListSchema.parse(await told.json())
    expect(items[0]).toMatchObject({ kind: 'added', isGuest: true, by: 'Grandma <b>Ann</b>' })
    const page = await (await guest.page()).text()
    expect(page).toContain('Thank you, Grandma &lt;b&gt;Ann&lt;/b&gt;')
  })

  it('says nothing of the folder: neither its name nor what others sent', async () => {
    const { user, folderId, drop } = await aFolderWithDrop()
    const fileId = await aFile(user, 'private')
    await callAs(user, 'POST', '/api/files/move', { fileIds: [fileId], folderId })
    const [ann, bo] = [await aGuest(drop, 'Ann'), await aGuest(drop, 'Bo')]
    await ann.send(jpegLike('of ann'), 'ann.jpg')
    const [path = ''] = await ann.takeBackPaths()
    const page = await (await bo.page()).text()
    for (const word of ['Wedding', 'private', 'ann.jpg', fileId, folderId]) {
      expect(page).not.toContain(word)
    }
    expect((await bo.post(path)).status).toBe(404)
    expect(await filesIn(user, folderId)).toHaveLength(2)
  })

  it('lets a guest take back what they sent, and nothing that was there before', async () => {
    const { user, folderId, drop } = await aFolderWithDrop({ filesLeft: 2 })
    const fileId = await aFile(user, 'there before')
    await callAs(user, 'POST', '/api/files/move', { fileIds: [fileId], folderId })
    const guest = await aGuest(drop)
    await guest.send(jpegLike('sent by mistake'), 'oops.jpg')
    await guest.send(jpegLike('there before'), 'same.jpg')
    expect((await guest.send(jpegLike('one more'), 'more.jpg')).status).toBe(410)
    for (const path of await guest.takeBackPaths()) {
      expect((await guest.post(path)).status).toBe(303)
    }
    expect((await filesIn(user, folderId)).map(({ id }) => id)).toEqual([fileId])
    // For good: it is in no trash. And the link has its room again.
    const trash = await user.fetch('/api/files?trashed=true')
    expect(fileListSchema.parse(await trash.json()).items).toEqual([])
    expect((await guest.send(jpegLike('on purpose'), 'right.jpg')).status).toBe(201)
  })

  it('takes no more than it says: by type, size of a file, number and bytes', async () => {
    const { user, folderId, drop } = await aFolderWithDrop({
      ...{ accepts: 'pictures', maxFileBytes: 1_000, filesLeft: 1, bytesLeft: 900 },
    })
    const guest = await aGuest(drop)
    const refused = async (bytes: Uint8Array) => {
      const answer = await guest.send(bytes, 'picture.jpg')
      return [answer.status, problemSchema.parse(await answer.json()).code]
    }
    expect(await refused(new Uint8Array(950))).toEqual([410, 'gone'])
    expect(await refused(new Uint8Array(1_001))).toEqual([413, 'too_large'])
    // By its bytes, whatever it is called.
    expect(await refused(new TextEncoder().encode('<script>'))).toEqual([415, 'unsupported_type'])
    expect((await guest.send(jpegLike('a small one'), 'small.jpg')).status).toBe(201)
    expect(await refused(jpegLike('another'))).toEqual([410, 'gone'])
    expect(await filesIn(user, folderId)).toHaveLength(1)
    const list = dropListSchema.parse(await (await user.fetch('/api/drops')).json())
    expect(list.items[0]).toMatchObject({ state: 'full', receivedFiles: 1 })
  })

  it('opens by its password alone, and not after it changed', async () => {
    const { user, drop } = await aFolderWithDrop({ password: 'rosebud' })
    const wrong = await enterDrop(drop, 'Ann', 'guess')
    expect(wrong instanceof Response && wrong.status).toBe(403)
    const guest = await enterDrop(drop, 'Ann', 'rosebud')
    if (guest instanceof Response) throw new Error('the door stayed shut')
    expect((await guest.send(jpegLike('in'), 'in.jpg')).status).toBe(201)
    await callAs(user, 'PATCH', `/api/drops/${drop.id}`, { password: 'another' })
    expect((await guest.send(jpegLike('out'), 'out.jpg')).status).toBe(403)
    const text = await (await user.fetch('/api/drops')).text()
    expect(text).not.toMatch(/scrypt|passwordHash/)
  })

  it('ends at once when it is revoked, its time is over, or its maker has no say any more', async () => {
    const { user, folderId, drop } = await aFolderWithDrop({ expiresInSeconds: 60 })
    const guest = await aGuest(drop)
    await callAs(user, 'DELETE', `/api/drops/${drop.id}`)
    expect((await guest.page()).status).toBe(404)
    expect((await guest.send(jpegLike('late'), 'late.jpg')).status).toBe(404)
    await callAs(user, 'POST', `/api/drops/${drop.id}/restore`)
    expect((await guest.page()).status).toBe(200)
    await callAs(user, 'DELETE', `/api/folders/${folderId}`)
    expect((await guest.send(jpegLike('gone'), 'gone.jpg')).status).toBe(404)
    const maker = await aUser()
    const space = await aSharedSpace(user, [[maker, 'admin']])
    const made = await callAs(maker, 'POST', '/api/folders', { name: 'Ours', space: space.id })
    const ours = await made.json<{ id: string }>()
    const other = await aGuest(await aDrop(maker, ours.id))
    const member = `/api/spaces/${space.id}/members/${maker.userId}`
    await callAs(user, 'PATCH', member, { role: 'viewer' })
    expect((await other.send(jpegLike('no'), 'no.jpg')).status).toBe(410)
  })

  it('is made by admins of the space alone, and works without a script', async () => {
    const { user, folderId, drop } = await aFolderWithDrop()
    const stranger = await aUser()
    expect((await callAs(stranger, 'POST', '/api/drops', { folderId })).status).toBe(404)
    const body = { username: stranger.username, permission: 'edit' }
    await callAs(user, 'POST', `/api/folders/${folderId}/grants`, body)
    expect((await callAs(stranger, 'POST', '/api/drops', { folderId })).status).toBe(403)
    const entered = await request(`/s/d/${drop.slug}`, { method: 'POST', body: 'name=Ann' })
    const form = new FormData()
    for (const name of ['a.jpg', 'b.jpg']) {
      form.append('file', new File([jpegLike(`by form ${name}`)], name))
    }
    form.append('file', new File(['text'], 'c.txt'))
    const Cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const init = { method: 'POST', headers: { Cookie }, body: form }
    const page = await (await request(`/s/d/${drop.slug}/files`, init)).text()
    expect(page).toContain('2 files arrived')
    expect(page).toContain('c.txt: Only pictures and films are taken here.')
    expect(await filesIn(user, folderId)).toHaveLength(2)
  })
})
