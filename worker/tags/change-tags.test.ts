import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { FileTag } from '#contracts/file-tags'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { searchPageSchema } from '#contracts/search'
import { changedTagsSchema, tagListSchema } from '#contracts/tags'
import { runBatch } from '../db/run-batch.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { manyFiles } from '../testing/many-files.ts'
import { jpegLike } from '../testing/pictures.ts'
import { machineTagStatements } from './machine-tags.ts'
import { goOnMovingTags } from './move-tags.ts'

let count = 0

async function aFile(user: TestUser, ...labels: string[]): Promise<FileId> {
  const uploaded = await user.upload(jpegLike(`to rename ${count++}`))
  const { id } = uploadOutcomeSchema.parse(await uploaded.json()).file
  if (labels.length > 0) await engineSays(id, ...labels)
  return id
}

async function engineSays(id: FileId, ...labels: string[]): Promise<void> {
  const { db } = testDeps()
  const tags: FileTag[] = labels.map((label) => ({ label, probability: 0.5, engine: 'coco-1' }))
  await runBatch(db, machineTagStatements(db, { fileId: id, engines: ['coco-1'], tags }))
}

async function send(user: TestUser, method: string, path: string, body: object) {
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch(path, { method, headers, body: JSON.stringify(body) })
}

const rename = (user: TestUser, tag: string, name: string) =>
  send(user, 'PATCH', `/api/tags/${encodeURIComponent(tag)}`, { name })
const merge = (user: TestUser, tags: string[], into: string) =>
  send(user, 'POST', '/api/tags/merge', { tags, into })
const remove = (user: TestUser, ...tags: string[]) =>
  send(user, 'POST', '/api/tags/delete', { tags })

async function tagsOf(user: TestUser, id: FileId) {
  const response = await user.fetch(`/api/files/${id}`)
  const { tags } = fileDetailSchema.parse(await response.json())
  return tags.map(({ label, engine }) => `${label} ${engine}`).sort()
}

async function countsOf(user: TestUser) {
  const { items } = tagListSchema.parse(await (await user.fetch('/api/tags')).json())
  return Object.fromEntries(items.map(({ tag, files, byHand }) => [tag, [files, byHand]]))
}

describe('a tag that is renamed', () => {
  it('has its new name on every file, for what engines find later, and in search', async () => {
    const [user, stranger] = [await aUser(), await aUser()]
    const [one, two] = [await aFile(user, 'dog', 'ball'), await aFile(user)]
    const foreign = await aFile(stranger, 'dog')
    await send(user, 'PUT', `/api/files/${two}/tags`, { tags: ['dog'] })
    const answer = await rename(user, 'Dog', '  Rex ')
    expect(changedTagsSchema.parse(await answer.json())).toEqual({ files: 2, filesLeft: 0 })
    expect(await tagsOf(user, one)).toEqual(['ball coco-1', 'rex coco-1'])
    expect(await countsOf(user)).toEqual({ ball: [1, 0], rex: [2, 1] })
    await engineSays(one, 'dog', 'rex')
    await engineSays(two, 'dog')
    expect(await tagsOf(user, one)).toEqual(['rex coco-1'])
    expect(await tagsOf(user, two)).toEqual(['rex coco-1', 'rex hand'])
    expect(await tagsOf(stranger, foreign)).toEqual(['dog coco-1'])
    const found = await (await user.fetch('/api/search?q=rex')).json()
    expect(searchPageSchema.parse(found).items).toHaveLength(2)
  })

  it('can be given its old name back, and others in between', async () => {
    const user = await aUser()
    const id = await aFile(user, 'dog')
    for (const [tag = '', name = ''] of [
      ['dog', 'hound'],
      ['hound', 'rex'],
      ['rex', 'dog'],
    ]) {
      expect((await rename(user, tag, name)).status).toBe(200)
      expect(await tagsOf(user, id)).toEqual([`${name} coco-1`])
      await engineSays(id, 'dog')
      expect(await tagsOf(user, id)).toEqual([`${name} coco-1`])
    }
  })

  it('does not take the name of another, and is there', async () => {
    const user = await aUser()
    await aFile(user, 'dog', 'hound')
    expect((await rename(user, 'dog', 'hound')).status).toBe(409)
    expect((await rename(user, 'cat', 'lion')).status).toBe(404)
    expect((await rename(user, 'dog', ' ')).status).toBe(400)
    expect((await rename(user, 'dog', 'dog')).status).toBe(200)
    expect(await countsOf(user)).toEqual({ dog: [1, 0], hound: [1, 0] })
  })

  it('is renamed for what lies in trash, too, when that comes back', async () => {
    const user = await aUser()
    const [trashed, later] = [await aFile(user, 'dog'), await aFile(user)]
    await send(user, 'PUT', `/api/files/${trashed}/tags`, { tags: ['dog'] })
    await aFile(user, 'dog')
    await user.fetch(`/api/files/${trashed}`, { method: 'DELETE' })
    await rename(user, 'dog', 'rex')
    await user.fetch(`/api/files/${trashed}/restore`, { method: 'POST' })
    expect(await tagsOf(user, trashed)).toEqual(['rex coco-1', 'rex hand'])
    // Whoever writes the old name afterwards means it.
    await send(user, 'PUT', `/api/files/${later}/tags`, { tags: ['dog'] })
    await new Promise((resolve) => setTimeout(resolve, 2))
    await user.fetch(`/api/files/${later}`, { method: 'DELETE' })
    await user.fetch(`/api/files/${later}/restore`, { method: 'POST' })
    expect(await tagsOf(user, later)).toEqual(['dog hand'])
    expect(await countsOf(user)).toEqual({ dog: [1, 1], rex: [2, 1] })
  })
})

