import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { FacesSeen } from '#contracts/faces'
import { uploadOutcomeSchema } from '#contracts/files'
import { facesPageSchema, peoplePageSchema, peopleReviewSchema } from '#contracts/people'
import { searchPageSchema } from '#contracts/search'
import { aFaceSeen, facesSeen, findFaces, lookOf, turnFacesOn } from '../testing/faces.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { makePreviews } from '../testing/indexing.ts'
import { jpegLike } from '../testing/pictures.ts'

let user: TestUser
let node: TestHomeNode

beforeEach(async () => {
  await env.DB.prepare("update jobs set state = 'done' where state <> 'done'").run()
  user = await aUser()
  node = await aHomeNode()
})

async function picture(): Promise<string> {
  const uploaded = await user.upload(jpegLike(crypto.randomUUID()), 'a.jpg')
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  await makePreviews(node)
  return file.id
}

/** A new picture in which these faces are. */
async function pictureOf(seen: FacesSeen): Promise<string> {
  const id = await picture()
  expect(await findFaces(node, () => seen)).toContain(id)
  return id
}

async function call(method: string, path: string, body?: object): Promise<Response> {
  return await user.fetch(`/api/spaces/${user.spaceId}/people${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
}

async function people(query = '') {
  return peoplePageSchema.parse(await (await call('GET', query)).json()).items
}

async function facesOf(id: string) {
  return facesPageSchema.parse(await (await call('GET', `/${id}/faces`)).json()).items
}

async function review() {
  return peopleReviewSchema.parse(await (await call('GET', '/review')).json()).items
}

async function search(q: string): Promise<string[]> {
  const page = await user.fetch(`/api/search?q=${encodeURIComponent(q)}`)
  return searchPageSchema.parse(await page.json()).items.map(({ file }) => file.id)
}

const one = (view: number) => facesSeen(aFaceSeen(lookOf(1, view)))

describe('faces are looked for', () => {
  it('only where an admin agreed to it, in older pictures too, and no more once it is taken back', async () => {
    const before = await picture()
    expect(await findFaces(node, () => one(0))).toEqual([])
    await turnFacesOn(user)
    expect(await findFaces(node, () => one(0))).toEqual([before])
    expect(await people()).toHaveLength(1)
    await picture()
    await user.fetch(`/api/spaces/${user.spaceId}/face-consent`, { method: 'DELETE' })
    expect(await findFaces(node, () => one(1))).toEqual([])
    await picture()
    expect(await findFaces(node, () => one(1))).toEqual([])
  })

  it('once in a file: looked for again they are the same faces, of the same people', async () => {
    await turnFacesOn(user)
    const id = await pictureOf(one(0))
    const [person] = await people()
    await env.DB.prepare('update faced_files set is_queued = 0 where file_id = ?').bind(id).run()
    await findFaces(node, () => one(3))
    expect(await people()).toEqual([person])
  })
})

describe('people', () => {
  beforeEach(async () => {
    await turnFacesOn(user)
  })

  it('are faces that are alike; a name is kept as pictures come, and found by', async () => {
    const first = await pictureOf(facesSeen(aFaceSeen(lookOf(1)), aFaceSeen(lookOf(2))))
    const second = await pictureOf(one(2))
    const [ana, other] = await people()
    expect([ana?.faces, other?.faces]).toEqual([2, 1])
    expect((await call('PATCH', `/${ana?.id}`, { name: 'Ana Lima' })).status).toBe(200)
    const third = await pictureOf(one(3))
    expect((await people())[0]).toMatchObject({ id: ana?.id, name: 'Ana Lima', faces: 3 })
    expect((await search('person:ana')).sort()).toEqual([first, second, third].sort())
    expect((await facesOf(ana?.id ?? '')).map(({ file }) => file.id).sort()).toEqual(
      [first, second, third].sort(),
    )
    await call('PATCH', `/${ana?.id}`, { name: null })
    expect(await search('person:ana')).toEqual([])
  })

  it('are nobody made of a face that is too poor to tell', async () => {
    const quality = { score: 0.05, widthPx: 20, flaws: ['small' as const] }
    await pictureOf(facesSeen(aFaceSeen(lookOf(1), { quality })))
    expect(await people()).toEqual([])
  })

  it('that somebody split stay two, and are not asked about again', async () => {
    await pictureOf(one(0))
    await pictureOf(one(1))
    await pictureOf(one(2))
    const [person] = await people()
    const [latest] = await facesOf(person?.id ?? '')
    const split = await call('POST', `/${person?.id}/split`, { faces: [latest?.id] })
    expect(split.status).toBe(201)
    expect((await people()).map(({ faces }) => faces)).toEqual([2, 1])
    expect(await review()).toEqual([])
    await pictureOf(one(4))
    expect(await people()).toHaveLength(2)
    const all = (await facesOf(person?.id ?? '')).map(({ id }) => id)
    expect((await call('POST', `/${person?.id}/split`, { faces: all })).status).toBe(409)
  })

  it('that are merged are one, with the name and all pictures of both', async () => {
    await pictureOf(facesSeen(aFaceSeen(lookOf(1)), aFaceSeen(lookOf(2))))
    const [kept, gone] = await people()
    await call('PATCH', `/${gone?.id}`, { name: 'Bo' })
    const merged = await call('POST', `/${kept?.id}/merge`, { people: [gone?.id] })
    expect(await merged.json()).toMatchObject({ id: kept?.id, name: 'Bo', faces: 2 })
    expect(await people()).toHaveLength(1)
    expect(await search('person:bo')).toHaveLength(1)
    expect((await call('GET', `/${gone?.id}/faces`)).status).toBe(404)
  })

  it('who may be one are asked about; whoever says no is not asked again', async () => {
    const between = lookOf(1).map((value, at) => value * 0.94 + (at === 40 ? 0.36 : 0))
    await pictureOf(facesSeen(aFaceSeen(lookOf(1))))
    await pictureOf(facesSeen(aFaceSeen(between)))
    const [pair] = await review()
    expect(pair?.similarity).toBeGreaterThan(0.5)
    const body = { one: pair?.one.id, other: pair?.other.id }
    expect((await call('PUT', '/review', { ...body, same: false })).status).toBe(204)
    expect(await review()).toEqual([])
    expect(await people()).toHaveLength(2)
  })

  it('whom one picture shows are never taken for one, however alike they are', async () => {
    const twin = lookOf(1).map((value, at) => value * 0.998 + (at === 40 ? 0.06 : 0))
    await pictureOf(facesSeen(aFaceSeen(lookOf(1)), aFaceSeen(twin)))
    await pictureOf(facesSeen(aFaceSeen(twin)))
    expect(await people()).toHaveLength(2)
    expect(await review()).toEqual([])
  })

  it('that are hidden are not listed, unless they are asked for', async () => {
    await pictureOf(one(0))
    const [person] = await people()
    await call('PATCH', `/${person?.id}`, { isHidden: true, isFavorite: true })
    expect(await people()).toEqual([])
    expect(await people('?hidden=true')).toMatchObject([{ id: person?.id, isFavorite: true }])
  })

  it('are gone with their last picture, and what they look like is never stored in the open', async () => {
    const id = await pictureOf(one(0))
    const row = await env.DB.prepare(
      'select length(sealed_descriptor) as bytes, hex(sealed_descriptor) as text from faces where file_id = ?',
    )
    const stored = await row.bind(id).first<{ bytes: number; text: string }>()
    expect(stored?.bytes).toBe(128 * 4 + 28)
    expect(stored?.text).not.toContain('0000000000000000')
    await env.DB.prepare('delete from files where id = ?').bind(id).run()
    expect(await people()).toEqual([])
  })
})
