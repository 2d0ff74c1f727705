import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { problemSchema } from '#contracts/problem'
import { shareListSchema, shareViewSchema } from '#contracts/shares'
import { aUser } from '../testing/harness.ts'
import { aFile, aFolder, aShare } from '../testing/shares.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'

describe('a link', () => {
  it('lasts 30 days, shows previews without downloads, and strips, unless it is said otherwise', async () => {
    const user = await aUser()
    const share = await aShare(user, { kind: 'files', fileIds: [await aFile(user, 'lake')] })
    expect(share).toMatchObject({
      ...{ title: 'lake.jpg', state: 'open', hasPassword: false, downloads: 'none' },
      ...{ stripsMetadata: true, allowsZip: false, largestSide: 1600, viewsLeft: null },
    })
    expect(share.slug).toMatch(/^[a-z0-9]{16}$/)
    const days = (Date.parse(share.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)
  })

  it('is for admins of its space: strangers hear that there is none, editors that they may not', async () => {
    const [owner, editor, stranger] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    const uploaded = await uploadTo(owner, space.id, new TextEncoder().encode('of the family'))
    const { file } = (await uploaded.json()) as { file: { id: string } }
    const of = { kind: 'files', fileIds: [file.id] }
    expect((await callAs(stranger, 'POST', '/api/shares', { of })).status).toBe(404)
    expect((await callAs(editor, 'POST', '/api/shares', { of })).status).toBe(403)
    const share = await aShare(owner, of)
    for (const [who, status] of [
      [stranger, 404],
      [editor, 403],
    ] as const) {
      expect((await callAs(who, 'PATCH', `/api/shares/${share.id}`, { title: 'x' })).status).toBe(
        status,
      )
      expect((await callAs(who, 'DELETE', `/api/shares/${share.id}`)).status).toBe(status)
    }
    const { items } = shareListSchema.parse(await (await editor.fetch('/api/shares')).json())
    expect(items).toEqual([])
  })

  it('never tells its password, and keeps only a hash of it', async () => {
    const user = await aUser()
    const of = { kind: 'files', fileIds: [await aFile(user, 'hidden')] }
    const share = await aShare(user, of, { password: 'grandma knows' })
    expect(share.hasPassword).toBe(true)
    const list = await (await user.fetch('/api/shares')).text()
    expect(list).not.toContain('grandma')
    expect(list).not.toContain('scrypt')
    const row = env.DB.prepare('select password_hash as hash from shares where id = ?')
    expect(await row.bind(share.id).first('hash')).toMatch(/^\$scrypt\$/)
  })

  it('has the address that somebody chose, which nobody else can take', async () => {
    const user = await aUser()
    const of = { kind: 'files', fileIds: [await aFile(user, 'named')] }
    const slug = `lake-${crypto.randomUUID().slice(0, 8)}`
    expect((await aShare(user, of, { slug: slug.toUpperCase() })).slug).toBe(slug)
    const again = await callAs(user, 'POST', '/api/shares', { of, slug })
    expect([again.status, problemSchema.parse(await again.json()).code]).toEqual([
      409,
      'name_taken',
    ])
    for (const bad of ['ab', '-lake', 'la ke', 'läke', 'x'.repeat(65)]) {
      expect((await callAs(user, 'POST', '/api/shares', { of, slug: bad })).status).toBe(400)
    }
  })

  it('that is revoked can be taken back, with other addresses for its pictures', async () => {
    const user = await aUser()
    const share = await aShare(user, { kind: 'files', fileIds: [await aFile(user, 'back')] })
    const revoked = await callAs(user, 'DELETE', `/api/shares/${share.id}`)
    expect(shareViewSchema.parse(await revoked.json()).state).toBe('revoked')
    const restored = await callAs(user, 'POST', `/api/shares/${share.id}/restore`)
    expect(shareViewSchema.parse(await restored.json())).toMatchObject({
      ...{ state: 'open', slug: share.slug },
    })
    const row = env.DB.prepare('select generation from shares where id = ?').bind(share.id)
    expect(await row.first('generation')).toBe(3)
  })

  it('of a folder as it is now has its files, and those of folders below', async () => {
    const user = await aUser()
    const top = await aFolder(user, 'Top')
    const below = await aFolder(user, 'Below', top)
    for (const [folderId, name] of [
      [top, 'one'],
      [below, 'two'],
    ] as const) {
      const fileIds = [await aFile(user, name)]
      await callAs(user, 'POST', '/api/files/move', { fileIds, folderId })
    }
    const share = await aShare(user, { kind: 'folder', folderId: top, live: false })
    expect([share.kind, share.fileCount, share.title]).toEqual(['files', 2, 'Top'])
    const live = await aShare(user, { kind: 'folder', folderId: top, live: true })
    expect([live.kind, live.folderId]).toEqual(['folder', top])
  })
})
