import { randomBytes } from 'node:crypto'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sha256 } from '#contracts/ids'
import { type IngestResult, ingestResultSchema } from '#contracts/jobs'
import type { Peer } from '../faults/peer.ts'
import { ensureEnrolled } from '../link/enrol.ts'
import { makeWorkerClient } from '../link/worker-client.ts'
import { aFolder, aLog, aMirror, aPeer, until } from '../testing.ts'
import { type IngestFilm, type IngestPicture, type RunJobsOptions, startJobs } from './run-jobs.ts'

const nothing: IngestResult = {
  preview: 'none',
  previewNote: 'This is not a picture.',
  width: null,
  height: null,
  takenAt: null,
  camera: null,
  thumbhash: null,
  renditions: [],
  tags: [],
}

/** The smallest true pipeline: one rendition by sharp. */
const smallPipeline: IngestPicture = async (bytes) => {
  const made = await sharp(bytes)
    .resize(320, 320, { fit: 'inside', withoutEnlargement: true })
    .webp()
    .toBuffer({ resolveWithObject: true })
    .catch(() => null)
  if (made === null) return { result: nothing, renditions: [] }
  const { width, height, size } = made.info
  const rendition = { name: '320' as const, width, height, sizeBytes: size }
  return {
    result: { ...nothing, preview: 'ready', previewNote: null, renditions: [rendition] },
    renditions: [{ name: '320', bytes: made.data }],
  }
}

const aPicture = () =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#c63' } })
    .jpeg()
    .toBuffer()

async function aRunner(
  peer: Peer,
  ingestPicture: IngestPicture,
  parts: Partial<Pick<RunJobsOptions, 'disks' | 'whenMirrored' | 'films'>> = {},
  root?: string,
) {
  root ??= await aFolder()
  const stopping = new AbortController()
  const { signal } = stopping
  const log = aLog()
  await mkdir(join(root, 'state'), { recursive: true })
  const config = {
    stateDir: join(root, 'state'),
    workerUrl: peer.url,
    disks: [],
    port: 0,
    joinCode: peer.joinCode,
    name: 'test',
    trashDays: 7,
    scrubDays: 30,
    modelsDir: '/nowhere',
    modelHub: 'https://hub.test',
    accessToken: null,
  }
  const identity = await ensureEnrolled(config, log, signal)
  const client = makeWorkerClient({ ...config, identity, signal })
  const disks = { open: async () => null }
  const pollMs = { first: 20, longest: 50 }
  const jobs = startJobs({ client, disks, ingestPicture, log, signal, pollMs, ...parts })
  onTestFinished(async () => {
    stopping.abort()
    await jobs.done
  })
  return { log }
}

