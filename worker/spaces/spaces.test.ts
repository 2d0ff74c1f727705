import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import {
  memberListSchema,
  type SpaceView,
  spaceListSchema,
  spaceViewSchema,
} from '#contracts/spaces'
import { verifyMediaPath } from '../media/media-url.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'
import { mediaGeneration } from './media-generation.ts'
import { purgeOldSpaces } from './purge-spaces.ts'

const dayMs = 24 * 3_600_000

async function spacesOf(user: TestUser): Promise<SpaceView[]> {
  return spaceListSchema.parse(await (await user.fetch('/api/spaces')).json()).items
}

async function aFileIn(user: TestUser, space: SpaceView, text: string): Promise<FileId> {
  const response = await uploadTo(user, space.id, jpegLike(text))
  expect(response.status).toBe(201)
  return uploadOutcomeSchema.parse(await response.json()).file.id
}

async function usedBytes(user: TestUser): Promise<number | undefined> {
  const row = await env.DB.prepare('select used_bytes as used from users where id = ?')
    .bind(user.userId)
    .first<{ used: number }>()
  return row?.used
}

type Who = 'stranger' | 'viewer' | 'editor' | 'admin' | 'owner'

describe('a role in a space', () => {
  let people: Record<Who, TestUser>
  let space: SpaceView

  beforeAll(async () => {
    const [stranger, viewer] = [await aUser(), await aUser()]
    const [editor, admin, owner] = [await aUser(), await aUser(), await aUser()]
    people = { stranger, viewer, editor, admin, owner }
    space = await aSharedSpace(owner, [
      [viewer, 'viewer'],
      [editor, 'editor'],
      [admin, 'admin'],
    ])
  })

  type Try = (user: TestUser) => Promise<Response>
  let count = 0
  const ofSpace =
    (method: string, end = '', body?: object): Try =>
    (user) =>
      callAs(user, method, `/api/spaces/${space.id}${end}`, body)
  const ofTrash: Try = (user) =>
    user.fetch(`/api/trash/empty?space=${space.id}`, { method: 'POST' })
  const ofFile =
    (method: string, end = '', isTrashed = false): Try =>
    async (user) => {
      const id = await aFileIn(people.owner, space, `tried ${count++}`)
      if (isTrashed) await callAs(people.owner, 'DELETE', `/api/files/${id}`)
      return await callAs(user, method, `/api/files/${id}${end}`)
    }
  const addsSomebody: Try = async (user) => {
    const { username } = await aUser()
    return await ofSpace('POST', '/members', { username, role: 'viewer' })(user)
  }
  const onSomebody =
    (method: string, body?: object): Try =>
    async (user) => {
      const somebody = await aUser()
      const member = { username: somebody.username, role: 'viewer' }
      await ofSpace('POST', '/members', member)(people.owner)
      return await ofSpace(method, `/members/${somebody.userId}`, body)(user)
    }

  // What a stranger, a viewer, an editor, an admin and the owner are answered.
  it.each<[string, Try, [number, number, number, number, number]]>([
    ['see the space', ofSpace('GET'), [404, 200, 200, 200, 200]],
    ['see its members', ofSpace('GET', '/members'), [404, 200, 200, 200, 200]],
    ['list its files', (u) => u.fetch(`/api/files?space=${space.id}`), [404, 200, 200, 200, 200]],
    ['see a file', ofFile('GET'), [404, 200, 200, 200, 200]],
    ['download a file', ofFile('GET', '/download'), [404, 200, 200, 200, 200]],
    [
      'upload',
      (user) => uploadTo(user, space.id, jpegLike(`by ${count++}`)),
      [404, 403, 201, 201, 201],
    ],
    ['trash a file', ofFile('DELETE'), [404, 403, 200, 200, 200]],
    ['restore a file', ofFile('POST', '/restore', true), [404, 403, 200, 200, 200]],
    ['purge a file', ofFile('POST', '/purge', true), [404, 403, 403, 204, 204]],
    ['empty the trash', ofTrash, [404, 403, 403, 200, 200]],
    ['rename the space', ofSpace('PATCH', '', { name: 'Still ours' }), [404, 403, 403, 200, 200]],
    ['add a member', addsSomebody, [404, 403, 403, 201, 201]],
    ['change a role', onSomebody('PATCH', { role: 'editor' }), [404, 403, 403, 200, 200]],
    ['remove a member', onSomebody('DELETE'), [404, 403, 403, 204, 204]],
    [
      'transfer the space',
      ofSpace('POST', '/transfer', { username: 'nobody-at-all' }),
      [404, 403, 403, 403, 404],
    ],
    ['trash the space', ofSpace('DELETE'), [404, 403, 403, 403, 200]],
    ['restore the space', ofSpace('POST', '/restore'), [404, 404, 404, 404, 200]],
  ])('decides who may %s', async (_, attempt, expected) => {
    const answered: number[] = []
    for (const who of ['stranger', 'viewer', 'editor', 'admin', 'owner'] as const) {
      const response = await attempt(people[who])
      await response.body?.cancel()
      answered.push(response.status)
    }
    expect(answered).toEqual(expected)
  })
})

