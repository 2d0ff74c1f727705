import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import { frameHead } from '#contracts/frames'
import { type LeasedJob, leaseResponseSchema } from '#contracts/jobs'
import { newId } from '../ids.ts'
import worker from '../index.ts'
import { renditionKey } from '../originals/keys.ts'
import { aUser, testDeps } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { jpegLike, webpLike } from '../testing/pictures.ts'
import { leaseJobs } from './lease-jobs.ts'
import { backOffMs, leaseMs, maxAttempts } from './queries.ts'
import { runEdgeJob } from './run-edge-job.ts'
import { sweep } from './sweep.ts'

/** Other tests of this file leave jobs behind: each test looks for its own. */
async function leaseAll(node: TestHomeNode): Promise<LeasedJob[]> {
  const response = await node.fetch('POST', '/api/home/jobs/lease', { max: 50 })
  return leaseResponseSchema.parse(await response.json()).jobs
}

async function aPicture(text: string) {
  const user = await aUser()
  const { file } = uploadOutcomeSchema.parse(await (await user.upload(jpegLike(text))).json())
  return { user, file }
}

async function leaseFor(node: TestHomeNode, fileId: string): Promise<LeasedJob> {
  const job = (await leaseAll(node)).find((candidate) => candidate.fileId === fileId)
  if (!job) throw new Error('the job was not leased')
  return job
}

async function stateOf(fileId: string) {
  return await env.DB.prepare('select state, attempts, note from jobs where file_id = ?')
    .bind(fileId)
    .first<{ state: string; attempts: number; note: string | null }>()
}

const [small, large] = [webpLike('320'), webpLike('1600 and larger')]
const found = {
  preview: 'ready',
  previewNote: null,
  width: 800,
  height: 600,
  takenAt: '2024-05-31T14:03:22',
  camera: 'Canon EOS R5',
  thumbhash: 'pxgKDYD/1mOcYmxlioeHeB925mBX',
  renditions: [
    { name: '320', width: 320, height: 240, sizeBytes: small.length },
    { name: '1600', width: 800, height: 600, sizeBytes: large.length },
  ],
  tags: [{ label: 'green', probability: 0.7, engine: 'colours-1' }],
}

/** Reports a job done, as the home node does; answers the status. */
async function report(
  node: TestHomeNode,
  job: LeasedJob,
  renditions: Uint8Array[] = [small, large],
  result: object = found,
): Promise<number> {
  const body = new Uint8Array(Buffer.concat([frameHead(result), ...renditions]))
  return (await node.fetch('POST', `/api/home/jobs/${job.id}/done`, body)).status
}

