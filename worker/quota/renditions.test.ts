import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { emptiedTrashSchema, uploadOutcomeSchema } from '#contracts/files'
import { frameHead } from '#contracts/frames'
import type { FileId } from '#contracts/ids'
import { type LeasedJob, leaseResponseSchema } from '#contracts/jobs'
import { parseEnv } from '../env.ts'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { aSharedSpace, uploadTo } from '../testing/spaces.ts'
import { trashBytesOf } from './account-usage.ts'
import { recountUser } from './check-quotas.ts'

/** A vault whose setting says that renditions count. */
const counting = { ...env, QUOTA_COUNTS_RENDITIONS: 'true' }
const countingDeps = () => testDeps({ config: parseEnv(counting) })

const [small, large] = [webpLike('small'), webpLike('large, and larger than the small one')]
const shown = small.length + large.length
const found = {
  ...{ preview: 'ready', previewNote: null, width: 8, height: 6, takenAt: null, camera: null },
  ...{ thumbhash: null, tags: [] },
  renditions: [
    { name: '320', width: 4, height: 3, sizeBytes: small.length },
    { name: '1600', width: 8, height: 6, sizeBytes: large.length },
  ],
}

async function call(user: TestUser, method: string, path: string, body?: object) {
  const headers = { Cookie: user.cookie, Origin: origin, 'Content-Type': 'application/json' }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  return await request(path, init, counting)
}

async function aFile(uploading: Promise<Response>): Promise<FileId> {
  return uploadOutcomeSchema.parse(await (await uploading).json()).file.id
}

async function lease(node: TestHomeNode, fileId: FileId): Promise<LeasedJob> {
  const response = await node.fetch('POST', '/api/home/jobs/lease', { max: 50 })
  const { jobs } = leaseResponseSchema.parse(await response.json())
  const job = jobs.find((each) => each.fileId === fileId)
  if (!job) throw new Error('the job was not leased')
  return job
}

async function report(node: TestHomeNode, job: LeasedJob): Promise<number> {
  const target = `/api/home/jobs/${job.id}/done`
  const body = new Uint8Array(Buffer.concat([frameHead(found), small, large]))
  const headers = await node.headers('POST', target, body)
  return (await request(origin + target, { method: 'POST', headers, body }, counting)).status
}

async function usedBytes(user: TestUser): Promise<number | null> {
  const used = env.DB.prepare('select used_bytes from users where id = ?').bind(user.userId)
  return await used.first<number>('used_bytes')
}

describe('with renditions on the quota', () => {
  it('they count when they are there, once however often that is reported', async () => {
    const [user, node] = [await aUser(), await aHomeNode()]
    const id = await aFile(user.upload(jpegLike('counted')))
    const size = jpegLike('counted').length
    expect(await usedBytes(user)).toBe(size)
    const job = await lease(node, id)
    const statuses = await Promise.all(Array.from({ length: 5 }, () => report(node, job)))
    expect(statuses).toEqual(Array(5).fill(204))
    expect(await report(node, job)).toBe(204)
    expect(await usedBytes(user)).toBe(size + shown)
    expect(await recountUser(countingDeps(), user.userId)).toMatchObject({ driftBytes: 0 })
  })

  it('they are given back by a purge with their original, and shown as trash before', async () => {
    const [user, node] = [await aUser(), await aHomeNode()]
    await aFile(user.upload(jpegLike('stays')))
    const id = await aFile(user.upload(jpegLike('goes')))
    await report(node, await lease(node, id))
    await call(user, 'DELETE', `/api/files/${id}`)
    const freed = jpegLike('goes').length + shown
    expect(await trashBytesOf(countingDeps(), user.userId)).toBe(freed)
    const emptied = await Promise.all([1, 2].map(() => call(user, 'POST', '/api/trash/empty')))
    const bodies = await Promise.all(emptied.map(async (each) => await each.json()))
    const sum = bodies.reduce(
      (all: number, each) => all + emptiedTrashSchema.parse(each).freedBytes,
      0,
    )
    expect(sum).toBe(freed)
    expect(await usedBytes(user)).toBe(jpegLike('stays').length)
    expect(await recountUser(countingDeps(), user.userId)).toMatchObject({ driftBytes: 0 })
    expect(await trashBytesOf(countingDeps(), user.userId)).toBe(0)
  })

  it('count on the owner of the space, and go with it to another', async () => {
    const [owner, editor, node] = [await aUser(), await aUser(), await aHomeNode()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    const id = await aFile(uploadTo(editor, space.id, jpegLike('shared')))
    await report(node, await lease(node, id))
    const used = jpegLike('shared').length + shown
    expect([await usedBytes(owner), await usedBytes(editor)]).toEqual([used, 0])
    const path = `/api/spaces/${space.id}/transfer`
    await call(owner, 'POST', path, { username: editor.username })
    expect([await usedBytes(owner), await usedBytes(editor)]).toEqual([0, used])
    for (const { userId } of [owner, editor]) {
      expect(await recountUser(countingDeps(), userId)).toMatchObject({ driftBytes: 0 })
    }
  })
})

describe('without', () => {
  it('only originals count, when a picture is made and when it is purged', async () => {
    const [user, node] = [await aUser(), await aHomeNode()]
    const id = await aFile(user.upload(jpegLike('bare')))
    const job = await lease(node, id)
    const body = new Uint8Array(Buffer.concat([frameHead(found), small, large]))
    await node.fetch('POST', `/api/home/jobs/${job.id}/done`, body)
    expect(await usedBytes(user)).toBe(jpegLike('bare').length)
    await user.fetch(`/api/files/${id}`, { method: 'DELETE' })
    expect(await trashBytesOf(testDeps(), user.userId)).toBe(jpegLike('bare').length)
    await user.fetch(`/api/files/${id}/purge`, { method: 'POST' })
    expect(await usedBytes(user)).toBe(0)
  })
})
