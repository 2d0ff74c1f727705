import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import {
  type FolderView,
  folderDetailSchema,
  folderListSchema,
  folderViewSchema,
  grantViewSchema,
  sharedFolderListSchema,
} from '#contracts/folders'
import { problemSchema } from '#contracts/problem'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { clearOldFolders } from './trash-folder.ts'

async function call(user: TestUser, method: string, path: string, body?: object) {
  const headers = { 'Content-Type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  return await user.fetch(path, init)
}

async function aFolder(user: TestUser, name: string, more: object = {}): Promise<FolderView> {
  const response = await call(user, 'POST', '/api/folders', { name, ...more })
  expect(response.status).toBe(201)
  return folderViewSchema.parse(await response.json())
}

let number = 0
async function aFile(user: TestUser, folderId: string | null = null): Promise<string> {
  const uploaded = await user.upload(`some text, number ${++number} of ${user.userId}`)
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  if (folderId !== null) {
    const moved = await call(user, 'POST', '/api/files/move', { fileIds: [file.id], folderId })
    expect(moved.status).toBe(200)
  }
  return file.id
}

async function idsIn(user: TestUser, query: string): Promise<string[]> {
  const response = await user.fetch(`/api/files?${query}`)
  expect(response.status).toBe(200)
  return fileListSchema.parse(await response.json()).items.map(({ id }) => id)
}

async function pathsOf(user: TestUser): Promise<Record<string, string>> {
  const list = folderListSchema.parse(await (await user.fetch('/api/folders')).json())
  const nameOf = new Map(list.items.map(({ id, name }) => [id, name]))
  return Object.fromEntries(
    list.items.map(({ name, parentId }) => [name, parentId ? (nameOf.get(parentId) ?? '?') : '']),
  )
}

async function codeOf(response: Response): Promise<string> {
  return problemSchema.parse(await response.json()).code
}

describe('folders', () => {
  it('lie in each other, and say the way to themselves', async () => {
    const user = await aUser()
    const top = await aFolder(user, 'Summer')
    const below = await aFolder(user, 'Beach', { parentId: top.id })
    const detail = folderDetailSchema.parse(
      await (await user.fetch(`/api/folders/${below.id}`)).json(),
    )
    expect([detail.role, detail.trail]).toEqual(['admin', [{ id: top.id, name: 'Summer' }]])
  })

  it('have a name of their own within their parent, in any case and Unicode form', async () => {
    const user = await aUser()
    const top = await aFolder(user, 'Été')
    for (const name of ['été', 'Été'.normalize('NFD'), '  ÉTÉ ']) {
      const response = await call(user, 'POST', '/api/folders', { name })
      expect([name, response.status, await codeOf(response)]).toEqual([name, 409, 'name_taken'])
    }
    await aFolder(user, 'été', { parentId: top.id })
    const other = await aFolder(user, 'Winter')
    const renamed = await call(user, 'PATCH', `/api/folders/${other.id}`, { name: 'ÉTÉ' })
    expect(await codeOf(renamed)).toBe('name_taken')
  })

  it.each(['', ' ', '.', '..', 'a/b', 'a\\b', 'a\u0000b', 'x'.repeat(201)])(
    'cannot be called %j',
    async (name) => {
      const user = await aUser()
      expect((await call(user, 'POST', '/api/folders', { name })).status).toBe(400)
    },
  )

  it('move with everything below them, never into themselves', async () => {
    const user = await aUser()
    const [a, b] = [await aFolder(user, 'A'), await aFolder(user, 'B')]
    const c = await aFolder(user, 'C', { parentId: a.id })
    const d = await aFolder(user, 'D', { parentId: c.id })
    const file = await aFile(user, d.id)
    const into = await call(user, 'PATCH', `/api/folders/${a.id}`, { parentId: d.id })
    expect([into.status, await codeOf(into)]).toEqual([409, 'conflict'])
    expect((await call(user, 'PATCH', `/api/folders/${a.id}`, { parentId: b.id })).status).toBe(200)
    expect(await pathsOf(user)).toEqual({ A: 'B', B: '', C: 'A', D: 'C' })
    const detail = folderDetailSchema.parse(await (await user.fetch(`/api/folders/${d.id}`)).json())
    expect(detail.trail.map(({ name }) => name)).toEqual(['B', 'A', 'C'])
    expect(await idsIn(user, `folder=${d.id}`)).toEqual([file])
    await call(user, 'PATCH', `/api/folders/${c.id}`, { parentId: null, name: 'Top' })
    expect(await pathsOf(user)).toEqual({ A: 'B', B: '', Top: '', D: 'Top' })
  })

  it('never end in a ring when two are moved into each other at once', async () => {
    const user = await aUser()
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await aFolder(user, `A${round}`), await aFolder(user, `B${round}`)]
      await Promise.all([
        call(user, 'PATCH', `/api/folders/${a.id}`, { parentId: b.id }),
        call(user, 'PATCH', `/api/folders/${b.id}`, { parentId: a.id }),
      ])
      const { results } = await env.DB.prepare(
        'select id, parent_id as parentId, path from folders where id in (?, ?)',
      )
        .bind(a.id, b.id)
        .all<{ id: string; parentId: string | null; path: string }>()
      const byId = new Map(results.map((row) => [row.id, row]))
      for (const row of results) {
        const parent = row.parentId === null ? '/' : byId.get(row.parentId)?.path
        expect(row.path).toBe(`${parent}${row.id}/`)
      }
      expect(results.filter(({ parentId }) => parentId === null).length).toBeGreaterThan(0)
    }
  })

  it('lie at most 32 deep', async () => {
    const user = await aUser()
    let parentId: string | null = null
    for (let depth = 1; depth <= 32; depth++) {
      parentId = (await aFolder(user, `${depth}`, { parentId })).id
    }
    const response = await call(user, 'POST', '/api/folders', { name: 'deeper', parentId })
    expect([response.status, await codeOf(response)]).toEqual([409, 'conflict'])
  })
})