describe('a space', () => {
  it('is listed for its members with what it holds, and counts on its owner', async () => {
    const [owner, editor] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    await aFileIn(editor, space, 'of the editor')
    const gone = await aFileIn(owner, space, 'in trash')
    await callAs(owner, 'DELETE', `/api/files/${gone}`)
    const [size, trashBytes] = [jpegLike('of the editor').length, jpegLike('in trash').length]
    const seen = (await spacesOf(editor)).find(({ id }) => id === space.id)
    expect(seen).toMatchObject({
      ...{ role: 'editor', isOwner: false, ownerUsername: owner.username },
      ...{ memberCount: 2, fileCount: 1, usedBytes: size + trashBytes, trashBytes },
    })
    expect(await usedBytes(owner)).toBe(size + trashBytes)
    expect(await usedBytes(editor)).toBe(0)
  })

  it('that is personal is not deleted, renamed, left, given away or shared', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const path = `/api/spaces/${user.spaceId}`
    const { username } = other
    const refused = [
      await callAs(user, 'DELETE', path),
      await callAs(user, 'PATCH', path, { name: 'Other' }),
      await callAs(user, 'DELETE', `${path}/members/${user.userId}`),
      await callAs(user, 'POST', `${path}/transfer`, { username }),
      await callAs(user, 'POST', `${path}/members`, { username, role: 'viewer' }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409])
  })

  it('says with a sentence that a name is nobody’s, or a member’s already', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[member, 'viewer']])
    const add = async (username: string) => {
      const body = { username, role: 'viewer' }
      const response = await callAs(owner, 'POST', `/api/spaces/${space.id}/members`, body)
      return [response.status, problemSchema.parse(await response.json()).detail]
    }
    expect(await add('nobody-at-all')).toEqual([404, 'Nobody here has that name.'])
    const already = `${member.username} is a member of this space already.`
    expect(await add(member.username.toUpperCase())).toEqual([409, already])
  })

  it('keeps its owner: nobody removes, demotes or leaves as them', async () => {
    const [owner, admin] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[admin, 'admin']])
    const path = `/api/spaces/${space.id}/members/${owner.userId}`
    const refused = [
      await callAs(admin, 'DELETE', path),
      await callAs(admin, 'PATCH', path, { role: 'viewer' }),
      await callAs(owner, 'DELETE', path),
    ]
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409])
    const members = await (await admin.fetch(`/api/spaces/${space.id}/members`)).json()
    const seen = memberListSchema.parse(members).items.find(({ isOwner }) => isOwner)
    expect(seen).toMatchObject({ userId: owner.userId, role: 'admin' })
  })

  it('is closed to who has left it or was removed, from their next request on', async () => {
    const [owner, leaver, removed] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [
      [leaver, 'editor'],
      [removed, 'editor'],
    ])
    const id = await aFileIn(leaver, space, 'stays when its maker leaves')
    const members = `/api/spaces/${space.id}/members`
    expect((await callAs(leaver, 'DELETE', `${members}/${leaver.userId}`)).status).toBe(204)
    expect((await callAs(owner, 'DELETE', `${members}/${removed.userId}`)).status).toBe(204)
    for (const user of [leaver, removed]) {
      expect((await user.fetch(`/api/files/${id}`)).status).toBe(404)
      expect((await user.fetch(`/api/files/${id}/download`)).status).toBe(404)
      expect((await user.fetch(`/api/spaces/${space.id}`)).status).toBe(404)
      expect((await user.fetch(`/api/files?ids=${id}`)).status).toBe(200)
      expect((await uploadTo(user, space.id, jpegLike('no more'))).status).toBe(404)
      expect((await spacesOf(user)).map((each) => each.id)).toEqual([user.spaceId])
    }
    const list = await leaver.fetch(`/api/files?ids=${id}`)
    expect(fileListSchema.parse(await list.json()).items).toEqual([])
    expect((await owner.fetch(`/api/files/${id}/download`)).status).toBe(200)
  })

  it('ends the addresses of its pictures when a member goes or may do less', async () => {
    const [owner, one, two] = [await aUser(), await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [
      [one, 'viewer'],
      [two, 'editor'],
    ])
    const deps = testDeps()
    const id = await aFileIn(owner, space, 'pictured')
    await env.DB.prepare("update files set preview = 'ready' where id = ?").bind(id).run()
    const list = await one.fetch(`/api/files?space=${space.id}`)
    const { thumbUrl } = fileListSchema.parse(await list.json()).items[0] ?? {}
    const { pathname } = new URL(thumbUrl ?? '', 'https://vault.test')
    const signed = verifyMediaPath(deps.config.mediaKeys, 'vault.test', pathname, deps.now())
    const isGood = async () => signed?.generation === (await mediaGeneration(deps, space.id))
    expect(await isGood()).toBe(true)
    await callAs(owner, 'DELETE', `/api/spaces/${space.id}/members/${one.userId}`)
    expect(await isGood()).toBe(false)
    const before = await mediaGeneration(deps, space.id)
    const path = `/api/spaces/${space.id}/members/${two.userId}`
    await callAs(owner, 'PATCH', path, { role: 'viewer' })
    expect(await mediaGeneration(deps, space.id)).toBe((before ?? 0) + 1)
  })
})