describe('a job of the home node', () => {
  it('goes to one of two that ask at once', async () => {
    const { file } = await aPicture('one of two')
    const [one, two] = [await aHomeNode(), await aHomeNode()]
    const leased = (await Promise.all([leaseAll(one), leaseAll(two)])).flat()
    expect(leased.filter((job) => job.fileId === file.id)).toHaveLength(1)
  })

  it('fills in what the picture is and shows its renditions', async () => {
    const { user, file } = await aPicture('fills in')
    const node = await aHomeNode()
    const job = await leaseFor(node, file.id)
    expect(await report(node, job)).toBe(204)
    const response = await user.fetch(`/api/files/${file.id}`)
    const detail = fileDetailSchema.parse(await response.json())
    expect(detail).toMatchObject({
      preview: 'ready',
      width: 800,
      camera: 'Canon EOS R5',
      takenAt: '2024-05-31T14:03:22',
      work: [],
      tags: found.tags,
    })
    const picture = await user.fetch(detail.thumbUrl ?? '')
    expect(picture.status).toBe(200)
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(small)
  })

  it('may report twice: its first answer may have been lost', async () => {
    const { file } = await aPicture('twice')
    const node = await aHomeNode()
    const job = await leaseFor(node, file.id)
    expect(await report(node, job)).toBe(204)
    const other = webpLike('999')
    expect(await report(node, job, [other, large])).toBe(204)
    // Renditions are immutable: what caches may hold already is not written over.
    const kept = await env.BUCKET.get(renditionKey(job.spaceId, job.fileId, '320'))
    expect(new Uint8Array((await kept?.arrayBuffer()) ?? [])).toEqual(small)
    const updates = await env.DB.prepare(
      "select count(*) as n from changes where kind = 'file.updated' and file_id = ?",
    )
      .bind(file.id)
      .first('n')
    expect(updates).toBe(1)
  })

  it('is not done with fewer, more or other bytes than its result lists', async () => {
    const { file } = await aPicture('other bytes')
    const node = await aHomeNode()
    const job = await leaseFor(node, file.id)
    const twice = { ...found, renditions: [found.renditions[0], found.renditions[0]] }
    expect(await report(node, job, [small])).toBe(400)
    expect(await report(node, job, [small, large, small])).toBe(400)
    expect(await report(node, job, [small, small], twice)).toBe(400)
    expect(await report(node, job, [], { ...found, renditions: 'none' })).toBe(400)
    const notWebp = jpegLike('x'.repeat(small.length - jpegLike('').length))
    expect(await report(node, job, [notWebp, large])).toBe(415)
    const tooLarge = webpLike('x'.repeat(8_000_000))
    expect(await report(node, job, [small, tooLarge])).toBe(413)
    expect(await stateOf(file.id)).toMatchObject({ state: 'running' })
  })

  it('is not done by a body that is no frame', async () => {
    const { file } = await aPicture('no frame')
    const node = await aHomeNode()
    const job = await leaseFor(node, file.id)
    for (const body of ['', 'abc', '\u0000\u0000\u0000\u0009{', '\u007f\u0000\u0000\u0000']) {
      const bytes = new TextEncoder().encode(body)
      const done = await node.fetch('POST', `/api/home/jobs/${job.id}/done`, bytes)
      expect(done.status).toBe(400)
    }
  })

  it('takes no result from a node that does not hold it', async () => {
    const { file } = await aPicture('not held')
    const [holder, other] = [await aHomeNode(), await aHomeNode()]
    const job = await leaseFor(holder, file.id)
    expect(await report(other, job)).toBe(409)
    expect(await env.BUCKET.head(renditionKey(job.spaceId, job.fileId, '320'))).toBeNull()
    const failure = { note: 'no', retryable: true }
    expect((await other.fetch('POST', `/api/home/jobs/${job.id}/failed`, failure)).status).toBe(409)
  })

  it('comes back to the queue, later each time, and fails for good with a sentence', async () => {
    const { user, file } = await aPicture('fails')
    const node = await aHomeNode()
    let now = Date.now()
    const deps = testDeps({ now: () => now })
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const jobs = await leaseJobs(deps, node.id, { name: 'ingest-file', max: 50 })
      const job = jobs.find((candidate) => candidate.fileId === file.id)
      expect(job?.attempt).toBe(attempt)
      const failure = { note: 'The picture service stopped.', retryable: true }
      await node.fetch('POST', `/api/home/jobs/${job?.id}/failed`, failure)
      const early = await leaseJobs(deps, node.id, { name: 'ingest-file', max: 50 })
      expect(early.some((candidate) => candidate.fileId === file.id)).toBe(false)
      now = Math.max(now, Date.now()) + backOffMs(attempt) + 1_000
    }
    expect(await stateOf(file.id)).toMatchObject({ state: 'failed', attempts: maxAttempts })
    const detail = fileDetailSchema.parse(await (await user.fetch(`/api/files/${file.id}`)).json())
    expect(detail).toMatchObject({ preview: 'none', previewNote: 'The preview could not be made.' })
    expect(detail.work[0]).toMatchObject({ state: 'failed', note: 'The picture service stopped.' })
  })

  it('whose runner went silent is given to another when its lease ends', async () => {
    const { file } = await aPicture('silent')
    const [silent, other] = [await aHomeNode(), await aHomeNode()]
    await leaseFor(silent, file.id)
    const later = testDeps({ now: () => Date.now() + leaseMs + 1_000 })
    const jobs = await leaseJobs(later, other.id, { name: 'ingest-file', max: 50 })
    expect(jobs.some((job) => job.fileId === file.id)).toBe(true)
  })
})

