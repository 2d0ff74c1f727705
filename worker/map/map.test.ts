import { env } from 'cloudflare:workers'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { fileListSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { mapSchema } from '#contracts/map'
import { maxListedFiles } from '#contracts/map-levels'
import { makeDb } from '../db/client.ts'
import { files } from '../db/schema/files.ts'
import { locatedFiles, mapCells } from '../db/schema/places.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { cellAt, placesOf } from './geometry.ts'

const db = makeDb(env.DB)
/** Around Lausanne, small enough for the finest cells. */
const near = '6.6,46.5,6.7,46.6'
const world = '-180,-90,180,90'
const lausanne = { latitude: 46.52, longitude: 6.63 }
const geneva = { latitude: 46.2, longitude: 6.14 }
const fiji = { latitude: -17.7, longitude: 178.1 }

async function mapOf(user: TestUser, bbox: string, zoom: number) {
  const response = await user.fetch(`/api/map?bbox=${bbox}&zoom=${zoom}`)
  expect(response.status).toBe(200)
  return mapSchema.parse(await response.json())
}

async function walk(user: TestUser, cell: string, limit: number): Promise<FileId[]> {
  const seen: FileId[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`
    const response = await user.fetch(`/api/map/files?cell=${cell}&limit=${limit}${more}`)
    expect(response.status).toBe(200)
    const page = fileListSchema.parse(await response.json())
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return seen
}

/** The same numbers each run: what fails can be looked at again. */
function seeded(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('the map of places', () => {
  it('gathers pictures from afar, and tells them apart from near by', async () => {
    const user = await aUser()
    await manyFiles(user, 3, lausanne)
    await manyFiles(user, 2, geneva)
    await manyFiles(user, 4)
    const far = await mapOf(user, world, 1)
    expect(far.clusters.map((cluster) => cluster.files)).toEqual([5])
    expect(far.located).toBe(5)
    const close = await mapOf(user, '6,46,7,47', 10)
    expect(close.clusters.map((cluster) => cluster.files)).toEqual([3, 2])
    expect(close.clusters[0]?.latitude).toBeCloseTo(lausanne.latitude, 3)
    expect(close.clusters[0]?.longitude).toBeCloseTo(lausanne.longitude, 3)
    expect((await mapOf(user, '10,46,11,47', 10)).clusters).toEqual([])
  })

  it('reaches over the date line', async () => {
    const user = await aUser()
    await manyFiles(user, 1, fiji)
    await manyFiles(user, 1, { latitude: -14, longitude: -171.7 })
    const { clusters } = await mapOf(user, '170,-30,-165,-5', 5)
    expect(clusters).toHaveLength(2)
  })

  it('counts exactly through any mixture of changes', async () => {
    const user = await aUser()
    const ids = await manyFiles(user, 40)
    const random = seeded(11)
    const anywhere = () => ({ latitude: random() * 180 - 90, longitude: random() * 360 - 180 })
    for (let round = 0; round < 60; round++) {
      const some = ids.slice(Math.floor(random() * 40)).slice(0, 1 + Math.floor(random() * 9))
      const among = sql`${files.id} in (select value from json_each(${JSON.stringify(some)}))`
      const changes = [
        ...[anywhere(), anywhere(), lausanne, { latitude: null, longitude: null }],
        ...[{ trashedAt: 1 }, { trashedAt: null }, { archivedAt: 1 }, { archivedAt: null }],
        { shownAt: Math.floor(random() * 1e12) },
      ]
      const change = changes[Math.floor(random() * changes.length)]
      if (change) await db.update(files).set(change).where(among)
    }
    const living = await db
      .select()
      .from(files)
      .where(
        sql`${files.spaceId} = ${user.spaceId} and latitude is not null
        and trashed_at is null and archived_at is null`,
      )
    for (const level of [2, 8, 16]) {
      const expected = new Map<string, number>()
      for (const { latitude, longitude } of living) {
        const { row, column } = cellAt(latitude ?? 0, longitude ?? 0, level)
        expected.set(`${row} ${column}`, (expected.get(`${row} ${column}`) ?? 0) + 1)
      }
      const cells = await db
        .select()
        .from(mapCells)
        .where(and(eq(mapCells.spaceId, user.spaceId), eq(mapCells.level, level)))
      const counted = cells.map((cell) => [`${cell.row} ${cell.column}`, cell.files] as const)
      expect(new Map(counted)).toEqual(expected)
    }
    for (const { id, latitude, longitude, shownAt } of living) {
      const [row] = await db.select().from(locatedFiles).where(eq(locatedFiles.fileId, id))
      const { from } = placesOf(cellAt(latitude ?? 0, longitude ?? 0, 16))
      expect([row?.place, row?.shownAt]).toEqual([from, shownAt])
    }
  })

  it('lists the pictures of a place once each and the newest first, far and near', async () => {
    const user = await aUser()
    const here = await manyFiles(user, 25, lausanne)
    await manyFiles(user, 5, fiji)
    for (const [zoom, limit] of [
      [1, 7],
      [14, 10],
      [14, 200],
    ] as const) {
      const [cluster] = (await mapOf(user, near, zoom)).clusters
      expect(await walk(user, cluster?.cell ?? '', limit)).toEqual(here)
    }
  })

  it('asks to come closer where too many lie for one list, but not at the nearest', async () => {
    const user = await aUser()
    await manyFiles(user, 2, lausanne)
    const { clusters } = await mapOf(user, '6,46,7,47', 6)
    await db
      .update(mapCells)
      .set({ files: maxListedFiles + 1 })
      .where(eq(mapCells.spaceId, user.spaceId))
    const response = await user.fetch(`/api/map/files?cell=${clusters[0]?.cell}`)
    expect(response.status).toBe(409)
    const [finest] = (await mapOf(user, near, 14)).clusters
    expect(await walk(user, finest?.cell ?? '', 10)).toHaveLength(2)
  })

  it('stays bounded when somebody asks for the whole earth from near by', async () => {
    const user = await aUser()
    const random = seeded(5)
    for (let index = 0; index < 20; index++) {
      await manyFiles(user, 1, { latitude: random() * 160 - 80, longitude: random() * 360 - 180 })
    }
    const { clusters } = await mapOf(user, world, 14)
    expect(clusters.every(({ cell }) => /^[246]\//.test(cell))).toBe(true)
    expect(clusters.reduce((sum, cluster) => sum + cluster.files, 0)).toBe(20)
  })

  it('shows nothing of a space to those who are not its members', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    await manyFiles(user, 2, lausanne)
    expect((await mapOf(stranger, world, 1)).clusters).toEqual([])
    const [cluster] = (await mapOf(user, world, 1)).clusters
    expect(await walk(stranger, cluster?.cell ?? '', 10)).toEqual([])
    const of = `space=${user.spaceId}`
    expect((await stranger.fetch(`/api/map?bbox=${world}&zoom=1&${of}`)).status).toBe(404)
    expect((await stranger.fetch(`/api/map/files?cell=2/2/1&${of}`)).status).toBe(404)
  })

  it.each([
    'bbox=1,2,3&zoom=1',
    'bbox=a,b,c,d&zoom=1',
    'bbox=0,50,1,40&zoom=1',
    'bbox=-181,0,1,1&zoom=1',
    `bbox=${world}&zoom=15`,
    `bbox=${world}&zoom=x`,
  ])('refuses %s', async (query) => {
    const user = await aUser()
    expect((await user.fetch(`/api/map?${query}`)).status).toBe(400)
  })

  it.each(['3/1/1', '4/16/0', '16/99999/1', '2/-1/0'])('knows no cell %s', async (cell) => {
    const user = await aUser()
    expect((await user.fetch(`/api/map/files?cell=${cell}`)).status).toBe(400)
  })
})