describe('the audit of a space', () => {
  it('says who did what to it and its members', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const { id } = await aSharedSpace(owner, [[member, 'viewer']])
    const path = `/api/spaces/${id}`
    await callAs(owner, 'PATCH', path, { name: 'Ours for good' })
    await callAs(owner, 'PATCH', `${path}/members/${member.userId}`, { role: 'admin' })
    await callAs(owner, 'POST', `${path}/transfer`, { username: member.username })
    await callAs(owner, 'DELETE', `${path}/members/${owner.userId}`)
    await callAs(member, 'DELETE', path)
    await callAs(member, 'POST', `${path}/restore`)
    await runDurableObjectAlarm(env.AUDIT_CHAIN.get(env.AUDIT_CHAIN.idFromName(id)))
    const { results } = await env.DB.prepare(
      'select action, actor_id, subject_id, details from audit where chain = ? order by seq',
    )
      .bind(id)
      .all<{ action: string; actor_id: string; subject_id: string; details: string }>()
    expect(results.map((row) => [row.action, row.actor_id, row.subject_id])).toEqual([
      ['space.made', owner.userId, id],
      ['member.added', owner.userId, member.userId],
      ['space.renamed', owner.userId, id],
      ['member.role_changed', owner.userId, member.userId],
      ['space.transferred', owner.userId, id],
      ['member.removed', owner.userId, owner.userId],
      ['space.trashed', member.userId, id],
      ['space.restored', member.userId, id],
    ])
    expect(JSON.parse(results[3]?.details ?? '')).toEqual({ from: 'viewer', to: 'admin' })
    expect(JSON.stringify(results)).not.toContain('Ours for good')
  })
})

