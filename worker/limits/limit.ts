import type { Context, MiddlewareHandler } from 'hono'
import type { EdgeLimitClass, ExactLimitClass } from '#contracts/limits'
import type { AppEnv } from '../app-env.ts'
import type { LimitRule } from './classes.ts'
import type { LimitOutcome } from './sliding-window.ts'
import { addressSubject, idSubject, type LimitSubject } from './subjects.ts'
import { countLimit, takeEdgeLimit, tooManyRequests } from './take-limit.ts'

/**
 * Counts the request exactly, tells how it stands in the answer's headers, and throws
 * `too_many_requests` when it is one too many. For handlers that know the subject only from the body.
 */
export async function requireLimit(
  c: Context<AppEnv>,
  limitClass: ExactLimitClass,
  subject: LimitSubject,
): Promise<void> {
  const deps = c.get('deps')
  const outcome = await countLimit(deps, limitClass, subject)
  if (outcome === null) return
  setLimitHeaders(c, deps.config.limitRules[limitClass], outcome)
  if (!outcome.ok) throw tooManyRequests(outcome.retryAfterSeconds)
}

/** Counts every request of the routes it stands before, exactly. */
export function limit(
  limitClass: ExactLimitClass,
  subjectOf: (c: Context<AppEnv>) => LimitSubject,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await requireLimit(c, limitClass, subjectOf(c))
    await next()
  }
}

/**
 * Counts requests in one of the generous classes. Its answers carry no `RateLimit-*` headers, because
 * the binding says only yes or no; a refusal carries `Retry-After`.
 */
export function limitAtEdge(
  limitClass: EdgeLimitClass,
  subjectOf: (c: Context<AppEnv>) => LimitSubject = byAddress,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await takeEdgeLimit(c.get('deps'), limitClass, subjectOf(c))
    await next()
  }
}

/** For what anybody may ask. */
export function byAddress(c: Context<AppEnv>): LimitSubject {
  return addressSubject(c.req.raw)
}

/** For routes behind `requireUser` or `requireActor`. */
export function byUser(c: Context<AppEnv>): LimitSubject {
  return idSubject(c.get('actor').userId)
}

// What the headers of a request's answer tell so far: where several limits hold, of the nearest.
const toldRemaining = new WeakMap<Request, number>()

/**
 * The four fields of draft-ietf-httpapi-ratelimit-headers-06, the last draft that had them apart, as
 * clients know them.
 */
function setLimitHeaders(c: Context<AppEnv>, rule: LimitRule, outcome: LimitOutcome) {
  const told = toldRemaining.get(c.req.raw)
  const policy = `${rule.limit};w=${Math.ceil(rule.windowMs / 1_000)}`
  c.header('RateLimit-Policy', policy, { append: told !== undefined })
  if (told !== undefined && told < outcome.remaining) return
  toldRemaining.set(c.req.raw, outcome.remaining)
  c.header('RateLimit-Limit', String(outcome.limit))
  c.header('RateLimit-Remaining', String(outcome.remaining))
  c.header('RateLimit-Reset', String(outcome.resetSeconds))
}
