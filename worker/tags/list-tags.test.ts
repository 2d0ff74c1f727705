import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, fileListSchema, uploadOutcomeSchema } from '#contracts/files'
import { tagListSchema } from '#contracts/tags'
import { newId } from '../ids.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'

let count = 0

async function aFile(user: TestUser): Promise<string> {
  const uploaded = await user.upload(jpegLike(`to tag ${count++}`))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

async function setTags(user: TestUser, id: string, tags: string[]) {
  const headers = { 'Content-Type': 'application/json' }
  const init = { method: 'PUT', headers, body: JSON.stringify({ tags }) }
  return await user.fetch(`/api/files/${id}/tags`, init)
}

async function tagsOf(user: TestUser, query = '') {
  const { items } = tagListSchema.parse(await (await user.fetch(`/api/tags${query}`)).json())
  return Object.fromEntries(items.map(({ tag, files }) => [tag, files]))
}

async function filesOf(user: TestUser, tag: string) {
  const response = await user.fetch(`/api/tags/${encodeURIComponent(tag)}/files`)
  return fileListSchema.parse(await response.json()).items.map(({ id }) => id)
}

describe('tags by hand', () => {
  it('are folded, each once, and replace each other; those of engines stay', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await env.DB.prepare(
      "insert into file_tags (file_id, label, probability, engine) values (?, 'blue', 0.5, 'colours-1')",
    )
      .bind(id)
      .run()
    await setTags(user, id, ['Winter'])
    const answer = await setTags(user, id, ['  Lake \t Geneva', 'LAKE GENEVA', 'Été', 'blue'])
    const { tags } = fileDetailSchema.parse(await answer.json())
    expect(tags.map(({ label, engine }) => `${label} ${engine}`).sort()).toEqual(
      ['blue colours-1', 'blue hand', 'lake geneva hand', 'été hand'].sort(),
    )
    expect(await tagsOf(user)).toEqual({ blue: 1, 'lake geneva': 1, été: 1 })
  })

  it.each([
    [['']],
    [['   ']],
    [['x'.repeat(81)]],
    [Array.from({ length: 51 }, (_, at) => `${at}`)],
  ])('are not %j', async (tags) => {
    const user = await aUser()
    expect((await setTags(user, await aFile(user), tags)).status).toBe(400)
  })
})