describe('a space in trash', () => {
  it('is entered by nobody, comes back as it was, and counts until it is purged', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[member, 'admin']])
    const id = await aFileIn(member, space, 'trashed with its space')
    const size = jpegLike('trashed with its space').length
    const trashed = spaceViewSchema.parse(
      await (await callAs(owner, 'DELETE', `/api/spaces/${space.id}`)).json(),
    )
    expect(trashed.trashedAt).not.toBeNull()
    expect(trashed).toMatchObject({ usedBytes: size, trashBytes: size })
    for (const user of [owner, member]) {
      expect((await user.fetch(`/api/files/${id}`)).status).toBe(404)
      expect((await uploadTo(user, space.id, jpegLike('into trash'))).status).toBe(404)
    }
    expect((await member.fetch(`/api/spaces/${space.id}`)).status).toBe(404)
    expect(await usedBytes(owner)).toBe(size)

    await callAs(owner, 'POST', `/api/spaces/${space.id}/restore`)
    expect((await member.fetch(`/api/files/${id}/download`)).status).toBe(200)
  })

  it('is purged after 30 days with everything in it, and gives all of its bytes back', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    await owner.upload(jpegLike('elsewhere'))
    const space = await aSharedSpace(owner, [[member, 'editor']])
    await aFileIn(member, space, 'live in a trashed space')
    const gone = await aFileIn(owner, space, 'in its trash')
    await callAs(owner, 'DELETE', `/api/files/${gone}`)
    await callAs(owner, 'DELETE', `/api/spaces/${space.id}`)
    const row = await env.DB.prepare('select trashed_at as at from spaces where id = ?')
      .bind(space.id)
      .first<{ at: number }>()
    const at = (row?.at ?? 0) + 30 * dayMs
    const insertFolder = env.DB.prepare(
      `insert into folders (id, space_id, parent_id, kind, name, name_folded, path, created_by, created_at)
       values (?1, ?2, ?3, 'folder', 'Secret', 'secret', ?1, ?4, 1)`,
    )
    await insertFolder.bind('fld_outer', space.id, null, owner.userId).run()
    await insertFolder.bind('fld_inner', space.id, 'fld_outer', owner.userId).run()
    const left = async (table = 'files') => {
      const counted = await env.DB.prepare(`select count(*) as n from ${table} where space_id = ?`)
        .bind(space.id)
        .first<{ n: number }>()
      return counted?.n
    }
    for (const _ of [1, 2]) await purgeOldSpaces(testDeps({ now: () => at - 1 }))
    expect(await left()).toBe(2)
    for (const _ of [1, 2, 3]) await purgeOldSpaces(testDeps({ now: () => at }))
    expect([await left(), await left('folders'), await left('members')]).toEqual([0, 0, 0])
    expect(await usedBytes(owner)).toBe(jpegLike('elsewhere').length)
    expect((await spacesOf(owner)).map(({ id }) => id)).toEqual([owner.spaceId])
    expect((await callAs(owner, 'POST', `/api/spaces/${space.id}/restore`)).status).toBe(404)
  })

  it('stays when it is brought back on the last day, while it is being purged', async () => {
    const owner = await aUser()
    const space = await aSharedSpace(owner)
    const id = await aFileIn(owner, space, 'brought back')
    await callAs(owner, 'DELETE', `/api/spaces/${space.id}`)
    const deps = testDeps({ now: () => Date.now() + 31 * dayMs })
    const restore = () => callAs(owner, 'POST', `/api/spaces/${space.id}/restore`)
    const bucket = new Proxy(deps.bucket, {
      get(target, name) {
        if (name !== 'delete') return Reflect.get(target, name)
        return async (keys: string[]) => {
          expect((await restore()).status).toBe(200)
          await target.delete(keys)
        }
      },
    })
    for (const _ of [1, 2]) await purgeOldSpaces({ ...deps, bucket })
    expect((await owner.fetch(`/api/files/${id}/download`)).status).toBe(200)
    expect(await usedBytes(owner)).toBe(jpegLike('brought back').length)
  })
})