describe('tags that are merged', () => {
  it('become one, each file once, and what was taken off stays off', async () => {
    const user = await aUser()
    const both = await aFile(user, 'dog', 'hound')
    const off = await aFile(user, 'dog')
    await send(user, 'PUT', `/api/files/${off}/tags/dog`, { decision: 'removed' })
    await send(user, 'PUT', `/api/files/${both}/tags/dog`, { decision: 'removed' })
    await merge(user, ['dog', 'hound', 'rex'], 'rex')
    expect(await countsOf(user)).toEqual({ rex: [1, 0] })
    await engineSays(off, 'dog')
    await engineSays(both, 'dog', 'hound')
    expect([await tagsOf(user, off), await tagsOf(user, both)]).toEqual([[], ['rex coco-1']])
    expect((await merge(user, ['rex'], 'rex')).status).toBe(400)
  })

  it('follow each other to the last name, however often', async () => {
    const user = await aUser()
    const id = await aFile(user, 'a', 'b', 'c')
    await merge(user, ['a'], 'b')
    await merge(user, ['b'], 'c')
    await merge(user, ['c'], 'a')
    await engineSays(id, 'a', 'b', 'c')
    expect(await tagsOf(user, id)).toEqual(['a coco-1'])
  })
})

describe('a tag that is deleted', () => {
  it('is gone from every file, and engines say it no more; people may', async () => {
    const user = await aUser()
    const id = await aFile(user, 'dog', 'ball')
    await send(user, 'PUT', `/api/files/${id}/tags`, { tags: ['dog'] })
    await remove(user, 'dog')
    await engineSays(id, 'dog', 'ball')
    expect(await countsOf(user)).toEqual({ ball: [1, 0] })
    await send(user, 'PUT', `/api/files/${id}/tags/dog`, { decision: 'confirmed' })
    expect(await countsOf(user)).toEqual({ ball: [1, 0], dog: [1, 1] })
  })

  it('can be had from engines again by renaming another to it', async () => {
    const user = await aUser()
    const id = await aFile(user, 'dog', 'puppy')
    await remove(user, 'dog')
    await rename(user, 'puppy', 'dog')
    await engineSays(id, 'dog')
    expect(await tagsOf(user, id)).toEqual(['dog coco-1'])
  })
})

it('a tag of very many files goes on changing after the answer, and the list says how many are left', async () => {
  const user = await aUser()
  const ids = await manyFiles(user, 1_600)
  await env.DB.prepare(
    `insert into file_tags (file_id, label, probability, engine)
     select value, 'dog', 0.5, 'coco-1' from json_each(?)`,
  )
    .bind(JSON.stringify(ids))
    .run()
  const answer = changedTagsSchema.parse(await (await rename(user, 'dog', 'rex')).json())
  expect(answer).toEqual({ files: 1_600, filesLeft: 600 })
  expect(await countsOf(user)).toEqual({ rex: [1_600, 0] })
  // As if the isolate had died after the answer.
  await env.DB.prepare(
    "insert into file_tags (file_id, label, probability, engine) values (?, 'dog', 0.5, 'coco-1')",
  )
    .bind(ids[0])
    .run()
  await env.DB.prepare('update tag_aliases set done_at = null where space_id = ?')
    .bind(user.spaceId)
    .run()
  const list = tagListSchema.parse(await (await user.fetch('/api/tags/')).json())
  expect(list.changing).toEqual([{ tag: 'dog', into: 'rex', filesLeft: 1 }])
  await goOnMovingTags(testDeps())
  expect(await countsOf(user)).toEqual({ rex: [1_600, 0] })
  const after = tagListSchema.parse(await (await user.fetch('/api/tags')).json())
  expect(after.changing).toEqual([])
})

it('strangers change nothing', async () => {
  const [user, stranger] = [await aUser(), await aUser()]
  const id = await aFile(user, 'dog')
  const space = user.spaceId
  for (const [method, path, body] of [
    ['PATCH', '/api/tags/dog', { name: 'rex', space }],
    ['POST', '/api/tags/merge', { tags: ['dog'], into: 'rex', space }],
    ['POST', '/api/tags/delete/', { tags: ['dog'], space }],
  ] as const) {
    expect((await send(stranger, method, path, body)).status).toBe(404)
  }
  expect(await tagsOf(user, id)).toEqual(['dog coco-1'])
})