describe('ingest jobs', () => {
  it('bring a rendition and what was found back to the Worker', async () => {
    const peer = await aPeer()
    const job = peer.addJob(peer.addOriginal(await aPicture()), 'image/jpeg')
    await aRunner(peer, smallPipeline)
    await until(() => peer.results.has(job.id))
    const result = ingestResultSchema.parse(peer.results.get(job.id))
    expect(result).toMatchObject({ preview: 'ready', renditions: [{ width: 320, height: 240 }] })
    const rendition = peer.renditions.get(`${job.id}/320`)
    expect(await sharp(rendition).metadata()).toMatchObject({ format: 'webp', width: 320 })
  })

  it('of what is no picture are done, not failed', async () => {
    const peer = await aPeer()
    const job = peer.addJob(peer.addOriginal(randomBytes(5_000)), 'image/jpeg')
    await aRunner(peer, smallPipeline)
    await until(() => peer.results.has(job.id))
    expect(peer.results.get(job.id)).toMatchObject({ preview: 'none', previewNote: /picture/ })
  })

  it('of films get a path and never hold the film in memory: what was fetched for it is gone afterwards', async () => {
    const peer = await aPeer()
    const bytes = randomBytes(300_000)
    const job = peer.addJob(peer.addOriginal(bytes), 'video/mp4')
    const seen: { path: string; bytes: Buffer }[] = []
    const ingest: IngestFilm = async (path) => {
      seen.push({ path, bytes: await readFile(path) })
      return { result: { ...nothing, durationMs: 8_000 }, renditions: [] }
    }
    const noPicture = () => Promise.reject(new Error('a film is no picture'))
    await aRunner(peer, noPicture, { films: { ingest, pathOf: async () => null } })
    await until(() => peer.results.has(job.id))
    expect(peer.results.get(job.id)).toMatchObject({ durationMs: 8_000 })
    expect(seen.map((one) => one.bytes.equals(bytes))).toEqual([true])
    await expect(stat(seen[0]?.path ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('of films read those on an own disk where they lie', async () => {
    const peer = await aPeer()
    const original = peer.addOriginal(randomBytes(5_000))
    const root = await aFolder()
    const { disks } = await aMirror(peer, root)
    const paths: string[] = []
    const ingest: IngestFilm = async (path) => {
      paths.push(path)
      return { result: nothing, renditions: [] }
    }
    await aRunner(peer, smallPipeline, { films: { ingest, pathOf: disks.pathOf } }, root)
    await until(() => peer.acks.size === 2)
    const job = peer.addJob(original, 'video/webm')
    await until(() => peer.results.has(job.id))
    expect(peer.downloads).toHaveLength(1)
    expect(paths).toEqual([await disks.pathOf(job.sha256)])
  })

  it('read the original from an own disk rather than fetch it again', async () => {
    const peer = await aPeer()
    const original = peer.addOriginal(await aPicture())
    const root = await aFolder()
    const { disks } = await aMirror(peer, root)
    await aRunner(peer, smallPipeline, { disks }, root)
    await until(() => peer.acks.size === 2)
    const job = peer.addJob(original, 'image/jpeg')
    await until(() => peer.results.has(job.id))
    expect(peer.downloads).toHaveLength(1)
  })

  it('have their originals fetched together, each once, and those left out alone', async () => {
    const peer = await aPeer()
    const bytes = await aPicture()
    const pictures = [1, 2, 3].map((extra) =>
      peer.addOriginal(Buffer.concat([bytes, Buffer.alloc(extra)])),
    )
    peer.faults.spoilsBatches = true
    const jobs = pictures.map((picture) => peer.addJob(picture, 'image/jpeg'))
    await aRunner(peer, smallPipeline)
    await until(() => jobs.every((job) => peer.results.has(job.id)))
    for (const job of jobs) expect(peer.results.get(job.id)).toMatchObject({ preview: 'ready' })
    expect(peer.batches[0]).toEqual(pictures.map(({ id }) => id))

    peer.faults.spoilsBatches = false
    peer.downloads.length = 0
    const again = pictures.map((picture) => peer.addJob(picture, 'image/jpeg'))
    await until(() => again.every((job) => peer.results.has(job.id)))
    expect(peer.downloads).toHaveLength(pictures.length)
  })

  it('wait for the mirror where it is just bringing the same original', async () => {
    const peer = await aPeer()
    const original = peer.addOriginal(await aPicture())
    const copied = Promise.withResolvers<void>()
    const root = await aFolder()
    const { disks } = await aMirror(peer, root)
    await until(() => peer.verifiedAcks().length === 2)
    let isCopied = false
    const parts = {
      disks: { open: async (sha256: Sha256) => (isCopied ? await disks.open(sha256) : null) },
      whenMirrored: () => copied.promise,
    }
    await aRunner(peer, smallPipeline, parts, root)
    const job = peer.addJob(original, 'image/jpeg')
    await until(() => peer.jobs.length === 0)
    isCopied = true
    copied.resolve()
    await until(() => peer.results.has(job.id))
    expect(peer.downloads).toHaveLength(1)
  })

  it('that fail here are given back to be tried again, without naming paths', async () => {
    const peer = await aPeer()
    const job = peer.addJob(peer.addOriginal(await aPicture()), 'image/jpeg')
    const { log } = await aRunner(peer, () => Promise.reject(new Error('/home/x: out of memory')))
    await until(() => peer.results.has(job.id))
    expect(peer.results.get(job.id)).toEqual({
      failed: 'The home node could not finish this; it will try again.',
    })
    expect(log.errors.some((line) => line.includes('out of memory'))).toBe(true)
  })

  it('of files over 100 MB are answered without reading them', async () => {
    const peer = await aPeer()
    const original = peer.addOriginal(randomBytes(10))
    const job = peer.addJob(original, 'image/tiff')
    job.sizeBytes = 100 * 1024 * 1024 + 1
    await aRunner(peer, smallPipeline)
    await until(() => peer.results.has(job.id))
    expect(peer.results.get(job.id)).toMatchObject({ preview: 'none' })
    expect(peer.downloads).toEqual([])
  })

  it('run a few at a time, until all are done', async () => {
    const peer = await aPeer()
    const picture = peer.addOriginal(await aPicture())
    const jobs = Array.from({ length: 9 }, () => peer.addJob(picture, 'image/jpeg'))
    const running = { now: 0, most: 0 }
    await aRunner(peer, async (bytes, hint) => {
      running.now += 1
      running.most = Math.max(running.most, running.now)
      const made = await smallPipeline(bytes, hint)
      running.now -= 1
      return made
    })
    await until(() => jobs.every((job) => peer.results.has(job.id)))
    expect(running.most).toBe(4)
  })
})
