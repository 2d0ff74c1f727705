import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { fileDetailSchema, uploadOutcomeSchema } from '#contracts/files'
import type { IndexResult } from '#contracts/found'
import type { FileId } from '#contracts/ids'
import { indexingFailuresSchema, indexingProgressSchema } from '#contracts/indexing'
import type { LeasedJob } from '#contracts/jobs'
import { searchPageSchema } from '#contracts/search'
import { sweep } from '../jobs/sweep.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { aFinding, leaseAll, makePreviews, testEngines } from '../testing/indexing.ts'
import { jpegLike } from '../testing/pictures.ts'

let user: TestUser
let node: TestHomeNode

beforeEach(async () => {
  await env.DB.batch([
    env.DB.prepare("update jobs set state = 'done' where state <> 'done'"),
    env.DB.prepare('delete from wanted_index'),
    env.DB.prepare('delete from indexed_files'),
  ])
  user = await aUser()
  node = await aHomeNode()
})

/** A picture with a preview that no engine has looked at. */
async function aPicture(text: string): Promise<FileId> {
  const uploaded = await user.upload(jpegLike(`${text} ${crypto.randomUUID()}`), `${text}.jpg`)
  const { file } = uploadOutcomeSchema.parse(await uploaded.json())
  await makePreviews(node)
  return file.id
}

async function jobOf(fileId: FileId, engines = testEngines): Promise<LeasedJob> {
  const job = (await leaseAll(node, 'index-file', engines)).find((one) => one.fileId === fileId)
  if (!job) throw new Error('no job for this file')
  return job
}

async function report(job: LeasedJob, result: unknown = aFinding(), by = node): Promise<Response> {
  const body = new TextEncoder().encode(JSON.stringify(result))
  return await by.fetch('POST', `/api/home/jobs/${job.id}/found`, body)
}

async function anIndexed(text: string, result: Partial<IndexResult> = {}): Promise<FileId> {
  const fileId = await aPicture(text)
  const job = await jobOf(fileId, result.looked)
  expect((await report(job, aFinding(result))).status).toBe(204)
  return fileId
}

async function foundIn(fileId: FileId) {
  return fileDetailSchema.parse(await (await user.fetch(`/api/files/${fileId}`)).json())
}

async function search(q: string): Promise<string[]> {
  const page = await user.fetch(`/api/search?q=${encodeURIComponent(q)}`)
  return searchPageSchema.parse(await page.json()).items.map(({ file }) => file.id)
}

async function progress() {
  const admin = await aUser({ isAdmin: true })
  const answer = await admin.fetch('/api/admin/indexing')
  return { admin, progress: indexingProgressSchema.parse(await answer.json()) }
}

