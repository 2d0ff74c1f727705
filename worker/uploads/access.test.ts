import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { problemSchema } from '#contracts/problem'
import { knownFileSchema } from '#contracts/uploads'
import { newId } from '../ids.ts'
import { aKey } from '../testing/api-keys.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'
import { tusClient } from '../testing/tus.ts'

const bytesOf = (text: string) => new Uint8Array(jpegLike(text))
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code

function knownOf(bytes: Uint8Array, more: object = {}) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { sha256, sizeBytes: bytes.length, ...more }
}

async function uploaded(user: TestUser, bytes: Uint8Array) {
  return uploadOutcomeSchema.parse(await (await user.upload(bytes)).json()).file
}

describe("somebody else's upload", () => {
  it('is answered like one that never was, whatever is asked of it', async () => {
    const [owner, stranger] = [await aUser(), await aUser()]
    const path = await tusClient(owner).create(10)
    const foreign = tusClient(stranger)
    const neverWas = path.replace(/.{8}$/, '00000000')
    for (const [method, body] of [['HEAD'], ['PATCH', 'x'], ['DELETE']] as const) {
      const headers = { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }
      const [there, nowhere] = [
        await foreign.call(method, path, headers, body),
        await foreign.call(method, neverWas, headers, body),
      ]
      expect([there.status, nowhere.status]).toEqual([404, 404])
    }
    expect(await tusClient(owner).offset(path)).toBe(0)
  })

  it('is not gone on with by another member of the space', async () => {
    const [owner, other] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[other, 'admin']])
    const path = await tusClient(owner).create(10, { space: space.id })
    expect((await tusClient(other).call('HEAD', path)).status).toBe(404)
  })
})

describe('where an upload goes', () => {
  it('is decided by the role there: a viewer sends nothing, a stranger sees no space', async () => {
    const [owner, viewer, stranger] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[viewer, 'viewer']])
    const headers = {
      'Upload-Length': '10',
      'Upload-Metadata': `space ${Buffer.from(space.id).toString('base64')}`,
    }
    const byViewer = await tusClient(viewer).call('POST', '/api/uploads', headers)
    expect([byViewer.status, await codeOf(byViewer)]).toEqual([403, 'forbidden'])
    const byStranger = await tusClient(stranger).call('POST', '/api/uploads', headers)
    expect([byStranger.status, await codeOf(byStranger)]).toEqual([404, 'not_found'])
  })

  it('is asked again at the end: who was put out meanwhile adds nothing', async () => {
    const [owner, editor] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    const bytes = bytesOf('too late')
    const tus = tusClient(editor)
    const path = await tus.create(bytes.length, { space: space.id })
    await callAs(owner, 'DELETE', `/api/spaces/${space.id}/members/${editor.userId}`)
    expect((await tus.patch(path, 0, bytes)).status).toBe(404)
    const list = await owner.fetch(`/api/files?space=${space.id}`)
    expect(await list.json()).toEqual({ items: [], nextCursor: null })
  })

  it('is a folder, or the top of the space when that is in trash by the end', async () => {
    const user = await aUser()
    const tus = tusClient(user)
    const made = await callAs(user, 'POST', '/api/folders', { name: 'Holidays' })
    const { id: folder } = folderViewSchema.parse(await made.json())
    const folderIdOf = async (fileId: string | null) => {
      const row = await env.DB.prepare('select folder_id from files where id = ?').bind(fileId)
      return (await row.first<{ folder_id: string | null }>())?.folder_id
    }
    const [first, second] = [bytesOf('in it'), bytesOf('beside it')]
    const done = await tus.patch(await tus.create(first.length, { folder }), 0, first)
    expect(await folderIdOf(done.headers.get('X-File-Id'))).toBe(folder)
    const path = await tus.create(second.length, { folder })
    await callAs(user, 'DELETE', `/api/folders/${folder}`)
    const late = await tus.patch(path, 0, second)
    expect(late.status).toBe(204)
    expect(await folderIdOf(late.headers.get('X-File-Id'))).toBeNull()
    await expect(tus.create(10, { folder })).rejects.toThrow('404')
  })

  it('is a folder that was opened to them, where they learn nothing of the rest', async () => {
    const [owner, guest] = [await aUser(), await aUser()]
    const made = await callAs(owner, 'POST', '/api/folders', { name: 'For guests' })
    const { id: folder } = folderViewSchema.parse(await made.json())
    const grant = { username: guest.username, permission: 'edit' }
    await callAs(owner, 'POST', `/api/folders/${folder}/grants`, grant)
    const bytes = bytesOf('the owner has it elsewhere')
    const elsewhere = await uploaded(owner, bytes)
    await callAs(owner, 'PATCH', `/api/files/${elsewhere.id}`, { description: 'a secret' })
    await callAs(owner, 'PUT', `/api/files/${elsewhere.id}/tags`, { tags: ['secret'] })
    const tus = tusClient(guest)
    const path = await tus.create(bytes.length, { folder })
    const done = await tus.patch(path, 0, bytes)
    const fileId = done.headers.get('X-File-Id')
    for (const answer of [done, await tus.call('HEAD', path)]) {
      expect(answer.headers.get('X-Upload-Outcome')).toBe('created')
      expect(answer.headers.get('X-File-Id')).toBe(fileId)
    }
    const own = await guest.fetch(`/api/files/${fileId}`)
    expect(own.status).toBe(200)
    expect(await own.json()).toMatchObject({
      description: null,
      tags: [],
      metadata: { edited: [] },
    })
    expect((await guest.fetch(`/api/files/${elsewhere.id}`)).status).toBe(404)
    const again = await tus.patch(await tus.create(bytes.length, { folder }), 0, bytes)
    expect(again.headers.get('X-File-Id')).toBe(fileId)
    const asked = knownOf(bytes, { folderId: folder })
    const told = await callAs(guest, 'POST', '/api/uploads/known', asked)
    expect([told.status, await told.json()]).toEqual([200, { file: null }])
  })

  it('is the space of the key with which it comes', async () => {
    const user = await aUser()
    const key = await aKey(user, ['upload'])
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10' }
    const made = await key.fetch('/api/uploads', { method: 'POST', headers })
    expect(made.status).toBe(201)
    const reader = await aKey(user, ['read'])
    const refused = await reader.fetch('/api/uploads', { method: 'POST', headers })
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'forbidden'])
  })
})

