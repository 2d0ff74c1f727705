import { DurableObject } from 'cloudflare:workers'
import { type CanvasId, canvasIdSchema, type GenerationId } from '#contracts/ids'
import { type Deps, makeDeps } from '../../deps.ts'
import type { Env } from '../../env.ts'
import { toGenerationView } from './generation-view.ts'
import {
  claimGeneration,
  findGeneration,
  type GenerationRow,
  nextCanvasOf,
  noteTicket,
  openOfCanvas,
  readGeneration,
  settleGeneration,
} from './queries.ts'
import { runGeneration } from './run-generation.ts'

/** How many runs of one user go on at once, on all canvases together. */
const runsPerUser = 2
const queuedAtOnce = 50
/** While runs are open the object looks at itself: an isolate that ended forgot them. */
const lookMs = 30_000
const progressEveryMs = 250
const canvasKey = 'canvas'

interface OpenRun {
  abort: AbortController
  /** Resolves when it is over, and never rejects. */
  done: Promise<void>
  progress: number | null
  toldAt: number
}

/**
 * Runs the generations of one canvas. What was asked for, its price and how it ended are in D1; here
 * is only who is at it. A run that nobody is at any more (the isolate ended) is taken up by its ticket
 * where the provider can, else it is `interrupted` and counted as spent, once.
 */
export class GenerationLane extends DurableObject<Env> {
  readonly #runs = new Map<GenerationId, OpenRun>()
  #looking: Promise<void> | null = null
  #looksAgain = false

  /** Begins what waits, and ends runs that nobody waits for any more. */
  async begin(canvasId: CanvasId, { stop }: { stop: GenerationId[] }): Promise<void> {
    await this.ctx.storage.put(canvasKey, canvasId)
    if (stop.length > 0) await this.#stop(canvasId, stop)
    await this.ctx.storage.setAlarm(Date.now() + lookMs)
    await this.#look(canvasId)
  }

  /** Ends runs, waiting or not; resolves once they are over. */
  async stop(canvasId: CanvasId, ids: GenerationId[]): Promise<void> {
    await this.#stop(canvasId, ids)
    await Promise.all(ids.map((id) => this.#runs.get(id)?.done))
  }

  override async alarm() {
    const canvasId = canvasIdSchema.safeParse(await this.ctx.storage.get(canvasKey)).data
    if (canvasId === undefined) return
    await this.#look(canvasId)
    const { db } = this.#deps(canvasId)
    const isBusy = this.#runs.size > 0 || (await openOfCanvas(db, canvasId, 'queued', 1)).length > 0
    if (isBusy) await this.ctx.storage.setAlarm(Date.now() + lookMs)
    else await this.ctx.storage.deleteAll()
  }

  /** One look at a time: a run that is just being begun must not look like one that was left. */
  async #look(canvasId: CanvasId): Promise<void> {
    this.#looksAgain = true
    this.#looking ??= this.#lookOn(canvasId)
    await this.#looking
  }

  async #lookOn(canvasId: CanvasId): Promise<void> {
    try {
      while (this.#looksAgain) {
        this.#looksAgain = false
        await this.#lookOnce(canvasId)
      }
    } finally {
      // In the same turn as the last question, so that nobody waits for a look that is over.
      this.#looking = null
    }
  }

  async #lookOnce(canvasId: CanvasId): Promise<void> {
    const deps = this.#deps(canvasId)
    for (const row of await openOfCanvas(deps.db, canvasId, 'running', queuedAtOnce)) {
      if (!this.#runs.has(row.id)) await this.#takeUp(deps, row)
    }
    const full = new Set<string>()
    for (const row of await openOfCanvas(deps.db, canvasId, 'queued', queuedAtOnce)) {
      if (full.has(row.userId)) continue
      if (await claimGeneration(deps.db, row, runsPerUser)) this.#begin(row, 'generate')
      else full.add(row.userId)
    }
  }