describe('moving files', () => {
  it('is all or nothing: with one foreign or trashed file nothing moves', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const folder = await aFolder(user, 'Box')
    const [mine, foreign, trashed] = [await aFile(user), await aFile(other), await aFile(user)]
    await user.fetch(`/api/files/${trashed}`, { method: 'DELETE' })
    const move = (fileIds: string[]) =>
      call(user, 'POST', '/api/files/move', { fileIds, folderId: folder.id })
    expect((await move([mine, foreign])).status).toBe(404)
    expect((await move([mine, trashed])).status).toBe(409)
    expect(await idsIn(user, `folder=${folder.id}`)).toEqual([])
    expect(await (await move([mine])).json()).toEqual({ moved: 1 })
    expect(await idsIn(user, 'folder=top')).toEqual([])
    await call(user, 'POST', '/api/files/move', { fileIds: [mine], folderId: null })
    expect(await idsIn(user, 'folder=top')).toEqual([mine])
  })

  it('is refused into a folder of somebody else, as if it were not there', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const folder = await aFolder(other, 'Theirs')
    const body = { fileIds: [await aFile(user)], folderId: folder.id }
    expect((await call(user, 'POST', '/api/files/move', body)).status).toBe(404)
  })

  it('as copies makes files with the same original, which cost no room', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'Copies')
    const fileId = await aFile(user)
    const before = await (await user.fetch('/api/me')).json()
    const body = { fileIds: [fileId], folderId: folder.id }
    const response = await call(user, 'POST', '/api/files/copy', body)
    expect(response.status).toBe(201)
    const [copy] = await idsIn(user, `folder=${folder.id}`)
    const bytesOf = async (id: string) =>
      await (await user.fetch(`/api/files/${id}/download`)).text()
    expect(await bytesOf(copy ?? '')).toBe(await bytesOf(fileId))
    expect(await (await user.fetch('/api/me')).json()).toEqual(before)
  })

  it('as copies takes along what people wrote and tagged, which each copy then has of its own', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'Written')
    const fileId = await aFile(user)
    const written = {
      ...{ description: 'By the lake', rating: 4, takenAt: '2019-07-03T12:00:00', takenZone: 120 },
      ...{ latitude: 46.2, longitude: 6.1, placeName: 'Geneva' },
    }
    await call(user, 'PATCH', `/api/files/${fileId}`, written)
    await call(user, 'PUT', `/api/files/${fileId}/tags`, { tags: ['lake', 'summer'] })
    const body = { fileIds: [fileId], folderId: folder.id }
    await call(user, 'POST', '/api/files/copy', body)
    const [copyId] = await idsIn(user, `folder=${folder.id}`)
    const detailOf = async (id = '') =>
      fileDetailSchema.parse(await (await user.fetch(`/api/files/${id}`)).json())
    const copy = await detailOf(copyId)
    expect(copy.metadata).toMatchObject(written)
    expect(copy.metadata).toEqual((await detailOf(fileId)).metadata)
    expect(copy).toMatchObject({ description: 'By the lake', rating: 4, placeName: 'Geneva' })
    expect(copy.shownAt).toBe('2019-07-03T12:00:00')
    expect(copy.tags.map(({ label }) => label)).toEqual(['lake', 'summer'])
    const tagged = await (await user.fetch('/api/tags')).json()
    expect(tagged).toMatchObject({
      items: [
        { tag: 'lake', files: 2 },
        { tag: 'summer', files: 2 },
      ],
    })
    await call(user, 'PUT', `/api/files/${copyId}/tags`, { tags: [] })
    await call(user, 'PATCH', `/api/files/${copyId}`, { description: null })
    expect(await detailOf(fileId)).toMatchObject({ description: 'By the lake' })
    expect((await detailOf(fileId)).tags).toHaveLength(2)
  })
})