describe('what engines found in a file', () => {
  it('is told with the file, by which engine and when, and searched for at once', async () => {
    const fileId = await aPicture('street')
    expect((await foundIn(fileId)).found).toEqual({
      ...{ objects: [], text: null, caption: null, looked: [], lookedAt: null },
    })
    await report(await jobOf(fileId))
    const { found, tags } = await foundIn(fileId)
    const { objects, text } = aFinding()
    expect(found).toMatchObject({ objects, text, looked: testEngines })
    expect(Date.parse(found.lookedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(tags).toEqual(aFinding().tags)
    for (const words of ['car', 'red car', '"red car"', 'kiosk']) {
      expect(await search(words)).toEqual([fileId])
    }
    expect(await search('"kiosk car"')).toEqual([])
  })

  it('takes the place of what the same engines found before, and leaves the others alone', async () => {
    const fileId = await anIndexed('twice')
    await user.fetch(`/api/files/${fileId}/tags`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tags: ['mine'] }),
    })
    const dog = { label: 'dog', probability: 0.6, engine: 'seer-1' }
    const looked = [...testEngines, 'newer-1']
    const job = await jobOf(fileId, looked)
    await report(job, aFinding({ looked, tags: [dog], objects: [], text: null }))
    const { tags, found } = await foundIn(fileId)
    expect(tags.map(({ label }) => label).sort()).toEqual(['dog', 'mine'])
    expect(found).toMatchObject({ objects: [], text: null })
    expect(await search('car')).toEqual([])
    expect(await search('kiosk')).toEqual([])
    expect(await search('mine dog')).toEqual([fileId])
  })

  it('is taken from the home node that holds the job alone, and once', async () => {
    const fileId = await aPicture('held')
    const job = await jobOf(fileId)
    expect((await report(job, aFinding(), await aHomeNode())).status).toBe(409)
    expect(
      (await report({ ...job, id: 'job_01M7ZJ255034MN0V5GF7GMFQAQ' as typeof job.id })).status,
    ).toBe(404)
    const long = { text: 'a'.repeat(20_001), confidence: 1, engine: 'reader-1' }
    expect((await report(job, aFinding({ text: long }))).status).toBe(400)
    expect((await report(job, { ...aFinding(), more: 'x'.repeat(300_000) })).status).toBe(413)
    expect((await report(job)).status).toBe(204)
    expect((await report(job, aFinding({ objects: [] }))).status).toBe(204)
    expect((await foundIn(fileId)).found.objects).toHaveLength(1)
  })

  it('ends with the file: a job of a purged one is not there', async () => {
    const fileId = await aPicture('purged')
    const job = await jobOf(fileId)
    await env.DB.prepare('delete from files where id = ?').bind(fileId).run()
    expect((await report(job)).status).toBe(404)
    expect((await progress()).progress.total).toBe(0)
  })

  it('that no such job can be taken from: one of another kind', async () => {
    await user.upload(jpegLike(crypto.randomUUID()), 'a.jpg')
    const [job] = await leaseAll(node, 'ingest-file')
    expect(job && (await report(job)).status).toBe(404)
  })
})

describe('an engine that came later', () => {
  it('looks alone: what the others found stays, and they need not look again', async () => {
    const fileId = await anIndexed('later')
    const engines = [...testEngines, 'clip-tiny@1']
    const job = await jobOf(fileId, engines)
    expect(job.looked).toEqual(testEngines)
    const nothing = { tags: [], objects: [], text: null }
    await report(job, aFinding({ ...nothing, looked: ['clip-tiny@1'] }))
    const { found, tags } = await foundIn(fileId)
    expect(found.looked).toEqual(['clip-tiny@1', ...testEngines].sort())
    expect(found.objects).toHaveLength(1)
    expect(tags.map(({ label }) => label)).toEqual(['car'])
    expect(await search('red car')).toEqual([fileId])
    expect((await progress()).progress).toMatchObject({ indexed: 1, waiting: 0 })
  })

  it('of another version takes the place of the one before', async () => {
    const fileId = await anIndexed('version')
    const [car] = aFinding().objects
    const newer = { ...car, label: 'van', engine: 'seer-2' }
    const job = await jobOf(fileId, ['colours-1', 'reader-1', 'seer-2'])
    expect(job.looked).toEqual(['colours-1', 'reader-1'])
    await report(job, {
      ...aFinding({ looked: ['seer-2'], text: null, tags: [] }),
      objects: [newer],
    })
    const { found, tags } = await foundIn(fileId)
    expect(found.objects.map(({ label }) => label)).toEqual(['van'])
    expect(tags).toEqual([])
  })
})

