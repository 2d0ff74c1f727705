import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageEngine } from '#contracts/image-engine'
import type { Inference } from '#contracts/inference'
import { appVersion } from '#contracts/version'
import type { Config } from './config.ts'
import { openDisks } from './disks/disk-set.ts'
import { type AtFailPoint, noFailPoint } from './disks/fail-point.ts'
import { openJournal } from './disks/journal.ts'
import { startFaceJobs } from './jobs/run-face-jobs.ts'
import { startIndexJobs } from './jobs/run-index-jobs.ts'
import { type IngestFilm, type IngestPicture, startJobs } from './jobs/run-jobs.ts'
import { writeConnection } from './link/connection.ts'
import { ensureEnrolled } from './link/enrol.ts'
import { loadIdentity } from './link/identity.ts'
import { makeVerifier } from './link/signed-request.ts'
import { keepWakeSocket } from './link/wake-socket.ts'
import { makeWorkerClient } from './link/worker-client.ts'
import type { Log } from './log.ts'
import { makeAtHand } from './mirror/at-hand.ts'
import { makeGiveWay } from './mirror/give-way.ts'
import { startMirror } from './mirror/mirror.ts'
import type { Embedder } from './models/embedder.ts'
import type { FaceFinder } from './models/face-finder.ts'
import type { Finder } from './models/find-in-picture.ts'
import { openModels } from './models/model-store.ts'
import { makeStoreEmbedder } from './models/store-embedder.ts'
import { listen } from './serve/listen.ts'
import { makeServer } from './serve/server.ts'
import { keepSidecars } from './sidecars/keep-sidecars.ts'
import { openSidecarLedger } from './sidecars/sidecar-ledger.ts'
import { keepSnapshots } from './snapshots/keep-snapshots.ts'
import { keepTree } from './tree/keep-tree.ts'
import type { FilmFrame } from './video/take-frames.ts'

/** How long loops may take to end before the process goes anyway; all of them can be cut off. */
const stopMs = 4_000

export interface HomeNodeParts {
  images: ImageEngine
  makeInference(embedder: Embedder): Inference
  ingestPicture: IngestPicture
  ingestFilm?: IngestFilm
  /** Who looks at files that have a preview; without it nothing is looked at. */
  indexing?: {
    finder: Finder
    /** Null: films cannot be read here. */
    takeFrames: ((path: string, signal: AbortSignal) => Promise<FilmFrame[]>) | null
  }
  /** Who looks for faces, where spaces want that; without it nobody does. */
  faces?: FaceFinder
  log: Log
  atFailPoint?: AtFailPoint
}

export interface HomeNode {
  /** Loopback port that it serves on. */
  port: number
  stop(): Promise<void>
}

/**
 * Starts everything: serves on loopback, joins the Worker (waiting for it if need be), then mirrors
 * and runs jobs. Resolves once it serves and has joined. Rejects with a sentence for people when it
 * cannot start; `stop` aborts a start too.
 */
export async function startHomeNode(
  config: Config,
  parts: HomeNodeParts,
  stopping: AbortController = new AbortController(),
): Promise<HomeNode> {
  const { log, atFailPoint = noFailPoint } = parts
  const { signal } = stopping
  const { homeNodeId, workerKey } = await loadIdentity(config.stateDir)
  const journal = openJournal(config.stateDir)
  const disks = await openDisks({ places: config.disks, journal, log, atFailPoint })

  const wakers: (() => void)[] = []
  const wakeAll = () => {
    for (const wake of wakers) wake()
  }
  const models = await openModels({
    ...{ folder: config.modelsDir, hub: config.modelHub, log, signal },
  })
  const embedder = makeStoreEmbedder({ store: models })
  embedder.refresh()
  models.onChange(() => {
    embedder.refresh()
    wakeAll()
  })
  const link = { workerKey }
  const server = makeServer({
    verifier: makeVerifier({
      audience: homeNodeId,
      publicKeyOf: (key) => (key === 'worker' ? link.workerKey : null),
    }),
    disks,
    images: parts.images,
    inference: parts.makeInference(embedder),
    models,
    onWake: wakeAll,
    log,
    version: appVersion,
  })
  const listening = await listen(server, config.port)

  const identity = await ensureEnrolled(config, log, signal)
  link.workerKey = identity.workerKey
  await writeConnection(config.stateDir, { workerUrl: config.workerUrl, port: listening.port })

  const client = makeWorkerClient({ ...config, identity, signal })
  const atHand = makeAtHand()
  const jobs = startJobs({
    ...{ client, disks, atHand, log, signal },
    ingestPicture: parts.ingestPicture,
    onIdle: () => looking?.wake(),
    ...(parts.ingestFilm && { films: { ingest: parts.ingestFilm, pathOf: disks.pathOf } }),
    whenMirrored: (sha256) => mirror.whenCopied(sha256),
  })
  const mirror = startMirror({
    ...{ client, disks, journal, atHand, log, signal, atFailPoint },
    stateDir: config.stateDir,
    trashMs: config.trashDays * 86_400_000,
    scrubMs: config.scrubDays * 86_400_000,
    bytesPerSecond: config.mirrorRate ?? null,
    hours: config.mirrorHours ?? null,
    makeGiveWay: () => makeGiveWay(jobs.isBusy, signal),
  })
  const { indexing } = parts
  const takeFrames = indexing?.takeFrames
  const looking =
    indexing &&
    startIndexJobs({
      ...{ client, log, signal, isIngesting: jobs.isBusy },
      ...{ finder: indexing.finder, embedder },
      ...(takeFrames && {
        films: { pathOf: disks.pathOf, takeFrames: (path) => takeFrames(path, signal) },
      }),
      whenMirrored: (sha256) => mirror.whenCopied(sha256),
    })
  const looksForFaces =
    parts.faces &&
    startFaceJobs({
      ...{ client, log, signal, isIngesting: jobs.isBusy, faces: parts.faces },
      ...(takeFrames && {
        films: { pathOf: disks.pathOf, takeFrames: (path) => takeFrames(path, signal) },
      }),
      whenMirrored: (sha256) => mirror.whenCopied(sha256),
    })
  const sidecarLedger = openSidecarLedger(config.stateDir)
  const sidecars = keepSidecars({ client, disks, ledger: sidecarLedger, log, signal })
  const { stateDir } = config
  const tree = keepTree({ client, disks, stateDir, log, signal })
  const snapshots = keepSnapshots({ client, disks, stateDir, log, signal })
  wakers.push(mirror.wake, jobs.wake, sidecars.wake, tree.wake)
  for (const one of [looking, looksForFaces]) if (one) wakers.push(one.wake)
  const socket = keepWakeSocket({ workerUrl: config.workerUrl, client, onWake: wakeAll, signal })

  return {
    port: listening.port,
    async stop() {
      stopping.abort()
      const ended = Promise.allSettled([
        mirror.done,
        jobs.done,
        looking?.done,
        looksForFaces?.done,
        sidecars.done,
        snapshots,
        tree.done,
        socket,
        listening.close(),
        models.settled(),
        embedder.stop(),
      ])
      await Promise.race([ended, sleep(stopMs, undefined, { ref: false })])
      journal.close()
      sidecarLedger.close()
    },
  }
}
