import type { SpaceEvent } from '#contracts/events'
import type { CanvasId, SpaceId, UploadId } from '#contracts/ids'
import type { ImageEngine } from '#contracts/image-engine'
import type { Inference } from '#contracts/inference'
import type { JobMessage, WebhooksMessage } from '#contracts/jobs'
import type { Originals, OriginalsReader } from '#contracts/originals'
import type { VectorIndex } from '#contracts/vectors'
import type { AuditChain } from './audit/audit-chain.ts'
import type { AuditLog } from './audit/audit-log.ts'
import { makeAuditLog } from './audit/make-audit-log.ts'
import { type Db, makeDb } from './db/client.ts'
import { takeEdgeCalls } from './edge-findings/edge-calls.ts'
import { type Config, type Env, parseEnv } from './env.ts'
import type { FaceSpace } from './face/face-space.ts'
import type { FaceStream } from './face/face-stream.ts'
import { makeHomeClient } from './home-nodes/home-client.ts'
import type { HomeLink } from './home-nodes/home-link.ts'
import { type Log, type LogFields, makeLog } from './http/log.ts'
import { makeHomeImageEngine } from './images/home.ts'
import { makeRoutedImageEngine, type RoutedImageEngine } from './images/routed.ts'
import { makeHomeInference } from './inference/home.ts'
import { joinInference } from './inference/home-and-edge.ts'
import { makeWorkersAiInference } from './inference/workers-ai.ts'
import { type Limiter, makeLimiter } from './limits/limiter.ts'
import type { SpaceRoom } from './live/space-room.ts'
import { type HomeModels, makeHomeModels } from './models/home-models.ts'
import { countMeter, countRequest, isDue, takeCounted } from './operations/count-requests.ts'
import { meterBucket } from './operations/metered-bucket.ts'
import type { VaultMeters } from './operations/vault-meters.ts'
import { makeHomeOriginals } from './originals/home.ts'
import { makeR2Originals } from './originals/r2.ts'
import { makeOutbound, type Outbound } from './outbound/outbound.ts'
import type { GenerationLane } from './studio/generations/generation-lane.ts'
import { makeStudioEngines, type StudioEngines } from './studio/providers/registry.ts'
import type { CanvasRoom } from './studio/room/canvas-room.ts'
import { type FiguresCounter, makeFiguresCounter } from './transforms/figures/count-figures.ts'
import type { TransformFiguresObject } from './transforms/figures/transform-figures.ts'
import type { TransformTurn } from './transforms/transform-turn.ts'
import type { UploadLane } from './uploads/upload-lane.ts'
import { makeVectorIndex } from './vectors/make-vector-index.ts'

/** Everything a use case may need. Each takes `Pick<Deps, …>` of it, so its signature tells the truth. */
export interface Deps {
  config: Config
  db: Db
  originals: Originals
  /** Originals on a home node's disks, named by SHA-256. */
  homeOriginals: OriginalsReader
  bucket: R2Bucket
  /** The built page: its files, and index.html for every address of the app. */
  assets: Fetcher
  /** Asks addresses that somebody gave. */
  outbound: Outbound
  imageEngine: ImageEngine
  /** Who would make a picture now. */
  chooseMaker: RoutedImageEngine['choose']
  inference: Inference
  /** What the home node can search by, once it was fetched. */
  models: HomeModels
  vectorIndex: VectorIndex
  jobsQueue: Queue<JobMessage>
  webhooksQueue: Queue<WebhooksMessage>
  homeLink: DurableObjectStub<HomeLink>
  spaceRoom: (spaceId: SpaceId) => DurableObjectStub<SpaceRoom>
  canvasRoom: (id: CanvasId) => DurableObjectStub<CanvasRoom>
  generationLane: (id: CanvasId) => DurableObjectStub<GenerationLane>
  /** Who makes the studio's pictures and rewrites its prompts. */
  studio: () => StudioEngines
  uploadLane: (id: UploadId) => DurableObjectStub<UploadLane>
  /** Counts how pictures are asked for and made. */
  figures: FiguresCounter
  transformFigures: DurableObjectStub<TransformFiguresObject>
  /** Adds up requests, answers and what is paid for. */
  vaultMeters: DurableObjectStub<VaultMeters>
  /** Counts an answer by its route's pattern; written down now and then, after the response. */
  countRequest: (route: string, status: number, durationMs: number) => void
  /** By the key under which the picture will lie. */
  transformTurn: (storageKey: string) => DurableObjectStub<TransformTurn>
  faceSpace: (spaceId: SpaceId) => DurableObjectStub<FaceSpace>
  /** A new one for each connection. */
  faceStream: () => DurableObjectStub<FaceStream>
  limiter: Limiter
  /**
   * Tells open pages of a space what changed. Never fails: a page that misses it asks later. `touched`:
   * the paths of the folders that changed or lost something, for guests who follow one of them.
   */
  announce: (spaceId: SpaceId, event: SpaceEvent, touched?: string[]) => Promise<void>
  /** Says what happened to whom; off the hot path, never failing. */
  audit: AuditLog
  /** Whoever reads the audit has the chain write first what still waits. */
  auditChain: (chain: string) => DurableObjectStub<AuditChain>
  log: Log
  now: () => number
  /** Lets work go on after the response; at most 30 s, so nothing may depend on it. */
  defer: (work: Promise<unknown>) => void
}

