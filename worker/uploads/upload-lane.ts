import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { makeLog } from '../http/log.ts'
import { originalKey, piecesPrefix } from '../originals/keys.ts'
import type { BodySource } from './body-source.ts'
import {
  type LaneAnswer,
  type LaneCompletion,
  type LaneRequest,
  type LaneUpload,
  laneRequestSchema,
} from './lane-messages.ts'
import { LaneStore } from './lane-store.ts'
import { receiveBody } from './receive-body.ts'
import { RunningSha256 } from './running-sha256.ts'

/** A request of which no byte has come for this long is taken for gone. */
const goneAfterMs = 30_000
/** After so long a newer request may take over: phones change networks and leave the old one hanging. */
const yieldsAfterMs = 5_000
/** Longer than a reservation lives: then nobody comes any more, whatever was lost on the way. */
const forgottenMs = 48 * 3_600_000

interface Writing {
  source: BodySource | null
  /** Settles, and never rejects, when nothing of it is on its way to R2 any more. */
  done: Promise<unknown>
}

/**
 * One resumable upload: takes its bytes into R2, one request at a time, and knows to the byte how
 * many are durable. What the upload is, and whose, D1 knows.
 */
export class UploadLane extends DurableObject<Env> {
  readonly #store: LaneStore
  #writing: Writing | null = null
  #completing: Promise<LaneCompletion> | null = null

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#store = new LaneStore(state.storage)
  }

  /** The body of one PATCH; `X-Lane` says of what. Answers a `LaneAnswer`. */
  override async fetch(request: Request): Promise<Response> {
    const asked = laneRequestSchema.parse(JSON.parse(request.headers.get('X-Lane') ?? ''))
    const answer = await this.#receive(asked, request.body ?? new Blob([]).stream())
    // What is left of a body that is not wanted must not keep the connection waiting.
    if (request.body && !request.body.locked) await request.body.cancel().catch(() => {})
    return Response.json(answer satisfies LaneAnswer)
  }

  /** How many bytes are durable. */
  offset(): number {
    return this.#store.read()?.offset ?? 0
  }

  /** Puts the parts together, once all are there; however often it is asked, it happens once. */
  async complete(upload: LaneUpload): Promise<LaneCompletion> {
    this.#completing ??= this.#complete(upload).finally(() => {
      this.#completing = null
    })
    return await this.#completing
  }

  /** Removes all that is not the finished object, and takes nothing more. Can be repeated. */
  async end(upload: LaneUpload): Promise<void> {
    const isCompleted = this.#store.read()?.sha256 != null
    const writing = this.#writing
    this.#stop()
    this.#store.end(upload, Date.now())
    // What it has on its way to R2 must have arrived to be removed.
    await Promise.race([writing?.done, scheduler.wait(yieldsAfterMs)])
    await this.ctx.storage.setAlarm(Date.now() + forgottenMs)
    if (!isCompleted)
      await this.#multipart(upload)
        .abort()
        .catch(() => {})
    await this.#removePieces(upload)
  }

  override async alarm() {
    const lane = this.#store.read()
    if (lane !== null && Date.now() < lane.touchedAt + forgottenMs) {
      await this.ctx.storage.setAlarm(lane.touchedAt + forgottenMs)
      return
    }
    // Whoever should have ended it was lost on the way.
    if (lane !== null && lane.endedAt === null) await this.end(lane.upload)
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }

  async #receive(asked: LaneRequest, body: ReadableStream<Uint8Array>): Promise<LaneAnswer> {
    const lane = this.#store.read()
    if (lane?.endedAt != null) return { kind: 'ended' }
    if (this.#writing !== null) {
      const stillMs = this.#writing.source?.stillMs(Date.now()) ?? 0
      if (stillMs < yieldsAfterMs) return { kind: 'busy' }
      this.#stop()
    }
    const offset = lane?.offset ?? 0
    if (asked.offset !== offset) return { kind: 'elsewhere', offset }
    if (offset + (asked.length ?? 0) > asked.upload.sizeBytes) return { kind: 'too_long' }
    this.#store.touch(asked.upload, asked.partBytes, Date.now())
    const writing: Writing = { source: null, done: Promise.resolve() }
    this.#writing = writing
    if (lane === null) void this.ctx.storage.setAlarm(Date.now() + forgottenMs)
    const watch = setInterval(() => {
      if ((writing.source?.stillMs(Date.now()) ?? 0) >= goneAfterMs) writing.source?.stop()
    }, yieldsAfterMs)
    try {
      const answer = receiveBody(
        {
          bucket: this.env.BUCKET,
          store: this.#store,
          isCurrent: () => this.#writing === writing,
          onSource: (source) => {
            writing.source = source
          },
        },
        asked,
        body,
      )
      writing.done = answer.catch(() => {})
      return await answer
    } finally {
      clearInterval(watch)
      if (this.#writing === writing) this.#writing = null
    }
  }

  /** From here on a request that was writing moves nothing any more. */
  #stop() {
    this.#writing?.source?.stop()
    this.#writing = null
  }

  async #complete(upload: LaneUpload): Promise<LaneCompletion> {
    const lane = this.#store.read()
    if (lane?.endedAt != null) return { kind: 'ended' }
    if (lane === null || lane.offset < upload.sizeBytes) return { kind: 'incomplete' }
    if (lane.sha256 !== null) return { kind: 'completed', sha256: lane.sha256 }
    const sha256 = RunningSha256.restore(lane.hash).hex()
    if (upload.sha256 !== null && upload.sha256 !== sha256) return { kind: 'wrong_bytes' }
    try {
      await this.#multipart(upload).complete(this.#store.parts())
    } catch (error) {
      // It may have happened before, and its answer was lost.
      const object = await this.env.BUCKET.head(originalKey(upload.spaceId, upload.originalId))
      if (object?.size !== upload.sizeBytes) throw error
    }
    this.#store.complete(sha256)
    makeLog({ uploadId: upload.id }).info('upload.completed', { sizeBytes: upload.sizeBytes })
    return { kind: 'completed', sha256 }
  }

  #multipart(upload: LaneUpload): R2MultipartUpload {
    const key = originalKey(upload.spaceId, upload.originalId)
    return this.env.BUCKET.resumeMultipartUpload(key, upload.multipartId)
  }

  async #removePieces(upload: LaneUpload) {
    for (;;) {
      const { objects, truncated } = await this.env.BUCKET.list({ prefix: piecesPrefix(upload.id) })
      if (objects.length > 0) await this.env.BUCKET.delete(objects.map(({ key }) => key))
      if (!truncated) return
    }
  }
}