describe('the tags of a space', () => {
  it('lead to its living files, and to nobody else', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const [one, two] = [await aFile(user), await aFile(user)]
    await setTags(user, one, ['lake', 'summer'])
    await setTags(user, two, ['lake'])
    expect(await tagsOf(user)).toEqual({ lake: 2, summer: 1 })
    expect(await filesOf(user, 'Lake')).toEqual([two, one])
    await user.fetch(`/api/files/${two}`, { method: 'DELETE' })
    expect([await tagsOf(user), await filesOf(user, 'lake')]).toEqual([
      { lake: 1, summer: 1 },
      [one],
    ])
    await user.fetch(`/api/files/${two}/restore`, { method: 'POST' })
    expect(await tagsOf(user)).toEqual({ lake: 2, summer: 1 })
    for (const path of [
      `/api/tags?space=${user.spaceId}`,
      `/api/tags/lake/files?space=${user.spaceId}`,
    ])
      expect((await stranger.fetch(path)).status).toBe(404)
    expect([await tagsOf(stranger), await filesOf(stranger, 'lake')]).toEqual([{}, []])
  })

  it('come page by page, each once', async () => {
    const user = await aUser()
    const ids = [await aFile(user), await aFile(user), await aFile(user)]
    const labels = ['a', 'b', 'ü', '湖', 'z']
    for (const id of ids) await setTags(user, id, labels)
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const response = await user.fetch(`/api/tags?limit=2${cursor}`)
      const { items, nextCursor } = tagListSchema.parse(await response.json())
      found.push(...items.map(({ tag }) => tag))
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(found.sort()).toEqual([...labels].sort())
    const first = await (await user.fetch('/api/tags/湖/files?limit=2')).json()
    const { items, nextCursor } = fileListSchema.parse(first)
    const rest = await user.fetch(`/api/tags/湖/files?limit=2&cursor=${nextCursor}`)
    const page = fileListSchema.parse(await rest.json())
    expect([...items, ...page.items].map(({ id }) => id)).toEqual([...ids].reverse())
    expect(page.nextCursor).toBeNull()
    expect((await user.fetch('/api/tags/a/files?cursor=made-up')).status).toBe(400)
  })

  it('are counted exactly after anything that happens to files and tags', async () => {
    const user = await aUser()
    const ids = await Promise.all(Array.from({ length: 6 }, () => aFile(user)))
    let state = 42
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return (state >> 12) % below
    }
    const label = () => `tag ${random(4)}`
    const engine = () => ['hand', 'engine 1', 'engine 2'][random(3)]
    const run = (sql: string, ...values: unknown[]) =>
      env.DB.prepare(sql)
        .bind(...values)
        .run()
    for (let step = 0; step < 150; step++) {
      const id = ids[random(ids.length)]
      const happens = [
        () =>
          run(
            'insert into file_tags (file_id, label, probability, engine) values (?, ?, 1, ?) on conflict do nothing',
            ...[id, label(), engine()],
          ),
        () => run('delete from file_tags where file_id = ? and label = ?', id, label()),
        () => run('delete from file_tags where file_id = ? and engine = ?', id, engine()),
        () => run('update files set trashed_at = ? where id = ?', step, id),
        () => run('update files set trashed_at = null where id = ?', id),
      ]
      await happens[random(happens.length)]?.()
    }
    await run('delete from changes where file_id = ?', ids[0])
    await run('delete from jobs where file_id = ?', ids[0])
    await run('delete from files where id = ?', ids[0])
    const counted = await env.DB.prepare(
      `select label, count(distinct files.id) as n,
         count(distinct case when engine = 'hand' then files.id end) as hand from file_tags
       join files on files.id = file_id where space_id = ? and trashed_at is null group by label`,
    )
      .bind(user.spaceId)
      .all<{ label: string; n: number; hand: number }>()
    const recount = Object.fromEntries(counted.results.map((row) => [row.label, row.n]))
    expect(Object.keys(recount).length).toBeGreaterThan(0)
    expect(await tagsOf(user)).toEqual(recount)
    const kept = await env.DB.prepare(
      'select label, files as n, by_hand as hand from tag_counts where space_id = ? order by label',
    )
      .bind(user.spaceId)
      .all()
    expect(kept.results).toEqual(counted.results)
    for (const [tag, files] of Object.entries(recount)) {
      expect(await filesOf(user, tag)).toHaveLength(files)
    }
  })
})

it('tags come by how many have them, by a part of their name, and with their latest picture', async () => {
  const user = await aUser()
  const [one, two] = [await aFile(user), await aFile(user)]
  await setTags(user, one, ['lake', 'lago', 'sea'])
  await setTags(user, two, ['lake'])
  const read = async (query: string) => {
    const response = await user.fetch(`/api/tags/?${query}`)
    const { items, nextCursor } = tagListSchema.parse(await response.json())
    return { tags: items.map(({ tag, cover }) => [tag, cover.fileId]), nextCursor }
  }
  const { nextCursor, tags } = await read('sort=files&limit=2')
  expect(tags).toEqual([
    ['lake', two],
    ['sea', one],
  ])
  expect((await read(`sort=files&limit=2&cursor=${nextCursor}`)).tags).toEqual([['lago', one]])
  expect((await read('q=LA')).tags).toEqual([
    ['lago', one],
    ['lake', two],
  ])
})

it('a space that does not exist has no tags', async () => {
  const user = await aUser()
  const space = newId('space', Date.now())
  expect((await user.fetch(`/api/tags?space=${space}`)).status).toBe(404)
})
