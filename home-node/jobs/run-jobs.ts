import { setTimeout as sleep } from 'node:timers/promises'
import type { IngestResult, LeasedJob } from '#contracts/jobs'
import { maxPictureBytes } from '../images/probe.ts'
import { WorkerAwayError, type WorkerClient } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import { backOffMs } from '../retry.ts'
import { makeSignal } from '../signal.ts'
import { type FetchDeps, type Fetched, fetchOriginals } from './fetch-originals.ts'
import { type FilmFileDeps, withFilmFile } from './film-file.ts'
import { giveBack } from './give-back.ts'
import { makeQueue } from './queue.ts'

/** Originals fetched together are at most so many and so large, since all may be in memory. */
const groupMax = 8
const groupMaxBytes = 33_554_432
/** Jobs are leased ahead, as many as were done in this time, since a lease ends by itself. */
const aheadMs = 10_000
const aheadMax = 24

interface IngestedPicture {
  result: IngestResult
  /** In the order in which the result lists them. */
  renditions: { bytes: Uint8Array }[]
}

/**
 * The pipeline. A picture that cannot be decoded is a result (`preview: 'none'`), not a rejection;
 * it rejects only when something is wrong here, so that the job is tried again.
 */
export type IngestPicture = (
  bytes: Uint8Array,
  hint: { mimeType: string },
) => Promise<IngestedPicture>

/** The same of a film at a path, which is never in memory whole. */
export type IngestFilm = (path: string, signal: AbortSignal) => Promise<IngestedPicture>

export interface RunJobsOptions extends Omit<FetchDeps, 'client'> {
  client: FetchDeps['client'] & Pick<WorkerClient, 'leaseJobs' | 'finishJob' | 'failJob'>
  ingestPicture: IngestPicture
  films?: { ingest: IngestFilm; pathOf: FilmFileDeps['pathOf'] }
  /** Called whenever nothing is left that was leased. */
  onIdle?(): void
  log: Log
  signal: AbortSignal
  /** Jobs under way at once: more than cores, so that some are reported while others decode. */
  lanes?: number
  pollMs?: { first: number; longest: number }
}

const tooLarge: IngestResult = {
  preview: 'none',
  previewNote: 'This file is too large for a preview.',
  width: null,
  height: null,
  takenAt: null,
  camera: null,
  thumbhash: null,
  renditions: [],
  tags: [],
}

async function runJob(options: RunJobsOptions, { job, bytes, error }: Fetched): Promise<void> {
  const { client } = options
  try {
    const { result, renditions } = await ingest(options, { job, bytes, error })
    const pictures = renditions.map((rendition) => rendition.bytes)
    await client.finishJob(job.id, result, pictures)
  } catch (failure) {
    await giveBack(options, job, failure)
  }
}

async function ingest(options: RunJobsOptions, { job, bytes, error }: Fetched) {
  const { films } = options
  if (isFilm(job) && films) {
    const deps = { ...options, pathOf: films.pathOf }
    return await withFilmFile(deps, job, (path) => films.ingest(path, options.signal))
  }
  if (bytes === null) throw error
  return await options.ingestPicture(bytes, { mimeType: job.mimeType })
}

function isFilm({ mimeType }: LeasedJob): boolean {
  return mimeType.startsWith('video/')
}

/** Jobs in groups whose originals may be in memory together. */
function groupsOf(jobs: LeasedJob[]): LeasedJob[][] {
  const groups: LeasedJob[][] = []
  let bytes = 0
  for (const job of jobs) {
    const group = groups.at(-1)
    bytes += job.sizeBytes
    if (group === undefined || group.length >= groupMax || bytes > groupMaxBytes) {
      groups.push([job])
      bytes = job.sizeBytes
    } else group.push(job)
  }
  return groups
}

/**
 * Leases jobs and runs them until `signal` aborts. One side leases ahead and fetches originals,
 * several in a request; the lanes decode and report, and never wait for an original.
 */
export function startJobs(options: RunJobsOptions) {
  const { client, log, signal, lanes = 4 } = options
  const poll = options.pollMs ?? { first: 5_000, longest: 30_000 }
  const wanted = makeSignal()
  const fetched = makeQueue<Fetched>(signal)
  let leased = 0
  let doneAtMs: number[] = []

  /** As many as were done lately: fewer when pictures are slow, so that no lease runs out. */
  function ahead(): number {
    const since = Date.now() - aheadMs
    doneAtMs = doneAtMs.filter((atMs) => atMs > since)
    return Math.min(aheadMax, Math.max(lanes, doneAtMs.length))
  }

  async function lane(): Promise<void> {
    for (let next = await fetched.take(); next !== null; next = await fetched.take()) {
      await runJob(options, next)
      leased -= 1
      doneAtMs.push(Date.now())
      if (leased === 0) options.onIdle?.()
    }
  }

  async function supply(leasedJobs: LeasedJob[]): Promise<void> {
    const films = options.films ? leasedJobs.filter(isFilm) : []
    for (const job of films) fetched.push({ job, bytes: null, error: null })
    const jobs = leasedJobs.filter((job) => !films.includes(job))
    for (const job of jobs.filter(({ sizeBytes }) => sizeBytes > maxPictureBytes)) {
      await client.finishJob(job.id, tooLarge).catch((error) => giveBack(options, job, error))
      leased -= 1
    }
    const fitting = jobs.filter(({ sizeBytes }) => sizeBytes <= maxPictureBytes)
    for (const group of groupsOf(fitting)) {
      await fetched.hasFewerThan(lanes)
      for await (const one of fetchOriginals(options, group)) fetched.push(one)
    }
    await fetched.hasFewerThan(lanes)
  }

  async function leaseLoop(): Promise<void> {
    let pauseMs = poll.first
    for (let failures = 0; !signal.aborted; ) {
      try {
        const jobs = await client.leaseJobs(ahead())
        failures = 0
        leased += jobs.length
        if (jobs.length > 0) {
          pauseMs = poll.first
          await supply(jobs)
          continue
        }
        pauseMs = Math.min(poll.longest, pauseMs * 1.5)
      } catch (error) {
        if (!(error instanceof WorkerAwayError) && !signal.aborted) {
          log.error('jobs.lease', { message: messageOf(error) })
        }
        pauseMs = backOffMs(failures++, 1_000, poll.longest)
      }
      await wanted.wait(pauseMs, signal)
    }
  }

  const all = [leaseLoop(), ...Array.from({ length: lanes }, lane)]
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return {
    wake: () => wanted.wake(),
    isBusy: () => leased > 0,
    // Jobs that are nearly done may finish; the others' leases end by themselves.
    done: aborted.then(() => Promise.race([Promise.allSettled(all), sleep(2_000)])),
  }
}
