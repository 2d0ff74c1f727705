import sharp from 'sharp'
import type { EmbeddingFound, IndexResult, TextFound } from '#contracts/found'
import type { LeasedJob } from '#contracts/jobs'
import type { Raster } from '../images/decode.ts'
import type { WorkerClient } from '../link/worker-client.ts'
import type { Log } from '../log.ts'
import { type Embedder, toEmbeddingFound } from '../models/embedder.ts'
import { type Finder, objectTags } from '../models/find-in-picture.ts'
import { FilmError } from '../video/ffmpeg.ts'
import type { FilmFrame } from '../video/take-frames.ts'
import { fetchRenditions, type View, viewOf } from './fetch-renditions.ts'
import { type FilmFileDeps, withFilmFile } from './film-file.ts'
import { giveBack } from './give-back.ts'
import { startLeaseLoop } from './lease-loop.ts'

/** Files leased together: their pictures come in one request and are embedded in one batch. */
const groupMost = 8

export interface RunIndexJobsOptions extends Omit<FilmFileDeps, 'client' | 'pathOf'> {
  client: FilmFileDeps['client'] &
    Pick<WorkerClient, 'leaseJobs' | 'openRenditions' | 'reportFound' | 'failJob'>
  finder: Finder
  embedder: Embedder
  films?: { pathOf: FilmFileDeps['pathOf']; takeFrames(path: string): Promise<FilmFrame[]> }
  /** Previews come first: while this says true, nothing is leased. */
  isIngesting(): boolean
  log: Log
  pollMs?: { first: number; longest: number }
}

/**
 * Leases files to be looked at and reports what engines found in them, until `signal` aborts. One
 * group after the other, and none while previews are made.
 */
export function startIndexJobs(options: RunIndexJobsOptions) {
  const { client, finder, embedder, log, signal } = options

  const engines = () => {
    const model = embedder.model()
    return model === null ? [...finder.engines] : [...finder.engines, model]
  }

  async function runGroup(jobs: LeasedJob[]): Promise<void> {
    const films = jobs.filter(isFilm)
    const pictures = jobs.filter((job) => !isFilm(job))
    const viewed: { job: LeasedJob; views: View[] }[] = []
    const renditions = await fetchRenditions(
      client,
      pictures.map(({ fileId }) => fileId),
    )
    for (const job of pictures) {
      await attempt(options, job, async () => {
        const bytes = renditions.get(job.fileId)
        if (bytes === undefined) throw new Error('the preview could not be had')
        viewed.push({ job, views: [await viewOf(bytes)] })
      })
    }
    await look(viewed)
    for (const job of films) {
      await attempt(options, job, async () => await look([{ job, views: await filmViews(job) }]))
    }
  }

  async function filmViews(job: LeasedJob): Promise<View[]> {
    const { films } = options
    if (films === undefined) return []
    const deps = { ...options, pathOf: films.pathOf }
    const frames = await withFilmFile(deps, job, films.takeFrames).catch((error: unknown) => {
      if (error instanceof FilmError) return []
      throw error
    })
    return await Promise.all(
      frames.map(async ({ atMs, picture }) => ({ atMs, picture, encoded: await encode(picture) })),
    )
  }

  /** Embeds the views of all files at once, then looks at each and reports it. */
  async function look(files: { job: LeasedJob; views: View[] }[]): Promise<void> {
    const model = embedder.model()
    const isEmbedded = ({ job }: { job: LeasedJob }) => model !== null && hasLooked(job, model)
    const all = files.filter((file) => !isEmbedded(file)).flatMap(({ views }) => views)
    const embedded =
      all.length === 0 ? null : await embedder.embedPictures(all.map(({ encoded }) => encoded))
    const vectorOf = new Map(all.map((view, index) => [view, embedded?.vectors[index] ?? null]))
    await Promise.all(
      files.map(({ job, views }) =>
        attempt(options, job, async () => {
          const embeddings = views.flatMap((view): EmbeddingFound[] => {
            const vector = vectorOf.get(view)
            return vector && embedded ? [toEmbeddingFound(embedded.model, vector, view.atMs)] : []
          })
          const looking = finder.engines.filter((engine) => !hasLooked(job, engine))
          const found = await findInViews(finder, views, looking)
          const isNew = embedded !== null && !hasLooked(job, embedded.model)
          const looked = isNew ? [...looking, embedded.model] : looking
          await client.reportFound(job.id, { ...found, looked, embeddings })
        }),
      ),
    )
  }

  return startLeaseLoop({
    ...{ event: 'index.lease', signal, log },
    lease: () => client.leaseJobs(groupMost, { name: 'index-file', engines: engines() }),
    runGroup: async (jobs) => {
      await runGroup(jobs).catch((error: unknown) => giveBackAll(options, jobs, error))
    },
    isIngesting: () => options.isIngesting(),
    stop: () => finder.stop(),
    pollMs: options.pollMs ?? { first: 5_000, longest: 30_000 },
  })
}

/** Whether an engine need not look again: it did since everything was looked at anew. */
function hasLooked({ looked = [] }: LeasedJob, engine: string): boolean {
  return looked.includes(engine)
}

function isFilm({ mimeType }: LeasedJob): boolean {
  return mimeType.startsWith('video/')
}

/** What cannot be done now is given back to be tried again; the others go on. */
async function attempt(
  options: RunIndexJobsOptions,
  job: LeasedJob,
  work: () => Promise<void>,
): Promise<void> {
  await work().catch((error: unknown) => giveBack(options, job, error))
}

async function giveBackAll(options: RunIndexJobsOptions, jobs: LeasedJob[], error: unknown) {
  for (const job of jobs) await giveBack(options, job, error)
}

async function encode({ pixels, width, height, channels }: Raster): Promise<Uint8Array> {
  return await sharp(pixels, { raw: { width, height, channels } }).webp({ effort: 0 }).toBuffer()
}

/** What is seen in any of the views; the same line of text is told once. */
async function findInViews(
  finder: Finder,
  views: View[],
  engines: readonly string[],
): Promise<Pick<IndexResult, 'objects' | 'tags' | 'text'>> {
  const found = await Promise.all(
    views.map(({ picture, atMs }) => finder.find(picture, { atMs, engines })),
  )
  const objects = found.flatMap((one) => one.objects).slice(0, 100)
  const texts = found.flatMap(({ text }) => text ?? [])
  return { objects, tags: objectTags(objects), text: joined(texts) }
}

function joined(texts: TextFound[]): TextFound | null {
  const [first] = texts
  if (first === undefined) return null
  const lines = new Set(texts.flatMap(({ text }) => text.split('\n')))
  const confidence = Math.max(...texts.map((text) => text.confidence))
  return { ...first, confidence, text: [...lines].join('\n').slice(0, 20_000) }
}
