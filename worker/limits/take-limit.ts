import type { EdgeLimitClass, ExactLimitClass } from '#contracts/limits'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { edgeClasses, edgePeriodSeconds, exactClasses } from './classes.ts'
import { recordHit } from './hits.ts'
import type { LimitOutcome } from './sliding-window.ts'
import type { LimitSubject } from './subjects.ts'
import { Tickets } from './tickets.ts'

export type LimitDeps = Pick<Deps, 'limiter' | 'config' | 'db' | 'now' | 'defer' | 'log'>

const tickets = new Tickets()

/**
 * Counts one request of a subject exactly; a refusal is recorded. When the counter cannot be reached,
 * classes that guard a secret throw `try_again`, and the others answer null: nothing is known of the
 * limit, and nothing refused.
 */
export async function countLimit(
  deps: LimitDeps,
  limitClass: ExactLimitClass,
  subject: LimitSubject,
): Promise<LimitOutcome | null> {
  try {
    const rule = deps.config.limitRules[limitClass]
    const outcome = await deps.limiter.counter(limitClass, subject).take(rule, deps.now())
    if (!outcome.ok) recordHit(deps, limitClass, subject)
    return outcome
  } catch (cause) {
    deps.log.error('limit.unreachable', cause, { class: limitClass })
    if (exactClasses[limitClass].whenUnreachable === 'allow') return null
    throw new AppError('try_again', 'This cannot be checked right now. Try again in 5 seconds.', {
      retryAfterSeconds: 5,
    })
  }
}

/** The same for use cases: throws `too_many_requests`, with the seconds to wait, when it is refused. */
export async function takeLimit(
  deps: LimitDeps,
  limitClass: ExactLimitClass,
  subject: LimitSubject,
): Promise<void> {
  const outcome = await countLimit(deps, limitClass, subject)
  if (outcome?.ok === false) throw tooManyRequests(outcome.retryAfterSeconds)
}

/**
 * Takes one request out of a generous class, mostly without asking anybody. Throws
 * `too_many_requests` when it is refused; nothing is refused because the binding cannot be reached.
 */
export async function takeEdgeLimit(
  deps: LimitDeps,
  limitClass: EdgeLimitClass,
  subject: LimitSubject,
): Promise<void> {
  const { requestsPerTicket } = edgeClasses[limitClass]
  const buy = async () => {
    try {
      return await deps.limiter.ticket(limitClass, subject)
    } catch (cause) {
      deps.log.error('limit.unreachable', cause, { class: limitClass })
      return true
    }
  }
  if (await tickets.take(`${limitClass}:${subject.key}`, requestsPerTicket, buy)) return
  recordHit(deps, limitClass, subject)
  throw tooManyRequests(edgePeriodSeconds)
}

/** Uncounts the last request of a subject: it turned out to be none that the limit is against. */
export async function giveBackLimit(
  deps: LimitDeps,
  limitClass: ExactLimitClass,
  subject: LimitSubject,
): Promise<void> {
  await quietly(deps, limitClass, () => deps.limiter.counter(limitClass, subject).giveBack())
}

/** Forgets all that was counted of a subject, and its lock. */
export async function clearLimit(
  deps: LimitDeps,
  limitClass: ExactLimitClass,
  subject: LimitSubject,
): Promise<void> {
  await quietly(deps, limitClass, () => deps.limiter.counter(limitClass, subject).clear())
}

/** What is only kindness never fails what it is part of. */
async function quietly(deps: LimitDeps, limitClass: ExactLimitClass, work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    deps.log.error('limit.unreachable', error, { class: limitClass })
  }
}

export function tooManyRequests(seconds: number): AppError {
  const detail = `Too many tries in a short time. Try again in ${inWords(seconds)}.`
  return new AppError('too_many_requests', detail, { retryAfterSeconds: seconds })
}

function inWords(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