  async #takeUp(deps: Deps, row: GenerationRow): Promise<void> {
    const model: unknown = JSON.parse(row.prompt).model
    const chosen = deps.studio().find(typeof model === 'string' ? model : null)
    if (row.ticket !== null && chosen?.generator.resume) {
      this.#begin(row, 'resume')
      return
    }
    await settleGeneration(deps.db, row.id, {
      state: 'interrupted',
      reason: 'The vault was restarted while it waited. It may have been billed; try again.',
      cost: 'reserved',
      ...{ mimeType: null, width: null, height: null, now: deps.now() },
    })
    await this.#tell(deps, row)
  }

  #begin(row: GenerationRow, how: 'generate' | 'resume') {
    const done = Promise.resolve()
    const open: OpenRun = { abort: new AbortController(), done, progress: null, toldAt: 0 }
    this.#runs.set(row.id, open)
    open.done = this.#run(row, open, how).catch((error: unknown) => {
      this.#deps(row.canvasId).log.error('generation.left', error, { generationId: row.id })
    })
    this.ctx.waitUntil(open.done)
  }

  async #run(row: GenerationRow, open: OpenRun, how: 'generate' | 'resume'): Promise<void> {
    const deps = this.#deps(row.canvasId)
    try {
      await this.#tell(deps, row)
      const run = {
        signal: open.abort.signal,
        onProgress: (progress: number) => {
          open.progress = progress
          if (Date.now() - open.toldAt < progressEveryMs) return
          open.toldAt = Date.now()
          this.ctx.waitUntil(this.#tell(deps, row))
        },
        onTicket: async (ticket: string) => await noteTicket(deps.db, row.id, ticket),
      }
      const hasEnded = await runGeneration(deps, row, run, how)
      if (hasEnded) await deps.spaceRoom(row.spaceId).wakeWebhooks()
    } catch (error) {
      // The database was away at its end: the next look finds the run and ends it.
      deps.log.error('generation.not_settled', error, { generationId: row.id })
    } finally {
      this.#runs.delete(row.id)
    }
    await this.#tell(deps, row)
    const next = await nextCanvasOf(deps.db, row.userId)
    if (next === row.canvasId) await this.#look(next)
    else if (next !== undefined) await deps.generationLane(next).begin(next, { stop: [] })
  }

  async #stop(canvasId: CanvasId, ids: GenerationId[]): Promise<void> {
    const deps = this.#deps(canvasId)
    // One that is just being begun is seen as running.
    await this.#looking
    for (const id of ids) {
      const run = this.#runs.get(id)
      if (run) {
        run.abort.abort()
        continue
      }
      const row = await readGeneration(deps.db, id)
      if (row?.canvasId !== canvasId || row.endedAt !== null) continue
      const none = { mimeType: null, width: null, height: null, reason: null }
      const cost = row.state === 'running' ? 'reserved' : 0
      await settleGeneration(deps.db, id, { ...none, state: 'cancelled', cost, now: deps.now() })
      await this.#tell(deps, row)
    }
  }

  /** Open pages hear of it; a canvas whose room cannot be reached is told by its next page load. */
  async #tell(deps: Deps, { id, userId, canvasId }: GenerationRow): Promise<void> {
    try {
      const row = await findGeneration(deps.db, id, userId)
      if (!row) return
      const room = deps.canvasRoom(canvasId)
      const view = await toGenerationView(deps, row, this.#runs.get(id)?.progress ?? null)
      if (row.state === 'done') {
        await room.showGeneration({ tile: row.tileId, generation: id, by: userId })
      }
      await room.tellGeneration(view)
    } catch (error) {
      deps.log.error('generation.not_told', error, { generationId: id })
    }
  }

  #deps(canvasId: CanvasId): Deps {
    return makeDeps(this.env, { lane: canvasId }, (work) => this.ctx.waitUntil(work))
  }
}
