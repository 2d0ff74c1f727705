import { setTimeout as sleep } from 'node:timers/promises'
import { type FacesSeen, faceQuestionSchema } from '#contracts/faces'
import type { LeasedJob } from '#contracts/jobs'
import type { Raster } from '../images/decode.ts'
import { WorkerAwayError, type WorkerClient } from '../link/worker-client.ts'
import { type Log, messageOf } from '../log.ts'
import type { FaceFinder } from '../models/face-finder.ts'
import { backOffMs } from '../retry.ts'
import { makeSignal } from '../signal.ts'
import { FilmError } from '../video/ffmpeg.ts'
import type { FilmFrame } from '../video/take-frames.ts'
import { fetchRenditions, viewOf } from './fetch-renditions.ts'
import { type FilmFileDeps, withFilmFile } from './film-file.ts'
import { giveBack } from './give-back.ts'

const groupMost = 4
/** The Worker takes no more of one file. */
const facesMost = 100
const question = faceQuestionSchema.parse({})

export interface RunFaceJobsOptions extends Omit<FilmFileDeps, 'client' | 'pathOf'> {
  client: FilmFileDeps['client'] &
    Pick<WorkerClient, 'leaseJobs' | 'openRenditions' | 'reportFaces' | 'failJob'>
  faces: FaceFinder
  films?: { pathOf: FilmFileDeps['pathOf']; takeFrames(path: string): Promise<FilmFrame[]> }
  /** Previews come first: while this says true, nothing is leased. */
  isIngesting(): boolean
  log: Log
  pollMs?: { first: number; longest: number }
}

/**
 * Leases files in which faces are to be looked for, all of them of spaces whose admin agreed to it, and
 * reports the faces, until `signal` aborts.
 */
export function startFaceJobs(options: RunFaceJobsOptions) {
  const { client, faces, log, signal } = options
  const poll = options.pollMs ?? { first: 5_000, longest: 60_000 }
  const wanted = makeSignal()

  async function runGroup(jobs: LeasedJob[]): Promise<void> {
    const pictures = jobs.filter((job) => !isFilm(job))
    const renditions = await fetchRenditions(
      client,
      pictures.map(({ fileId }) => fileId),
    )
    for (const job of jobs) {
      await lookAt(job, renditions.get(job.fileId)).catch((error: unknown) =>
        giveBack(options, job, error),
      )
    }
  }

  async function lookAt(job: LeasedJob, encoded: Uint8Array | undefined): Promise<void> {
    if (isFilm(job)) return await report(job, await facesInFilm(job))
    if (encoded === undefined) throw new Error('the preview could not be had')
    const { picture } = await viewOf(encoded)
    await report(job, await faces.find(picture, question))
  }

  async function facesInFilm(job: LeasedJob): Promise<FacesSeen> {
    const { films } = options
    const deps = { ...options, pathOf: films?.pathOf ?? (async () => null) }
    const frames = films
      ? await withFilmFile(deps, job, films.takeFrames).catch((error: unknown) => {
          if (error instanceof FilmError) return []
          throw error
        })
      : []
    const seen: FacesSeen[] = []
    for (const { atMs, picture } of frames) seen.push(await faces.find(picture, question, atMs))
    const [first = await faces.find(nothing, question)] = seen
    return { ...first, faces: seen.flatMap((one) => one.faces) }
  }

  async function report(job: LeasedJob, seen: FacesSeen): Promise<void> {
    await client.reportFaces(job.id, { ...seen, faces: seen.faces.slice(0, facesMost) })
  }

  async function loop(): Promise<void> {
    let pauseMs = poll.first
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (!options.isIngesting()) {
          const jobs = await client.leaseJobs(groupMost, { name: 'find-faces' })
          failures = 0
          if (jobs.length > 0) {
            pauseMs = poll.first
            await runGroup(jobs).catch(async (error) => {
              for (const job of jobs) await giveBack(options, job, error)
            })
            continue
          }
          pauseMs = Math.min(poll.longest, pauseMs * 1.5)
        }
      } catch (error) {
        if (!(error instanceof WorkerAwayError) && !signal.aborted) {
          log.error('faces.lease', { message: messageOf(error) })
        }
        pauseMs = backOffMs(failures++, 1_000, poll.longest)
      }
      await wanted.wait(options.isIngesting() ? poll.first : pauseMs, signal)
    }
  }

  const running = loop()
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return {
    wake: () => wanted.wake(),
    done: aborted.then(async () => {
      await Promise.race([running, sleep(1_000)])
      await faces.stop()
    }),
  }
}

/** A film that cannot be read here shows nobody. */
const nothing: Raster = { pixels: Buffer.alloc(3 * 64), width: 8, height: 8, channels: 3 }

function isFilm({ mimeType }: LeasedJob): boolean {
  return mimeType.startsWith('video/')
}