/** The one place that builds things. `bound` names the request or job in every log line. */
export function makeDeps(
  env: Env,
  bound: LogFields,
  defer: (work: Promise<unknown>) => void,
): Deps {
  const config = configOf(env)
  const log = makeLog(bound)
  const db = makeDb(env.DB)
  const now = () => Date.now()
  const home = makeHomeClient({ config, db, now })
  const homeLink = env.HOME_LINK.get(env.HOME_LINK.idFromName('all'))
  const imageEngine = makeRoutedImageEngine({
    setting: config.transformEngine,
    home: makeHomeImageEngine(home),
    edge: env.IMAGES ?? null,
    isHomeThere: async () => config.homeUrl !== null && (await homeLink.isOnline()),
  })
  const edge =
    config.edgeFindings && env.AI
      ? makeWorkersAiInference(env.AI, async (calls) => {
          await takeEdgeCalls({ config, db, now }, calls)
          countMeter('edge-calls', calls)
        })
      : null
  const bucket = meterBucket(env.BUCKET, countMeter)
  const vaultMeters = env.VAULT_METERS.get(env.VAULT_METERS.idFromName('all'))
  const spaceRoom = (spaceId: SpaceId) => env.SPACE_ROOM.get(env.SPACE_ROOM.idFromName(spaceId))
  const transformFigures = env.TRANSFORM_FIGURES.get(env.TRANSFORM_FIGURES.idFromName('all'))
  const auditChain = (chain: string) => env.AUDIT_CHAIN.get(env.AUDIT_CHAIN.idFromName(chain))
  const outbound = makeOutbound(config, env.OUTSIDE ?? null)
  const deferSafely = (work: Promise<unknown>) => {
    defer(
      work.catch((error: unknown) => {
        log.error('deferred_work_failed', error)
      }),
    )
  }
  return {
    config,
    db,
    originals: makeR2Originals(bucket),
    homeOriginals: makeHomeOriginals(home),
    bucket,
    assets: env.ASSETS,
    outbound,
    imageEngine,
    chooseMaker: imageEngine.choose,
    inference: joinInference(makeHomeInference(home), edge),
    models: makeHomeModels(home),
    vectorIndex: makeVectorIndex({ config, db, now }, env),
    jobsQueue: env.JOBS,
    webhooksQueue: env.WEBHOOKS,
    homeLink,
    spaceRoom,
    canvasRoom: (id) => env.CANVAS_ROOM.get(env.CANVAS_ROOM.idFromName(id)),
    generationLane: (id) => env.GENERATION_LANE.get(env.GENERATION_LANE.idFromName(id)),
    studio: () => makeStudioEngines({ config, ai: env.AI ?? null, outbound }),
    uploadLane: (id) => env.UPLOAD_LANE.get(env.UPLOAD_LANE.idFromName(id)),
    figures: makeFiguresCounter({
      write: async (figures) => await transformFigures.add(figures),
      ...{ now, defer: deferSafely },
    }),
    transformFigures,
    vaultMeters,
    countRequest(route, status, durationMs) {
      countRequest(route, status, durationMs)
      if (isDue(now())) deferSafely(Promise.resolve().then(() => vaultMeters.add(takeCounted())))
    },
    transformTurn: (key) => env.TRANSFORM_TURN.get(env.TRANSFORM_TURN.idFromName(key)),
    faceSpace: (spaceId) => env.FACE_SPACE.get(env.FACE_SPACE.idFromName(spaceId)),
    faceStream: () => env.FACE_STREAM.get(env.FACE_STREAM.newUniqueId()),
    limiter: makeLimiter(env),
    async announce(spaceId, event, touched = []) {
      try {
        await spaceRoom(spaceId).announce(event, touched)
      } catch (error) {
        log.error('live.announce_failed', error, { spaceId })
      }
    },
    audit: makeAuditLog({ auditChain, log, now, defer: deferSafely }),
    auditChain,
    log,
    now,
    defer: deferSafely,
  }
}

const configs = new WeakMap<Env, Config>()

/** An isolate keeps its environment: checking it anew for every request would tell nothing new. */
function configOf(env: Env): Config {
  const known = configs.get(env)
  if (known) return known
  const config = parseEnv(env)
  configs.set(env, config)
  return config
}
