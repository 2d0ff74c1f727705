import { type FacesSeen, faceQuestionSchema } from '#contracts/faces'
import type { LeasedJob } from '#contracts/jobs'
import type { Raster } from '../images/decode.ts'
import type { WorkerClient } from '../link/worker-client.ts'
import type { Log } from '../log.ts'
import type { FaceFinder } from '../models/face-finder.ts'
import { FilmError } from '../video/ffmpeg.ts'
import type { FilmFrame } from '../video/take-frames.ts'
import { fetchRenditions, viewOf } from './fetch-renditions.ts'
import { type FilmFileDeps, withFilmFile } from './film-file.ts'
import { giveBack } from './give-back.ts'
import { startLeaseLoop } from './lease-loop.ts'

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

  return startLeaseLoop({
    ...{ event: 'faces.lease', signal, log },
    lease: () => client.leaseJobs(groupMost, { name: 'find-faces' }),
    runGroup: async (jobs) => {
      await runGroup(jobs).catch(async (error: unknown) => {
        for (const job of jobs) await giveBack(options, job, error)
      })
    },
    isIngesting: () => options.isIngesting(),
    stop: () => faces.stop(),
    pollMs: options.pollMs ?? { first: 5_000, longest: 60_000 },
  })
}

/** A film that cannot be read here shows nobody. */
const nothing: Raster = { pixels: Buffer.alloc(3 * 64), width: 8, height: 8, channels: 3 }

function isFilm({ mimeType }: LeasedJob): boolean {
  return mimeType.startsWith('video/')
}
