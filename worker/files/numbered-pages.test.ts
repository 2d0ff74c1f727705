import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'

async function pageOf(user: TestUser, query: string) {
  const response = await user.fetch(`/api/files?${query}`)
  expect(response.status).toBe(200)
  return fileListSchema.parse(await response.json())
}

describe('a list of files by page number', () => {
  it('gives each file once, and says page, limit, total and where a cursor would go on', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 25)
    const seen: string[] = []
    for (const [page, count] of [10, 10, 5].entries()) {
      const list = await pageOf(user, `page=${page + 1}&limit=10`)
      expect(list).toMatchObject({ page: page + 1, limit: 10, total: 25 })
      expect(list.items).toHaveLength(count)
      expect(list.next_cursor).toBe(list.nextCursor)
      seen.push(...list.items.map(({ id }) => id))
    }
    expect(seen).toEqual(ids)
    expect(await pageOf(user, 'page=4&limit=10')).toMatchObject({
      ...{ items: [], total: 25, next_cursor: null },
    })
    const first = await pageOf(user, 'page=1&limit=10')
    const second = await pageOf(user, `limit=10&cursor=${first.next_cursor}`)
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(10, 20))
  })

  it('says of each list how many it has', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 5)
    await manyFiles(user, 4, { trashedAt: 1_700_000_100_000 })
    await manyFiles(user, 3, { archivedAt: 1_700_000_100_000 })
    await user.fetch(`/api/files/${ids[0]}/favorite`, { method: 'PUT' })
    const totals = { '': 5, 'trashed=true': 4, 'archived=true': 3, 'favorites=true': 1 }
    for (const [query, total] of Object.entries(totals)) {
      const list = await pageOf(user, `page=1&limit=2&${query}`)
      expect([query, list.total]).toEqual([query, total])
    }
    expect((await pageOf(user, 'page=1&folder=top')).total).toBe(8)
    expect(await pageOf(await aUser(), 'page=1')).toMatchObject({ total: 0, next_cursor: null })
  })

  it('stays as it was for those who do not ask for a page', async () => {
    const list = await pageOf(await aUser(), 'limit=10')
    expect(list).toEqual({ items: [], nextCursor: null })
  })

  it.each([
    ['page=51&limit=200', 'next_cursor'],
    ['page=10001&limit=1', 'next_cursor'],
    ['page=1&cursor=abc', 'not by both'],
    ['page=0', 'page'],
    ['page=1.5', 'page'],
    ['page=1e400', 'page'],
  ])('refuses %s', async (query, said) => {
    const response = await (await aUser()).fetch(`/api/files?${query}`)
    expect(response.status).toBe(400)
    expect(problemSchema.parse(await response.json()).detail).toContain(said)
  })
})