describe('bytes that are known', () => {
  const known = '/api/uploads/known'

  it('need not be sent: the space tells which file has them, and takes it out of trash', async () => {
    const user = await aUser()
    const bytes = bytesOf('known')
    const file = await uploaded(user, bytes)
    await user.fetch(`/api/files/${file.id}`, { method: 'DELETE' })
    const answer = await callAs(user, 'POST', known, knownOf(bytes))
    expect(answer.status).toBe(200)
    expect(knownFileSchema.parse(await answer.json()).file).toMatchObject({
      id: file.id,
      trashedAt: null,
    })
  })

  it('are unknown with another length, in another space, and to a stranger', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const bytes = bytesOf('known here only')
    await uploaded(user, bytes)
    const space = await aSharedSpace(user)
    for (const [who, more] of [
      [user, { sizeBytes: bytes.length + 1 }],
      [user, { space: space.id }],
      [stranger, {}],
    ] as const) {
      const answer = await callAs(who, 'POST', known, knownOf(bytes, more))
      expect([answer.status, await answer.json()]).toEqual([200, { file: null }])
    }
    for (const space of [user.spaceId, newId('space', Date.now())]) {
      const answer = await callAs(stranger, 'POST', known, knownOf(bytes, { space }))
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'not_found'])
    }
  })

  it('are not told of to a key that only sends', async () => {
    const user = await aUser()
    const bytes = bytesOf('known to readers')
    await uploaded(user, bytes)
    const fileFor = async (scopes: ('read' | 'upload')[]) => {
      const { fetch } = await aKey(user, scopes)
      const headers = { 'Content-Type': 'application/json' }
      const init = { method: 'POST', headers, body: JSON.stringify(knownOf(bytes)) }
      return knownFileSchema.parse(await (await fetch(known, init)).json()).file
    }
    expect(await fileFor(['upload'])).toBeNull()
    expect(await fileFor(['read', 'upload'])).not.toBeNull()
  })
})