describe('a job at the edge', () => {
  async function aReceivedOriginal(text: string) {
    const { user, file } = await aPicture(text)
    await env.DB.prepare(
      "update copies set state = 'received', verified_at = null where place = 'r2' and original_id = (select original_id from files where id = ?)",
    )
      .bind(file.id)
      .run()
    const jobId = newId('job', Date.now())
    await env.DB.prepare(
      `insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
       select ?, 'verify-original', 'edge', space_id, id, original_id, 'queued', 0, 0 from files where id = ?`,
    )
      .bind(jobId, file.id)
      .run()
    return { user, file, jobId }
  }

  async function r2Copy(user: Awaited<ReturnType<typeof aUser>>, fileId: string) {
    const detail = fileDetailSchema.parse(await (await user.fetch(`/api/files/${fileId}`)).json())
    return detail.copies.find((copy) => copy.place === 'r2')
  }

  it('turns received into verified by reading the original back', async () => {
    const { user, file, jobId } = await aReceivedOriginal('received')
    const batch = createMessageBatch('cloudvault-jobs', [
      { id: '1', timestamp: new Date(), attempts: 1, body: { jobId } },
    ])
    const context = createExecutionContext()
    await worker.queue?.(batch, env, context)
    const result = await getQueueResult(batch, context)
    expect(result.explicitAcks).toEqual(['1'])
    expect(await r2Copy(user, file.id)).toMatchObject({ state: 'verified' })
  })

  it('marks a copy bad whose bytes are not those of its hash', async () => {
    const { user, file, jobId } = await aReceivedOriginal('rotten')
    const { objects } = await env.BUCKET.list({ prefix: `o/${file.spaceId}/` })
    await env.BUCKET.put(objects[0]?.key ?? '', 'other bytes')
    await runEdgeJob(testDeps(), jobId)
    expect(await r2Copy(user, file.id)).toMatchObject({ state: 'bad', verifiedAt: null })
  })

  it('does its work once when its message comes five times', async () => {
    const { jobId } = await aReceivedOriginal('five times')
    await Promise.all(Array.from({ length: 5 }, () => runEdgeJob(testDeps(), jobId)))
    const job = await env.DB.prepare('select state, attempts from jobs where id = ?')
      .bind(jobId)
      .first()
    expect(job).toEqual({ state: 'done', attempts: 1 })
  })

  it('a message that cannot be read is left for the dead-letter queue, the others are taken', async () => {
    const { jobId } = await aReceivedOriginal('beside poison')
    const batch = createMessageBatch<unknown>('cloudvault-jobs', [
      { id: 'poison', timestamp: new Date(), attempts: 1, body: { job: '../../etc' } },
      { id: 'good', timestamp: new Date(), attempts: 1, body: { jobId } },
    ])
    const context = createExecutionContext()
    await worker.queue?.(batch, env, context)
    const result = await getQueueResult(batch, context)
    expect(result.explicitAcks).toEqual(['good'])
    expect(result.retryMessages).toEqual([{ msgId: 'poison' }])
  })
})

describe('the sweep', () => {
  it('gives back quota that a broken upload held, and removes the object that nobody owns', async () => {
    const user = await aUser()
    await env.DB.batch([
      env.DB.prepare(
        "insert into uploads (id, space_id, quota_user_id, original_id, size_bytes, state, created_at, expires_at) values ('upl_x', ?, ?, 'org_x', 500, 'reserved', 0, 1)",
      ).bind(user.spaceId, user.userId),
      env.DB.prepare('update users set reserved_bytes = 500 where id = ?').bind(user.userId),
    ])
    await env.BUCKET.put(`o/${user.spaceId}/org_x`, 'half an upload')
    await sweep(testDeps())
    await sweep(testDeps())
    const row = await env.DB.prepare('select reserved_bytes as reserved from users where id = ?')
      .bind(user.userId)
      .first()
    expect(row).toEqual({ reserved: 0 })
    expect(await env.BUCKET.head(`o/${user.spaceId}/org_x`)).toBeNull()
  })

  it('never removes an object that an original needs, whatever an upload row says', async () => {
    const { user, file } = await aPicture('owned')
    await env.DB.prepare("update uploads set state = 'orphaned' where space_id = ?")
      .bind(user.spaceId)
      .run()
    await sweep(testDeps())
    const download = await user.fetch(`/api/files/${file.id}/download`)
    expect(download.status).toBe(200)
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(jpegLike('owned'))
  })
})
