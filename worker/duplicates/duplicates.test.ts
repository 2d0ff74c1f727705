import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { type DuplicateGroup, duplicatesSchema } from '#contracts/duplicates'
import type { FileId } from '#contracts/ids'
import { makeDb } from '../db/client.ts'
import { duplicateBands, duplicateGroups, duplicateQueue } from '../db/schema/duplicates.ts'
import { files } from '../db/schema/files.ts'
import { makeDeps } from '../deps.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { groupWaitingFiles } from './group-files.ts'

const db = makeDb(env.DB)
const base = 0x0f1e2d3c4b5a6978n
const grouped = async () => await groupWaitingFiles(makeDeps(env, { test: true }, () => {}))

/** The hash `base`, with these bits flipped. */
function hashOf(...bits: number[]): string {
  const flips = bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n)
  return (base ^ flips).toString(16).padStart(16, '0')
}

async function aPicture(user: TestUser, change: Partial<typeof files.$inferInsert> = {}) {
  const picture = { perceptualHash: hashOf(), width: 400, height: 300, ...change }
  const [id] = await manyFiles(user, 1, picture)
  if (id === undefined) throw new Error('no picture was made')
  return id
}

async function pageOf(user: TestUser, query = '') {
  const response = await user.fetch(`/api/duplicates?${query}`)
  expect(response.status).toBe(200)
  return duplicatesSchema.parse(await response.json())
}

const idsOf = (group: DuplicateGroup | undefined) => group?.files.map(({ id }) => id) ?? []

async function groupsOf(user: TestUser): Promise<FileId[][]> {
  await grouped()
  return (await pageOf(user)).items.map((group) => idsOf(group).sort())
}

async function review(user: TestUser, group: DuplicateGroup | undefined, areDistinct: boolean) {
  const body = JSON.stringify({ fileIds: idsOf(group), areDistinct })
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch(`/api/duplicates/${group?.id}`, { method: 'PUT', headers, body })
}

describe('pictures that look alike', () => {
  it('are one group when seven bits differ, wherever those are, and not when eight do', async () => {
    const spots = [
      [0, 1, 2, 3, 4, 5, 6],
      [0, 1, 16, 17, 32, 33, 48],
      [15, 16, 31, 32, 47, 48, 63],
      [57, 58, 59, 60, 61, 62, 63],
    ]
    for (const bits of spots) {
      const user = await aUser()
      const one = await aPicture(user)
      await grouped()
      const two = await aPicture(user, { perceptualHash: hashOf(...bits) })
      await grouped()
      await aPicture(user, { perceptualHash: hashOf(...bits, 8) })
      expect(await groupsOf(user)).toEqual([[one, two].sort()])
    }
  })

  it('never form a chain: each is near what the group began with', async () => {
    const user = await aUser()
    const chain = [[], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]
    const ids: FileId[] = []
    for (const bits of chain) {
      ids.push(await aPicture(user, { perceptualHash: hashOf(...bits) }))
      await grouped()
    }
    expect(await groupsOf(user)).toEqual([ids.slice(0, 2).sort()])
  })

  it('are not alike in another shape, another colour, or as a film', async () => {
    const user = await aUser()
    // Of one lightness, but blue and yellow.
    await aPicture(user, { thumbhash: 'oAIC' })
    await aPicture(user, { thumbhash: 'oAwC' })
    await aPicture(user, { width: 300, height: 400 })
    await aPicture(user, { kind: 'video', width: 410, height: 290 })
    expect(await groupsOf(user)).toEqual([])
  })

  it('are not found among empty pages and plain ramps, which are all alike', async () => {
    const user = await aUser()
    for (const perceptualHash of ['0000000000000001', '0000000000000001', 'ffffffffffffffff']) {
      await manyFiles(user, 2, { perceptualHash, width: 4, height: 3 })
    }
    expect(await groupsOf(user)).toEqual([])
    expect(await db.$count(duplicateQueue, eq(duplicateQueue.spaceId, user.spaceId))).toBe(0)
  })

  it('are found the same one by one and all at once', async () => {
    const hashes = [hashOf(), hashOf(3), hashOf(60, 61), hashOf(5, 20, 35, 50)]
    const [slow, fast] = [await aUser(), await aUser()]
    for (const perceptualHash of hashes) {
      await aPicture(slow, { perceptualHash })
      await grouped()
      await aPicture(fast, { perceptualHash })
    }
    expect((await groupsOf(slow)).map((group) => group.length)).toEqual([4])
    expect((await groupsOf(fast)).map((group) => group.length)).toEqual([4])
  })

  it('are in one group also when several runs look at once', async () => {
    const user = await aUser()
    const ids = [await aPicture(user), await aPicture(user), await aPicture(user)]
    await Promise.all([grouped(), grouped(), grouped()])
    expect(await groupsOf(user)).toEqual([ids.sort()])
  })

  it('are put right when a picture is read anew', async () => {
    const user = await aUser()
    const [, two] = [await aPicture(user), await aPicture(user)]
    expect(await groupsOf(user)).toHaveLength(1)
    await db
      .update(files)
      .set({ perceptualHash: hashOf(0, 5, 9, 14, 22, 31, 40, 44, 50) })
      .where(eq(files.id, two))
    expect(await groupsOf(user)).toEqual([])
  })
})

