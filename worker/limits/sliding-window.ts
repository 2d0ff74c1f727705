import { z } from 'zod'
import type { LimitRule } from './classes.ts'

/** What is remembered of one subject in one class. Times are milliseconds since 1970. */
export const countsSchema = z.object({
  /** When each take of the last window was, oldest first. */
  takenAt: z.array(z.number()),
  /** How many locks in a row there have been, and until when the last one holds. */
  locks: z.int().nonnegative(),
  lockedUntil: z.number(),
})
export type Counts = z.infer<typeof countsSchema>

export const noCounts: Counts = { takenAt: [], locks: 0, lockedUntil: 0 }

/** What one take came to. `resetSeconds`: until the next take is free again; whole, rounded up. */
export interface LimitOutcome {
  ok: boolean
  limit: number
  remaining: number
  resetSeconds: number
  /** 0 when `ok`. */
  retryAfterSeconds: number
}

/**
 * Takes one out of the window. This is the sliding-window log: the time of every take is kept, so that
 * no stretch of `windowMs`, wherever it begins, holds more than `limit` takes. A fixed window would let
 * twice as many through around its end. What is refused is not counted, so `retryAfterSeconds` is a promise.
 *
 * With a lock, running into the limit closes the subject for one window, the next time for two, then
 * four, up to `lockMsMax`; trying while it is closed changes nothing. A lock is forgotten when nothing
 * has run into the limit for `lockMsMax` after its end.
 */
export function takeFrom(
  counts: Counts,
  rule: LimitRule,
  nowMs: number,
): { counts: Counts; outcome: LimitOutcome } {
  // Whoever asks brings their own clock, and one may be behind another's.
  const now = Math.max(nowMs, counts.takenAt.at(-1) ?? 0)
  const takenAt = counts.takenAt.filter((at) => at > now - rule.windowMs)
  if (now < counts.lockedUntil) {
    return { counts, outcome: refused(rule, counts.lockedUntil - now) }
  }
  if (takenAt.length < rule.limit) {
    takenAt.push(now)
    const resetMs = (takenAt[0] ?? now) + rule.windowMs - now
    const { limit } = rule
    const remaining = limit - takenAt.length
    return {
      counts: { ...counts, takenAt },
      outcome: {
        ok: true,
        limit,
        remaining,
        resetSeconds: inSeconds(resetMs),
        retryAfterSeconds: 0,
      },
    }
  }
  if (rule.lockMsMax === null) {
    // The take that makes room for the next: not the first one, when the limit was lowered since.
    const makesRoom = takenAt[takenAt.length - rule.limit] ?? now
    return { counts, outcome: refused(rule, makesRoom + rule.windowMs - now) }
  }
  const before = now < counts.lockedUntil + rule.lockMsMax ? counts.locks : 0
  const lockMs = Math.min(rule.windowMs * 2 ** before, Math.max(rule.lockMsMax, rule.windowMs))
  return {
    counts: { takenAt, locks: before + 1, lockedUntil: now + lockMs },
    outcome: refused(rule, lockMs),
  }
}

/** From when on the counts say nothing any more. */
export function forgetAt(counts: Counts, rule: LimitRule): number {
  const lastTake = counts.takenAt.at(-1)
  return Math.max(
    lastTake === undefined ? 0 : lastTake + rule.windowMs,
    counts.locks === 0 ? 0 : counts.lockedUntil + (rule.lockMsMax ?? 0),
  )
}

function refused({ limit }: LimitRule, waitMs: number): LimitOutcome {
  const seconds = inSeconds(waitMs)
  return { ok: false, limit, remaining: 0, resetSeconds: seconds, retryAfterSeconds: seconds }
}

function inSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000))
}
