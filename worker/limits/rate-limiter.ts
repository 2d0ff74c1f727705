import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import type { Env } from '../env.ts'
import type { LimitRule } from './classes.ts'
import { countsSchema, forgetAt, type LimitOutcome, noCounts, takeFrom } from './sliding-window.ts'

const keptSchema = z.object({ counts: countsSchema, until: z.number() })
type Kept = z.infer<typeof keptSchema>

/**
 * Counts one subject of one class: an object each, so that none has to count for all. Nothing waits
 * between reading and writing, so takes that arrive together are counted one by one.
 */
export class RateLimiter extends DurableObject<Env> {
  /** What is stored; whenever something is, an alarm is set that ends it. */
  #kept: Kept | null

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    const kept = state.storage.kv.get('kept')
    this.#kept = kept === undefined ? null : keptSchema.parse(kept)
  }

  /** Counts one, or refuses it. The clock is the caller's. */
  take(rule: LimitRule, nowMs: number): LimitOutcome {
    const before = this.#kept?.counts ?? noCounts
    const { counts, outcome } = takeFrom(before, rule, nowMs)
    // A refusal that changes nothing writes nothing, however often it is tried.
    if (counts !== before) this.#keep({ counts, until: forgetAt(counts, rule) })
    return outcome
  }

  /** Uncounts the last take: it turned out to be none that the limit is against. */
  giveBack() {
    if (this.#kept === null) return
    const { counts, until } = this.#kept
    this.#keep({ counts: { ...counts, takenAt: counts.takenAt.slice(0, -1) }, until })
  }

  /** Forgets everything, locks too. */
  async clear() {
    this.#kept = null
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }

  override async alarm() {
    if (this.#kept !== null && Date.now() < this.#kept.until) {
      await this.ctx.storage.setAlarm(this.#kept.until)
    } else {
      await this.clear()
    }
  }

  #keep(kept: Kept) {
    const isFirst = this.#kept === null
    this.#kept = kept
    this.ctx.storage.kv.put('kept', kept)
    if (isFirst) void this.ctx.storage.setAlarm(kept.until)
  }
}
