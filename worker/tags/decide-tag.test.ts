import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { FileTag } from '#contracts/file-tags'
import { type FileDetail, fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { searchPageSchema } from '#contracts/search'
import type { TagDecision } from '#contracts/tags'
import { runBatch } from '../db/run-batch.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { machineTagStatements } from './machine-tags.ts'

let count = 0

async function aFile(user: TestUser): Promise<FileId> {
  const uploaded = await user.upload(jpegLike(`to decide about ${count++}`))
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

async function engineSays(id: FileId, engine: string, ...labels: string[]): Promise<void> {
  const { db } = testDeps()
  const tags: FileTag[] = labels.map((label) => ({ label, probability: 0.75, engine }))
  await runBatch(db, machineTagStatements(db, { fileId: id, engines: [engine], tags }))
}

async function decide(user: TestUser, id: FileId, tag: string, decision: TagDecision | null) {
  const path = `/api/files/${id}/tags/${encodeURIComponent(tag)}`
  if (decision === null) return await user.fetch(path, { method: 'DELETE' })
  const headers = { 'Content-Type': 'application/json' }
  return await user.fetch(path, { method: 'PUT', headers, body: JSON.stringify({ decision }) })
}

const tagsIn = ({ tags }: FileDetail) =>
  tags.map(({ label, engine }) => `${label} ${engine}`).sort()
const decided = async (...[user, id, tag, decision]: Parameters<typeof decide>) => {
  const response = await decide(user, id, tag, decision)
  return tagsIn(fileDetailSchema.parse(await response.json()))
}
const tagsOf = async (user: TestUser, id: FileId) =>
  tagsIn(fileDetailSchema.parse(await (await user.fetch(`/api/files/${id}`)).json()))

describe('a tag that somebody took off a file', () => {
  it('never comes back by itself, whichever engine says it', async () => {
    const user = await aUser()
    const [id, other] = [await aFile(user), await aFile(user)]
    await engineSays(id, 'coco-1', 'dog', 'ball')
    expect(await decided(user, id, 'Dog', 'removed')).toEqual(['ball coco-1'])
    await engineSays(id, 'coco-2', 'dog', 'ball')
    await engineSays(id, 'clip-b@1', 'DOG', 'park')
    await engineSays(other, 'coco-2', 'dog')
    expect(await tagsOf(user, id)).toEqual(['ball coco-2', 'park clip-b@1'])
    expect(await tagsOf(user, other)).toEqual(['dog coco-2'])
  })

  it('is there again as it was when that is taken back', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await engineSays(id, 'coco-1', 'dog')
    await decided(user, id, 'dog', 'confirmed')
    expect(await decided(user, id, 'dog', 'removed')).toEqual([])
    expect(await decided(user, id, 'dog', 'removed')).toEqual([])
    const back = await decide(user, id, 'dog', null)
    const { tags } = fileDetailSchema.parse(await back.json())
    expect(tags).toEqual([
      { label: 'dog', probability: 1, engine: 'hand' },
      { label: 'dog', probability: 0.75, engine: 'coco-1' },
    ])
    await engineSays(id, 'coco-1', 'dog', 'cat')
    expect(await tagsOf(user, id)).toEqual(['cat coco-1', 'dog coco-1', 'dog hand'])
  })

  it('may be written there by hand, and engines may say it again', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await engineSays(id, 'coco-1', 'dog')
    await decided(user, id, 'dog', 'removed')
    expect(await decided(user, id, 'dog', 'confirmed')).toEqual(['dog hand'])
    await engineSays(id, 'coco-1', 'dog')
    expect(await tagsOf(user, id)).toEqual(['dog coco-1', 'dog hand'])
    await decided(user, id, 'dog', 'removed')
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ tags: ['dog'] })
    await user.fetch(`/api/files/${id}/tags`, { method: 'PUT', headers, body })
    await engineSays(id, 'coco-1', 'dog')
    expect(await tagsOf(user, id)).toEqual(['dog coco-1', 'dog hand'])
  })
})

describe('a tag that somebody confirmed', () => {
  it('stays when its engine says it no more, until that is taken back', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await engineSays(id, 'coco-1', 'dog')
    expect(await decided(user, id, 'dog', 'confirmed')).toEqual(['dog coco-1', 'dog hand'])
    await engineSays(id, 'coco-2')
    expect(await tagsOf(user, id)).toEqual(['dog hand'])
    expect(await decided(user, id, 'dog', null)).toEqual([])
  })

  it('is one of fifty at most', async () => {
    const user = await aUser()
    const id = await aFile(user)
    const tags = Array.from({ length: 50 }, (_, at) => `tag ${at}`)
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ tags })
    await user.fetch(`/api/files/${id}/tags`, { method: 'PUT', headers, body })
    expect((await decide(user, id, 'tag 7', 'confirmed')).status).toBe(200)
    expect((await decide(user, id, 'one more', 'confirmed')).status).toBe(409)
    expect(await tagsOf(user, id)).toHaveLength(50)
  })

  it('cannot be decided about in trash', async () => {
    const user = await aUser()
    const id = await aFile(user)
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    for (const decision of ['confirmed', 'removed', null] as const) {
      expect((await decide(user, id, 'dog', decision)).status).toBe(409)
    }
  })
})

it('what engines say of a file replaces what their older versions said, and nothing else', async () => {
  const user = await aUser()
  const id = await aFile(user)
  await engineSays(id, 'colours-1', 'red')
  await engineSays(id, 'coco-9', 'dog')
  await engineSays(id, 'coco-10', 'cat', '  Dining \t Table ')
  await engineSays(id, 'hand', 'not by hand')
  expect(await tagsOf(user, id)).toEqual(['cat coco-10', 'dining table coco-10', 'red colours-1'])
})

it('a picture is not found by what somebody took off it, whatever a detector saw', async () => {
  const user = await aUser()
  const id = await aFile(user)
  await engineSays(id, 'coco-1', 'dog')
  await env.DB.batch([
    env.DB.prepare('insert or ignore into indexed_files (file_id) values (?)').bind(id),
    env.DB.prepare(
      `insert into findings (file_id, position, label, probability, engine,
         box_left, box_top, box_width, box_height, colours)
       values (?, 0, 'dog', 0.8, 'coco-1', 0, 0, 1, 1, '["brown"]')`,
    ).bind(id),
    env.DB.prepare('update indexed_files set indexed_at = 1 where file_id = ?').bind(id),
  ])
  const found = async (q: string) => {
    const response = await user.fetch(`/api/search?q=${encodeURIComponent(q)}`)
    return searchPageSchema.parse(await response.json()).items.map(({ file }) => file.id)
  }
  expect(await found('dog')).toEqual([id])
  await decided(user, id, 'dog', 'removed')
  expect([await found('dog'), await found('brown dog')]).toEqual([[], []])
  await decided(user, id, 'dog', null)
  expect(await found('brown dog')).toEqual([id])
})

it.each(['a/b', '50% & more?', 'c#', 'été 湖', '"quoted"', "o'clock; --"])(
  'a tag may be called %s',
  async (tag) => {
    const user = await aUser()
    const id = await aFile(user)
    expect(await decided(user, id, tag, 'confirmed')).toEqual([`${tag} hand`])
    const path = `/api/tags/${encodeURIComponent(tag)}`
    expect((await user.fetch(`${path}/files/`)).status).toBe(200)
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ name: `${tag}2` })
    expect((await user.fetch(path, { method: 'PATCH', headers, body })).status).toBe(200)
    expect(await tagsOf(user, id)).toEqual([`${tag}2 hand`])
  },
)