describe('an album', () => {
  it('shows files of any folder, in its own order, each once', async () => {
    const user = await aUser()
    const album = await aFolder(user, 'Best', { kind: 'album' })
    const folder = await aFolder(user, 'Box')
    const [one, two, three] = [await aFile(user, folder.id), await aFile(user), await aFile(user)]
    const change = (body: object) => call(user, 'PUT', `/api/folders/${album.id}/files`, body)
    expect((await change({ add: [three, one] })).status).toBe(204)
    expect((await change({ add: [one, two] })).status).toBe(204)
    expect(await idsIn(user, `folder=${album.id}`)).toEqual([three, one, two])
    expect((await change({ remove: [one] })).status).toBe(204)
    expect(await idsIn(user, `folder=${album.id}`)).toEqual([three, two])
    expect(await idsIn(user, `folder=${folder.id}`)).toEqual([one])
    expect((await change({ add: [await aFile(await aUser())] })).status).toBe(404)
  })
})

describe('a folder in trash', () => {
  it('takes everything in it along, and brings back exactly that', async () => {
    const user = await aUser()
    const [a, keep] = [await aFolder(user, 'A'), await aFolder(user, 'Keep')]
    const b = await aFolder(user, 'B', { parentId: a.id })
    const [inA, inB, before] = [
      await aFile(user, a.id),
      await aFile(user, b.id),
      await aFile(user, b.id),
    ]
    const kept = await aFile(user, keep.id)
    await user.fetch(`/api/files/${before}`, { method: 'DELETE' })
    expect((await call(user, 'DELETE', `/api/folders/${a.id}`)).status).toBe(200)
    expect((await user.fetch(`/api/folders/${b.id}`)).status).toBe(404)
    expect(await idsIn(user, '')).toEqual([kept])
    expect(new Set(await idsIn(user, 'trashed=true'))).toEqual(new Set([inA, inB, before]))
    const trash = await (await user.fetch('/api/folders?trashed=true')).json()
    expect(folderListSchema.parse(trash).items.map(({ id }) => id)).toEqual([a.id])

    expect((await call(user, 'POST', `/api/folders/${a.id}/restore`)).status).toBe(200)
    expect(await idsIn(user, `folder=${a.id}`)).toEqual([inA])
    expect(await idsIn(user, `folder=${b.id}`)).toEqual([inB])
    expect(await idsIn(user, 'trashed=true')).toEqual([before])
  })

  it('comes back under a new name when its own is taken, and at the top when its place is gone', async () => {
    const user = await aUser()
    const a = await aFolder(user, 'A')
    const b = await aFolder(user, 'B', { parentId: a.id })
    const c = await aFolder(user, 'C', { parentId: b.id })
    await call(user, 'DELETE', `/api/folders/${b.id}`)
    await call(user, 'DELETE', `/api/folders/${a.id}`)
    await aFolder(user, 'b')
    const restored = await call(user, 'POST', `/api/folders/${b.id}/restore`)
    expect(folderViewSchema.parse(await restored.json())).toMatchObject({
      name: 'B (2)',
      parentId: null,
    })
    const detail = folderDetailSchema.parse(await (await user.fetch(`/api/folders/${c.id}`)).json())
    expect(detail.trail.map(({ name }) => name)).toEqual(['B (2)'])
  })

  it('gives a file that is restored alone a place at the top', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'A')
    const file = await aFile(user, folder.id)
    await call(user, 'DELETE', `/api/folders/${folder.id}`)
    expect((await call(user, 'POST', `/api/files/${file}/restore`)).status).toBe(200)
    expect(await idsIn(user, 'folder=top')).toEqual([file])
    await call(user, 'POST', `/api/folders/${folder.id}/restore`)
    expect(await idsIn(user, `folder=${folder.id}`)).toEqual([])
  })

  it('is purged with its files, and gives their bytes back', async () => {
    const user = await aUser()
    const usedBytes = async () =>
      ((await (await user.fetch('/api/me')).json()) as { usedBytes: number }).usedBytes
    const before = await usedBytes()
    const a = await aFolder(user, 'A')
    const b = await aFolder(user, 'B', { parentId: a.id })
    await aFile(user, b.id)
    expect((await call(user, 'POST', `/api/folders/${a.id}/purge`)).status).toBe(409)
    await call(user, 'DELETE', `/api/folders/${a.id}`)
    const purged = await call(user, 'POST', `/api/folders/${a.id}/purge`)
    expect(await purged.json()).toMatchObject({ purged: 1, isDone: true })
    expect(await usedBytes()).toBe(before)
    const left = await env.DB.prepare('select count(*) as n from folders where id in (?, ?)')
      .bind(a.id, b.id)
      .first<{ n: number }>()
    expect(left?.n).toBe(0)
  })

  it('is cleared away after 30 days, from the bottom up, and not before its files are', async () => {
    const user = await aUser()
    const a = await aFolder(user, 'A')
    const b = await aFolder(user, 'B', { parentId: a.id })
    await call(user, 'DELETE', `/api/folders/${a.id}`)
    const there = async () =>
      (
        await env.DB.prepare('select count(*) as n from folders where id in (?, ?)')
          .bind(a.id, b.id)
          .first<{ n: number }>()
      )?.n
    await clearOldFolders(testDeps({ now: () => Date.now() + 29 * 86_400_000 }))
    expect(await there()).toBe(2)
    await clearOldFolders(testDeps({ now: () => Date.now() + 31 * 86_400_000 }))
    expect(await there()).toBe(0)
  })
})

