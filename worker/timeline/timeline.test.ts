import { env } from 'cloudflare:workers'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { type FileId, fileIdSchema } from '#contracts/ids'
import { monthPageSchema, timelineSchema } from '#contracts/timeline'
import { makeDb } from '../db/client.ts'
import { favorites, files, timelineMonths } from '../db/schema/files.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'

const db = makeDb(env.DB)

async function monthsOf(user: TestUser) {
  const response = await user.fetch('/api/timeline')
  expect(response.status).toBe(200)
  return timelineSchema.parse(await response.json()).months
}

async function pageOf(user: TestUser, month: string, query = '') {
  const response = await user.fetch(`/api/timeline/${month}?${query}`)
  expect(response.status).toBe(200)
  return monthPageSchema.parse(await response.json())
}

async function walk(user: TestUser, month: string, limit: number) {
  const seen: FileId[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await pageOf(user, month, `limit=${limit}${more}`)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return seen
}

/** What the months ought to say, counted anew from the files by the same calendar. */
async function recount(user: TestUser) {
  const rows = await db
    .select({ shownAt: files.shownAt })
    .from(files)
    .where(and(eq(files.spaceId, user.spaceId), isNull(files.trashedAt), isNull(files.archivedAt)))
  const counts = new Map<string, number>()
  for (const { shownAt } of rows) {
    const month = new Date(Math.trunc(shownAt / 1_000) * 1_000).toISOString().slice(0, 7)
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return [...counts].sort(([one], [two]) => (one < two ? 1 : -1))
}

/** The same numbers each run: what fails can be looked at again. */
function seeded(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('the months of a timeline', () => {
  it('stay exact through any mixture of changes, one by one and many at once', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 60)
    const random = seeded(7)
    const someTime = () => (random(50 * 365) - 5 * 365) * 86_400_000 + random(86_400_000)
    for (let round = 0; round < 40; round++) {
      const from = random(ids.length)
      const some = ids.slice(from, from + 1 + random(20))
      const among = sql`${files.id} in (select value from json_each(${JSON.stringify(some)}))`
      const change = [
        { trashedAt: 1 },
        { trashedAt: null },
        { archivedAt: 1 },
        { archivedAt: null },
        { shownAt: someTime() },
        { shownAt: someTime(), trashedAt: null },
        { name: 'no matter', rating: 3 },
      ][random(8)]
      if (change) await db.update(files).set(change).where(among)
      else await db.delete(files).where(eq(files.id, some[0] ?? fileIdSchema.parse('')))
      if (round % 10 === 0) ids.push(...(await manyFiles(user, 5)))
      expect(await monthsOf(user)).toEqual(await recount(user))
    }
  })

  it('hold what their counts say, also before 1970 and at the edges of a month', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 40)
    const edges = ['1969-12-01', '1970-01-01', '1950-03-01', '2024-02-01', '2024-03-01']
    const distances = [-1_000, -999, -1, 0, 1, 999, 1_000, 86_400_000]
    const times = edges.flatMap((edge) =>
      distances.map((distance) => Date.parse(`${edge}T00:00:00Z`) + distance),
    )
    for (const [index, id] of ids.entries()) {
      await db.update(files).set({ shownAt: times[index] }).where(eq(files.id, id))
    }
    const months = await monthsOf(user)
    const seen: FileId[] = []
    for (const [month, count] of months) {
      const inMonth = await walk(user, month, 3)
      expect(inMonth).toHaveLength(count)
      seen.push(...inMonth)
    }
    expect(seen.sort()).toEqual([...ids].sort())
  })

  it.each([
    [25, 8_192, 2_500],
    [30, 10_240, 3_000],
  ])(
    'of %i full years are under %i bytes, and %i as the edge packs them',
    async (years, raw, packed) => {
      const user = await aUser()
      const rows = Array.from({ length: years * 12 }, (_, index) => {
        const month = new Date(Date.UTC(1996, index)).toISOString().slice(0, 7)
        return { spaceId: user.spaceId, month, files: 10_000 + ((index * 7_919) % 90_000) }
      })
      const [first, ...others] = rows.map((row) => db.insert(timelineMonths).values(row))
      if (first) await db.batch([first, ...others])
      const body = await (await user.fetch('/api/timeline')).blob()
      expect(body.size).toBeLessThan(raw)
      const squeezed = body.stream().pipeThrough(new CompressionStream('gzip'))
      expect((await new Response(squeezed).arrayBuffer()).byteLength).toBeLessThan(packed)
    },
  )

  it('are not sent again while nothing has changed', async () => {
    const user = await aUser()
    const [id] = await manyFiles(user, 3)
    const first = await user.fetch('/api/timeline')
    const tag = first.headers.get('ETag') ?? ''
    const ask = async () =>
      await user.fetch('/api/timeline', { headers: { 'If-None-Match': `W/${tag}, "other"` } })
    const again = await ask()
    expect([again.status, await again.text()]).toEqual([304, ''])
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    expect((await ask()).status).toBe(200)
  })
})

describe('a month', () => {
  it.each([7, 100, 500])('gives each file once, newest first, in pages of %i', async (limit) => {
    const user = await aUser()
    const ids = await manyFiles(user, 250)
    expect(await walk(user, '2023-11', limit)).toEqual(ids)
    expect(await walk(user, '2023-10', limit)).toEqual([])
  })

  it('knows the favourites of whoever asks, and says nothing of trash and archive', async () => {
    const user = await aUser()
    const [one, two] = await manyFiles(user, 2)
    await manyFiles(user, 2, { trashedAt: 1 })
    await manyFiles(user, 2, { archivedAt: 1 })
    if (!one) throw new Error('no file')
    await db.insert(favorites).values({ userId: user.userId, fileId: one, createdAt: 1 })
    const { items } = await pageOf(user, '2023-11')
    expect(items.map(({ id, isFavorite }) => [id, isFavorite])).toEqual([
      [one, true],
      [two, false],
    ])
    expect(items[0]).toMatchObject({ thumbUrl: null, shownAt: '2023-11-14T22:13:20' })
  })

  it('is not there for strangers, and takes no cursor of another month', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    await manyFiles(user, 5)
    const { nextCursor } = await pageOf(user, '2023-11', 'limit=2')
    const statusOf = async (who: TestUser, path: string) => (await who.fetch(path)).status
    expect(await statusOf(user, `/api/timeline/2023-10?cursor=${nextCursor}`)).toBe(400)
    expect(await statusOf(user, '/api/timeline/2023-13')).toBe(400)
    for (const path of ['/api/timeline', '/api/timeline/2023-11']) {
      expect(await statusOf(stranger, `${path}?space=${user.spaceId}`)).toBe(404)
    }
  })
})
