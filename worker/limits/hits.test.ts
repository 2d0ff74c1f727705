import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { limitHitListSchema } from '#contracts/admin'
import type { LimitHitQuery } from '#contracts/limits'
import { makeDb } from '../db/client.ts'
import { rateLimitHits } from '../db/schema/limits.ts'
import { testDeps } from '../testing/harness.ts'
import { watchDatabase } from '../testing/watched-database.ts'
import { deleteOldHits, listHits, recordHit } from './hits.ts'
import { everyone } from './subjects.ts'

const start = Date.parse('2026-11-01T12:30:00Z')
const hour = 3_600_000
let deps: ReturnType<typeof testDeps>

beforeEach(async () => {
  deps = testDeps()
  await deps.db.delete(rateLimitHits)
})

async function hit(now: number, times = 1, shownAs = 'usr_1') {
  const at = { ...deps, now: () => now }
  for (let time = 0; time < times; time++) recordHit(at, 'image-api', { key: 'k', shownAs })
  await deps.settled()
}

async function pages(query: Partial<LimitHitQuery>) {
  const all = []
  let cursor: string | undefined
  do {
    const page = limitHitListSchema.parse(
      await listHits(deps.db, { limit: 2, ...query, ...(cursor && { cursor }) }),
    )
    all.push(page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return all
}

it('hits are counted by subject and hour', async () => {
  await hit(start, 3)
  await hit(start + 1_000, 2)
  await hit(start + 2_000, 1, 'usr_2')
  await hit(start + hour, 1)
  const { items, nextCursor } = await listHits(deps.db, { limit: 100 })
  expect(items.map(({ subject, hits }) => [subject, hits])).toEqual([
    ['usr_1', 1],
    ['usr_2', 1],
    ['usr_1', 5],
  ])
  expect(items[2]).toEqual({
    ...{ class: 'image-api', subject: 'usr_1', windowStart: '2026-11-01T12:00:00.000Z', hits: 5 },
    lastAt: '2026-11-01T12:30:01.000Z',
  })
  expect(nextCursor).toBe(null)
})

it('a flood of hits is counted to the last one with a few writes', async () => {
  const { database, statements } = watchDatabase(env.DB)
  deps = testDeps({ db: makeDb(database) })
  await hit(start, 1_000)
  expect((await listHits(makeDb(env.DB), { limit: 1 })).items[0]?.hits).toBe(1_000)
  expect(statements.length).toBeLessThan(5)
})

it('hits that cannot be written do not stop the later ones', async () => {
  const db = makeDb(new Proxy(env.DB, { get: () => undefined }))
  const broken = { ...deps, now: () => start, db }
  recordHit(broken, 'image-api', everyone)
  await deps.settled()
  await hit(start, 1, 'everyone')
  expect((await listHits(deps.db, { limit: 1 })).items[0]).toMatchObject({ hits: 1 })
})

it('the list comes page by page, the latest first, also where times are the same', async () => {
  for (let index = 0; index < 5; index++) await hit(start, 1, `usr_${index}`)
  await hit(start + 5_000, 1, 'usr_last')
  const got = await pages({})
  expect(got.map((page) => page.length)).toEqual([2, 2, 2])
  const subjects = got.flat().map((item) => item.subject)
  expect(subjects[0]).toBe('usr_last')
  expect(new Set(subjects).size).toBe(6)
})

it('the list begins where it is asked to', async () => {
  await hit(start, 1, 'usr_old')
  await hit(start + 5_000, 1, 'usr_new')
  const got = await pages({ since: new Date(start + 5_000).toISOString() })
  expect(got.flat().map((item) => item.subject)).toEqual(['usr_new'])
})

it.each(['', 'x', 'W10', Buffer.from('["1",1]').toString('base64url')])(
  'a cursor that is none of ours is refused: %j',
  async (cursor) => {
    await expect(listHits(deps.db, { limit: 1, cursor })).rejects.toMatchObject({
      code: 'validation_failed',
    })
  },
)

it('hits are deleted after 30 days, and no sooner', async () => {
  await hit(start, 1, 'usr_old')
  await hit(start + 1, 1, 'usr_new')
  const later = { ...deps, now: () => start + 30 * 24 * hour + 1 }
  expect(await deleteOldHits(later)).toBe(1)
  expect(await deleteOldHits(later)).toBe(0)
  const { items } = await listHits(deps.db, { limit: 10 })
  expect(items.map((item) => item.subject)).toEqual(['usr_new'])
})

it('no statement of hits reads the whole table', async () => {
  const { database, statements } = watchDatabase(env.DB)
  const watched = { ...deps, db: makeDb(database) }
  recordHit(watched, 'media', everyone)
  await deps.settled()
  await hit(start, 1, 'usr_1')
  await hit(start, 1, 'usr_2')
  const { nextCursor } = await listHits(watched.db, { limit: 1 })
  const since = new Date(start).toISOString()
  await listHits(watched.db, { limit: 1, since, ...(nextCursor && { cursor: nextCursor }) })
  await deleteOldHits(watched)
  const plans: string[] = []
  for (const { sql, parameters } of statements) {
    const explained = env.DB.prepare(`explain query plan ${sql}`).bind(...parameters)
    for (const { detail } of (await explained.all<{ detail: string }>()).results) plans.push(detail)
  }
  expect(statements.length).toBe(4)
  expect(plans.filter((plan) => /TEMP B-TREE|^SCAN /.test(plan))).toEqual([])
})