describe('a grant on a folder', () => {
  async function shared(permission: 'view' | 'edit') {
    const [owner, guest] = [await aUser(), await aUser()]
    const top = await aFolder(owner, 'Top')
    const folder = await aFolder(owner, 'Shared', { parentId: top.id })
    const below = await aFolder(owner, 'Below', { parentId: folder.id })
    const files = {
      outside: await aFile(owner, top.id),
      inside: await aFile(owner, folder.id),
      below: await aFile(owner, below.id),
    }
    const body = { username: guest.username.toUpperCase(), permission }
    const made = await call(owner, 'POST', `/api/folders/${folder.id}/grants`, body)
    expect(made.status).toBe(201)
    const grant = grantViewSchema.parse(await made.json())
    return { owner, guest, top, folder, below, files, grant }
  }

  it('opens the folder and all below it for view, and nothing beside or above', async () => {
    const { guest, top, folder, below, files } = await shared('view')
    expect(await idsIn(guest, `folder=${folder.id}`)).toEqual([files.inside])
    expect(await idsIn(guest, `folder=${below.id}`)).toEqual([files.below])
    expect((await guest.fetch(`/api/files?folder=${top.id}`)).status).toBe(404)
    for (const id of [files.inside, files.below]) {
      expect((await guest.fetch(`/api/files/${id}`)).status).toBe(200)
      expect((await guest.fetch(`/api/files/${id}/download`)).status).toBe(200)
      expect((await guest.fetch(`/api/files/${id}`, { method: 'DELETE' })).status).toBe(403)
    }
    expect((await guest.fetch(`/api/files/${files.outside}`)).status).toBe(404)
    const ids = Object.values(files).join(',')
    expect(new Set(await idsIn(guest, `ids=${ids}`))).toEqual(new Set([files.inside, files.below]))
    const detail = folderDetailSchema.parse(
      await (await guest.fetch(`/api/folders/${below.id}`)).json(),
    )
    expect([detail.role, detail.trail.map(({ name }) => name)]).toEqual(['viewer', ['Shared']])
  })

  it('for edit also changes and trashes what is in it, and never purges, shares or moves the folder away', async () => {
    const { guest, folder, below, files } = await shared('edit')
    const rename = await call(guest, 'PATCH', `/api/folders/${below.id}`, { name: 'Renamed' })
    expect(rename.status).toBe(200)
    await aFolder(guest, 'Mine', { parentId: folder.id })
    expect((await guest.fetch(`/api/files/${files.inside}`, { method: 'DELETE' })).status).toBe(200)
    expect((await call(guest, 'POST', `/api/files/${files.inside}/purge`)).status).toBe(403)
    const share = { username: 'ada', permission: 'view' }
    expect((await call(guest, 'POST', `/api/folders/${folder.id}/grants`, share)).status).toBe(403)
    const away = await call(guest, 'PATCH', `/api/folders/${folder.id}`, { parentId: null })
    expect(away.status).toBe(404)
  })

  it('appears in “shared with me” with who and since when, and can be left', async () => {
    const { owner, guest, folder, files, grant } = await shared('view')
    const list = async () =>
      sharedFolderListSchema.parse(await (await guest.fetch('/api/shared-with-me')).json()).items
    expect(await list()).toMatchObject([
      { grantId: grant.id, folder: { id: folder.id }, sharedByUsername: owner.username },
    ])
    const path = `/api/folders/${folder.id}/grants/${grant.id}`
    expect((await call(await aUser(), 'DELETE', path)).status).toBe(404)
    expect((await call(guest, 'DELETE', path)).status).toBe(204)
    expect(await list()).toEqual([])
    expect((await guest.fetch(`/api/files/${files.inside}`)).status).toBe(404)
  })

  it('ends at once when it is revoked, with the addresses of the pictures', async () => {
    const { owner, guest, folder, files, grant } = await shared('edit')
    const generation = async () =>
      (
        await env.DB.prepare('select media_generation as n from spaces where id = ?')
          .bind(owner.spaceId)
          .first<{ n: number }>()
      )?.n ?? 0
    const before = await generation()
    const path = `/api/folders/${folder.id}/grants/${grant.id}`
    expect((await call(owner, 'PATCH', path, { permission: 'view' })).status).toBe(200)
    expect((await guest.fetch(`/api/files/${files.inside}`, { method: 'DELETE' })).status).toBe(403)
    expect((await call(owner, 'DELETE', path)).status).toBe(204)
    expect((await guest.fetch(`/api/files/${files.inside}`)).status).toBe(404)
    expect((await guest.fetch(`/api/files?folder=${folder.id}`)).status).toBe(404)
    expect(await generation()).toBe(before + 1)
  })

  it('ends with the folder in trash, and for files that are moved out of it', async () => {
    const { owner, guest, top, folder, files } = await shared('view')
    const move = { fileIds: [files.inside], folderId: top.id }
    expect((await call(owner, 'POST', '/api/files/move', move)).status).toBe(200)
    expect((await guest.fetch(`/api/files/${files.inside}`)).status).toBe(404)
    await call(owner, 'DELETE', `/api/folders/${folder.id}`)
    expect((await guest.fetch(`/api/files/${files.below}`)).status).toBe(404)
  })
})

