import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import { problemSchema } from '#contracts/problem'
import { newId } from '../ids.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'

async function pageOf(user: TestUser, query: string) {
  const response = await user.fetch(`/api/files?${query}`)
  expect(response.status).toBe(200)
  return fileListSchema.parse(await response.json())
}

/** The ids of all pages, one after the other; `between` runs after each page. */
async function walk(user: TestUser, query: string, between = async () => {}): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await pageOf(user, cursor === null ? query : `${query}&cursor=${cursor}`)
    seen.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
    await between()
  } while (cursor !== null)
  return seen
}

describe('the list of a library', () => {
  it.each([7, 100, 200])(
    'gives each of 250 files once, newest first, in pages of %i',
    async (limit) => {
      const user = await aUser()
      const ids = await manyFiles(user, 250)
      expect(await walk(user, `limit=${limit}`)).toEqual(ids)
    },
  )

  it('gives each once also when others arrive between the pages', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 60)
    let arrived = 0
    const seen = await walk(user, 'limit=20', async () => {
      await user.upload(`new ${++arrived}`, 'new.txt')
    })
    expect(seen).toEqual(ids)
  })

  it('ends a full last page without a cursor', async () => {
    const user = await aUser()
    await manyFiles(user, 20)
    expect((await pageOf(user, 'limit=20')).nextCursor).toBeNull()
    expect((await pageOf(await aUser(), 'limit=20')).items).toEqual([])
  })

  it('keeps trash apart, and pages it too', async () => {
    const user = await aUser()
    const live = await manyFiles(user, 5)
    const trashed = await manyFiles(user, 30, { trashedAt: 1_700_000_100_000 })
    expect(await walk(user, 'limit=7')).toEqual(live)
    expect((await walk(user, 'limit=7&trashed=true')).sort()).toEqual(trashed.sort())
  })

  it.each([
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=abc',
    'limit=',
    'limit=1.5',
    'trashed=maybe',
    'ids=nonsense',
    `ids=${Array(101).fill(newId('file', 1)).join(',')}`,
    'ids=',
    "ids=' or 1=1 --",
  ])('refuses %s with a sentence', async (query) => {
    const user = await aUser()
    const response = await user.fetch(`/api/files?${query}`)
    expect(response.status).toBe(400)
    expect(problemSchema.parse(await response.json()).detail).not.toBe('')
  })

  it.each([
    ['nonsense', 'nonsense'],
    ['empty', ''],
    ['JSON of another shape', Buffer.from('{"a":1}').toString('base64url')],
    ['SQL in its id', Buffer.from(`[1,"fil_' or 1=1"]`).toString('base64url')],
    ['a number beyond all', Buffer.from(`[1e400,"${newId('file', 1)}"]`).toString('base64url')],
    ['too long', 'A'.repeat(100_000)],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const user = await aUser()
    const response = await user.fetch(`/api/files?cursor=${cursor}`)
    expect(response.status).toBe(400)
    expect(problemSchema.parse(await response.json()).code).toBe('validation_failed')
  })

  it('opens nothing with the cursor of another user', async () => {
    const [owner, stranger] = [await aUser(), await aUser()]
    await manyFiles(owner, 10)
    const own = await manyFiles(stranger, 3)
    const { nextCursor } = await pageOf(owner, 'limit=3')
    const page = await pageOf(stranger, `cursor=${nextCursor}`)
    expect(own).toEqual(expect.arrayContaining(page.items.map((item) => item.id)))
  })

  it('by ids answers only those of one’s own, each once, trashed ones too', async () => {
    const [owner, stranger] = [await aUser(), await aUser()]
    const foreign = await manyFiles(stranger, 2)
    const [live = ''] = await manyFiles(owner, 1)
    const [trashed = ''] = await manyFiles(owner, 1, { trashedAt: 5 })
    const ids = [...foreign, live, live, trashed, newId('file', 1)].join(',')
    const { items, nextCursor } = await pageOf(owner, `ids=${ids}`)
    expect(items.map((item) => item.id).sort()).toEqual([live, trashed].sort())
    expect(nextCursor).toBeNull()
  })

  it('by ids takes a hundred', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 100)
    const { items } = await pageOf(user, `ids=${ids.join(',')}`)
    expect(items).toHaveLength(100)
  })
})