describe('the page of duplicates', () => {
  it('suggests the largest, then the heaviest, then the oldest, and says why', async () => {
    const cases = [
      [{ width: 800, height: 600 }, 'most_pixels'],
      [{ sizeBytes: 900 }, 'most_bytes'],
      [{ shownAt: 5 }, 'oldest'],
    ] as const
    for (const [change, reason] of cases) {
      const user = await aUser()
      await aPicture(user)
      const best = await aPicture(user, change)
      await aPicture(user)
      await grouped()
      const [group] = (await pageOf(user)).items
      expect([group?.files[0]?.id, group?.reason, group?.total]).toEqual([best, reason, 3])
    }
  })

  it('gives each group once, whatever the size of its pages', async () => {
    const user = await aUser()
    for (let group = 0; group < 5; group++) {
      const perceptualHash = (base * 0x9e3779b97f4a7c15n * BigInt(group + 1))
        .toString(16)
        .slice(-16)
      await manyFiles(user, 2, { perceptualHash, width: 4, height: 3 })
    }
    await grouped()
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await pageOf(user, `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect([seen.length, new Set(seen).size]).toEqual([5, 5])
  })

  it('forgets a group when all but one are in trash, and shows it again when they are back', async () => {
    const user = await aUser()
    const [one, two] = [await aPicture(user), await aPicture(user)]
    expect(await groupsOf(user)).toHaveLength(1)
    await user.fetch(`/api/files/${one}`, { method: 'DELETE' })
    expect(await groupsOf(user)).toEqual([])
    await user.fetch(`/api/files/${one}/restore`, { method: 'POST' })
    expect(await groupsOf(user)).toEqual([[one, two].sort()])
  })

  it('does not list copies that somebody made of one file: they are one original', async () => {
    const user = await aUser()
    const id = await aPicture(user)
    const [row] = await db.select().from(files).where(eq(files.id, id))
    if (!row) throw new Error('no such file')
    const { originalId } = row
    const copy = await aPicture(user, { originalId })
    expect(await groupsOf(user)).toEqual([])
    const other = await aPicture(user)
    expect(await groupsOf(user)).toEqual([[id, copy, other].sort()])
  })

  it('remembers what is no duplicate, until a picture comes that is like it', async () => {
    const user = await aUser()
    await aPicture(user)
    await aPicture(user)
    await grouped()
    const [group] = (await pageOf(user)).items
    expect((await review(user, group, true)).status).toBe(204)
    expect(await groupsOf(user)).toEqual([])
    expect((await review(user, group, false)).status).toBe(204)
    expect(await groupsOf(user)).toHaveLength(1)
    await review(user, group, true)
    await aPicture(user)
    expect((await groupsOf(user))[0]).toHaveLength(3)
  })

  it('is of a space and its members: others find neither the list nor a group', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    await aPicture(user)
    await aPicture(user)
    await aPicture(stranger)
    await grouped()
    const [group] = (await pageOf(user)).items
    expect(await groupsOf(stranger)).toEqual([])
    expect((await stranger.fetch(`/api/duplicates?space=${user.spaceId}`)).status).toBe(404)
    expect((await review(stranger, group, true)).status).toBe(404)
    expect(await groupsOf(user)).toHaveLength(1)
  })

  it('keeps nothing of files that are gone', async () => {
    const user = await aUser()
    await aPicture(user)
    await aPicture(user)
    await grouped()
    await db.delete(files).where(sql`${files.spaceId} = ${user.spaceId}`)
    const ofSpace = [
      await db.$count(duplicateGroups, eq(duplicateGroups.spaceId, user.spaceId)),
      await db.$count(duplicateBands, eq(duplicateBands.spaceId, user.spaceId)),
    ]
    expect(ofSpace).toEqual([0, 0])
  })
})