describe('uploading into a folder', () => {
  const send = (user: TestUser, folder: string, text: string) =>
    user.fetch(`/api/files/upload?name=note.txt&folder=${folder}`, {
      method: 'POST',
      headers: { 'Content-Length': String(new TextEncoder().encode(text).length) },
      body: text,
    })

  it('puts the file there, and the same bytes there again are the same file', async () => {
    const user = await aUser()
    const folder = await aFolder(user, 'Notes')
    const first = await send(user, folder.id, `note of ${user.userId}`)
    const { file } = uploadOutcomeSchema.parse(await first.json())
    expect([first.status, file.folderId]).toEqual([201, folder.id])
    const again = await send(user, folder.id, `note of ${user.userId}`)
    expect([again.status, await idsIn(user, `folder=${folder.id}`)]).toEqual([200, [file.id]])
  })

  it('of bytes that lie in another folder makes a file of its own, which costs no room', async () => {
    const user = await aUser()
    const [one, two] = [await aFolder(user, 'One'), await aFolder(user, 'Two')]
    await send(user, one.id, `both have ${user.userId}`)
    const before = (await (await user.fetch('/api/me')).json()) as { usedBytes: number }
    const second = await send(user, two.id, `both have ${user.userId}`)
    expect(second.status).toBe(201)
    expect((await idsIn(user, `folder=${one.id}`)).length).toBe(1)
    expect((await idsIn(user, `folder=${two.id}`)).length).toBe(1)
    expect(await (await user.fetch('/api/me')).json()).toMatchObject({
      usedBytes: before.usedBytes,
    })
  })

  it('with a grant for edit counts on the owner, and tells nothing of what lies elsewhere', async () => {
    const [owner, guest] = [await aUser(), await aUser()]
    const [secret, open] = [await aFolder(owner, 'Secret'), await aFolder(owner, 'Open')]
    const text = `known to ${owner.userId}`
    await send(owner, secret.id, text)
    const grant = (permission: string) =>
      call(owner, 'POST', `/api/folders/${open.id}/grants`, {
        username: guest.username,
        permission,
      })
    await grant('view')
    expect((await send(guest, open.id, text)).status).toBe(403)
    await grant('edit')
    const sent = await send(guest, open.id, text)
    const { file } = uploadOutcomeSchema.parse(await sent.json())
    expect([sent.status, file.folderId, file.spaceId]).toEqual([201, open.id, owner.spaceId])
    const stranger = await aUser()
    expect((await send(stranger, open.id, text)).status).toBe(404)
    const me = (await (await guest.fetch('/api/me')).json()) as { usedBytes: number }
    expect(me.usedBytes).toBe(0)
  })
})