describe('files are looked at', () => {
  it('once they have a preview, after all previews, and never while another node has them', async () => {
    await node.fetch('POST', '/api/home/jobs/lease', {
      max: 1,
      name: 'index-file',
      engines: testEngines,
    })
    const fileId = await aPicture('first')
    expect((await leaseAll(node, 'ingest-file')).length).toBe(0)
    const job = await jobOf(fileId)
    expect(job).toMatchObject({ name: 'index-file', fileId })
    expect(await leaseAll(node, 'index-file')).toEqual([])
    expect((await foundIn(fileId)).work).toEqual([])
  })

  it('anew when the engines are others, while what was found still answers', async () => {
    const fileId = await anIndexed('again')
    expect(await leaseAll(node, 'index-file')).toEqual([])
    const job = await jobOf(fileId, ['seer-2'])
    expect(await search('car')).toEqual([fileId])
    expect((await progress()).progress).toMatchObject({ indexed: 0, running: 1, waiting: 0 })
    await report(job, aFinding({ looked: ['seer-2'], tags: [], objects: [] }))
    expect((await progress()).progress).toMatchObject({ indexed: 1, running: 0, waiting: 0 })
    expect((await foundIn(fileId)).found.looked).toEqual(['seer-2'])
  })

  it('by the engines of the home node that joined last: an older one with others gets no work', async () => {
    const newer = await aHomeNode()
    expect(await leaseAll(newer, 'index-file', ['newer-1'])).toEqual([])
    const fileId = await aPicture('two nodes')
    expect(await leaseAll(node, 'index-file')).toEqual([])
    const jobs = await leaseAll(newer, 'index-file', ['newer-1'])
    expect(jobs.map((job) => job.fileId)).toEqual([fileId])
  })

  it('also when they came while no home node looked: the sweep makes their jobs', async () => {
    const fileId = await aPicture('before')
    expect((await progress()).progress).toMatchObject({ total: 1, waiting: 1, engines: [] })
    await leaseAll(node, 'index-file', ['older-1'])
    await env.DB.prepare("update wanted_index set engines = 'seer-1'").run()
    await sweep(testDeps())
    const row = await env.DB.prepare(
      "select count(*) as n from jobs where file_id = ? and name = 'index-file' and state in ('queued', 'waiting_home')",
    )
    expect(await row.bind(fileId).first('n')).toBe(1)
  })

  it('from the largest rendition, several in one answer; what has none is left out', async () => {
    const fileId = await aPicture('rendition')
    const missing = 'fil_01M7ZJ255034MN0V5GF7GMFQAQ'
    const answer = await node.fetch('POST', '/api/home/renditions/batch', {
      fileIds: [missing, fileId],
    })
    const text = await answer.text()
    expect(text).toContain(`"fileId":"${fileId}"`)
    expect(text).toContain('1600 and larger')
    expect(text).not.toContain(missing)
  })
})

describe('an admin', () => {
  it('sees how many files were looked at, at which rate, and how long the rest will take', async () => {
    await anIndexed('done')
    await aPicture('waits')
    const { progress: seen } = await progress()
    expect(seen).toMatchObject({ total: 2, indexed: 1, waiting: 1, running: 0, failed: 0 })
    expect(seen).toMatchObject({ engines: testEngines, perMinute: 0.2, secondsLeft: 300 })
  })

  it('sees what failed and why, page by page, and has it tried again', async () => {
    const ids = [await aPicture('one'), await aPicture('two')]
    for (const job of await leaseAll(node, 'index-file')) {
      const failure = { note: 'The engine stopped.', retryable: false }
      await node.fetch('POST', `/api/home/jobs/${job.id}/failed`, failure)
    }
    const { admin, progress: seen } = await progress()
    expect(seen).toMatchObject({ failed: 2, waiting: 0 })
    expect((await foundIn(ids[0] as FileId)).preview).toBe('ready')
    const named: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/api/admin/indexing/failures?limit=1${cursor && `&cursor=${cursor}`}`
      const page = indexingFailuresSchema.parse(await (await admin.fetch(path)).json())
      named.push(...page.items.map(({ name, note }) => `${name}: ${note}`))
      cursor = page.nextCursor
    }
    expect(named.sort()).toEqual(['one.jpg: The engine stopped.', 'two.jpg: The engine stopped.'])
    const retried = await admin.fetch('/api/admin/indexing/retry', { method: 'POST' })
    expect(await retried.json()).toEqual({ queued: 2 })
    expect((await leaseAll(node, 'index-file')).map((job) => job.fileId).sort()).toEqual(ids.sort())
  })

  it('has everything looked at again', async () => {
    const fileId = await anIndexed('everything')
    const { admin } = await progress()
    expect((await admin.fetch('/api/admin/indexing/again', { method: 'POST' })).status).toBe(204)
    expect((await progress()).progress).toMatchObject({ total: 1, indexed: 0, waiting: 1 })
    await report(await jobOf(fileId))
    expect((await progress()).progress).toMatchObject({ total: 1, indexed: 1, waiting: 0 })
    expect(await leaseAll(node, 'index-file')).toEqual([])
  })
})
