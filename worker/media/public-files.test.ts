import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import type { FileId } from '#contracts/ids'
import { renditionKey } from '../originals/keys.ts'
import { aUser, request, type TestUser } from '../testing/harness.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'

const unknown = `/p/${'A'.repeat(22)}`

/** A picture with both its previews. */
async function aPicture(user: TestUser, text: string, spaceId = user.spaceId): Promise<FileId> {
  const uploaded = await uploadTo(user, spaceId, jpegLike(text))
  const { id } = uploadOutcomeSchema.parse(await uploaded.json()).file
  await env.DB.prepare(`update files set preview = 'ready' where id = ?`).bind(id).run()
  for (const name of ['320', '1600'] as const) {
    await env.BUCKET.put(renditionKey(spaceId, id, name), webpLike(`${text} ${name}`))
  }
  return id
}

const change = (user: TestUser, id: FileId, edit: object) =>
  callAs(user, 'PATCH', `/api/files/${id}`, edit)

async function publish(user: TestUser, id: FileId, publicShows = 'preview'): Promise<string> {
  const response = await change(user, id, { visibility: 'public', publicShows })
  expect(response.status).toBe(200)
  const { publicFile, visibility } = fileDetailSchema.parse(await response.json())
  expect([visibility, publicFile?.shows]).toEqual(['public', publicShows])
  return publicFile?.path ?? ''
}

async function bytesOf(response: Response) {
  return new Uint8Array(await response.arrayBuffer())
}

/** What an answer says, without the id of its request. */
async function said(response: Response) {
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>
  return [response.status, response.headers.get('Content-Type'), body]
}

async function expectGone(path: string) {
  expect(await said(await request(path))).toEqual(await said(await request(unknown)))
}

describe('a public picture', () => {
  it('is its preview for everybody who has the address, without a cookie, for a minute', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'seen')
    const path = await publish(user, id)
    expect(path).toMatch(/^\/p\/[A-Za-z0-9_-]{22}$/)
    expect(path).not.toContain(id.slice(4))
    const response = await request(path)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'public, max-age=60, must-revalidate',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'image/webp',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(response.headers.has('Set-Cookie')).toBe(false)
    expect(await bytesOf(response)).toEqual(webpLike('seen 1600'))
    expect(await bytesOf(await request(`${path}/320`))).toEqual(webpLike('seen 320'))
  })

  it('is not sent again to whoever has it, and HEAD tells the same without it', async () => {
    const user = await aUser()
    const path = await publish(user, await aPicture(user, 'once'))
    const first = await request(path)
    await first.body?.cancel()
    const etag = first.headers.get('ETag') ?? ''
    const again = await request(path, { headers: { 'If-None-Match': `"other", ${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const small = await request(`${path}/320`, { headers: { 'If-None-Match': etag } })
    expect(small.status).toBe(200)
    await small.body?.cancel()
    const head = await request(path, { method: 'HEAD' })
    expect(await head.text()).toBe('')
    for (const name of ['ETag', 'Content-Length', 'Cache-Control', 'X-Robots-Tag']) {
      expect([name, head.headers.get(name)]).toEqual([name, first.headers.get(name)])
    }
  })

  it('never gives its original away, unless its admin chose to show that', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'where it was taken')
    const path = await publish(user, id)
    for (const more of ['/original', '/orig', '/download', '/9999', '/320/x']) {
      expect([more, (await request(path + more)).status]).toEqual([more, 404])
    }
    expect(await publish(user, id, 'original')).toBe(path)
    const whole = await request(path)
    expect(await bytesOf(whole)).toEqual(jpegLike('where it was taken'))
    expect(whole.headers.get('Cache-Control')).toBe('public, max-age=60, must-revalidate')
    expect(await bytesOf(await request(`${path}/320`))).toEqual(webpLike('where it was taken 320'))
    const part = await request(path, { headers: { Range: 'bytes=2-5' } })
    expect([part.status, part.headers.get('Content-Range')]).toEqual([
      206,
      `bytes 2-5/${jpegLike('where it was taken').length}`,
    ])
    expect(await bytesOf(part)).toEqual(jpegLike('where it was taken').slice(2, 6))
    const changed = { Range: 'bytes=2-5', 'If-Range': '"older"' }
    expect((await request(path, { headers: changed })).status).toBe(200)
    expect((await request(path, { headers: { Range: 'bytes=9999-' } })).status).toBe(416)
    await publish(user, id, 'preview')
    expect(await bytesOf(await request(path))).toEqual(webpLike('where it was taken 1600'))
  })

  it('is gone at once when it is private again, and has another address the next time', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'back and forth')
    const first = await publish(user, id)
    const hidden = await change(user, id, { visibility: 'private' })
    expect(fileDetailSchema.parse(await hidden.json())).toMatchObject({
      visibility: 'private',
      publicFile: { path: null, shows: null },
    })
    await expectGone(first)
    await expectGone(`${first}/320`)
    const second = await publish(user, id)
    expect(second).not.toBe(first)
    expect(await publish(user, id)).toBe(second)
    await expectGone(first)
  })

  it('is private after it was in trash, alone or with its folder, or with its space', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'thrown away')
    const path = await publish(user, id)
    await callAs(user, 'DELETE', `/api/files/${id}`)
    await expectGone(path)
    await callAs(user, 'POST', `/api/files/${id}/restore`)
    await expectGone(path)
    const detail = await (await user.fetch(`/api/files/${id}`)).json()
    expect(fileDetailSchema.parse(detail).visibility).toBe('private')

    const second = await publish(user, id)
    const made = await callAs(user, 'POST', '/api/folders', { name: 'Old' })
    const folder = folderViewSchema.parse(await made.json())
    await callAs(user, 'POST', '/api/files/move', { fileIds: [id], folderId: folder.id })
    expect((await request(second, { method: 'HEAD' })).status).toBe(200)
    await callAs(user, 'DELETE', `/api/folders/${folder.id}`)
    await expectGone(second)

    const space = await aSharedSpace(user)
    const third = await publish(user, await aPicture(user, 'in a space', space.id))
    await callAs(user, 'DELETE', `/api/spaces/${space.id}`)
    await expectGone(third)
  })

  it('is purged with its address', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'for good')
    const path = await publish(user, id)
    await callAs(user, 'DELETE', `/api/files/${id}`)
    expect((await callAs(user, 'POST', `/api/files/${id}/purge`)).status).toBe(204)
    await expectGone(path)
    const left = env.DB.prepare('select count(*) as n from public_files where file_id = ?')
    expect(await left.bind(id).first('n')).toBe(0)
  })

  it('ends with the account of its owner', async () => {
    const user = await aUser()
    const path = await publish(user, await aPicture(user, 'of nobody'))
    await env.DB.prepare('update users set disabled_at = 1 where id = ?').bind(user.userId).run()
    await expectGone(path)
  })
})

describe('making a file public', () => {
  it('is for admins of its space; editors may only take it back, viewers neither', async () => {
    const [owner, editor, viewer] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [
      [editor, 'editor'],
      [viewer, 'viewer'],
    ])
    const id = await aPicture(owner, 'ours', space.id)
    for (const who of [editor, viewer]) {
      expect((await change(who, id, { visibility: 'public' })).status).toBe(403)
    }
    const path = await publish(owner, id)
    const seen = fileDetailSchema.parse(await (await viewer.fetch(`/api/files/${id}`)).json())
    expect([seen.visibility, seen.publicFile]).toEqual(['public', null])
    expect((await change(viewer, id, { visibility: 'private' })).status).toBe(403)
    expect((await change(editor, id, { visibility: 'private' })).status).toBe(200)
    await expectGone(path)
  })

  it('is refused to strangers as if it were not there, and of what has nothing to show', async () => {
    const [owner, stranger] = [await aUser(), await aUser()]
    const id = await aPicture(owner, 'mine')
    expect((await change(stranger, id, { visibility: 'public' })).status).toBe(404)
    await env.DB.prepare(`update files set preview = 'none' where id = ?`).bind(id).run()
    const edit = { visibility: 'public', description: 'not written' }
    expect((await change(owner, id, edit)).status).toBe(409)
    const detail = fileDetailSchema.parse(await (await owner.fetch(`/api/files/${id}`)).json())
    expect([detail.description, detail.visibility]).toEqual([null, 'private'])
    await publish(owner, id, 'original')
    expect((await change(owner, id, { publicShows: 'original' })).status).toBe(400)
  })

  it('stands in the audit of its space, as does making it private', async () => {
    const user = await aUser()
    const id = await aPicture(user, 'recorded')
    await publish(user, id, 'original')
    await change(user, id, { visibility: 'private' })
    await change(user, id, { visibility: 'private' })
    const response = await user.fetch(`/api/spaces/${user.spaceId}/audit?limit=50`)
    const { items } = (await response.json()) as { items: { action: string; subjectId: string }[] }
    const actions = items.filter((each) => each.subjectId === id).map(({ action }) => action)
    expect(actions).toEqual(['file.unpublished', 'file.published'])
  })

  it.each([
    '/p/',
    '/p/x',
    `/p/${'A'.repeat(21)}`,
    `/p/${'A'.repeat(21)}B`,
    `/p/fil_${'0'.repeat(26)}`,
  ])('leaves nothing at %s', async (path) => {
    expect((await request(path)).status).toBe(404)
  })
})
