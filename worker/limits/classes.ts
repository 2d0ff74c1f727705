import { z } from 'zod'
import { type EdgeLimitClass, type ExactLimitClass, exactLimitClassSchema } from '#contracts/limits'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How many takes any stretch of `windowMs` holds, and how refusing goes on when it holds more. */
export interface LimitRule {
  limit: number
  windowMs: number
  /** The longest that a growing lock may last; null: the window alone decides. */
  lockMsMax: number | null
}

interface ExactClass extends LimitRule {
  /** What happens when the counter cannot be reached. What guards a secret stays shut. */
  whenUnreachable: 'refuse' | 'allow'
}

/** Every class that is counted exactly. `RATE_LIMITS` overrides limit and window by name. */
export const exactClasses = {
  /** By account, known or not. Right passwords are given back, so these are the wrong ones. */
  'login-account': exact(5, minute, 'refuse', 15 * minute),
  'login-address': exact(20, minute, 'refuse', 15 * minute),
  'invite-address': exact(10, minute, 'refuse'),
  /** The breaker for codes tried from many addresses at once. */
  'invite-everyone': exact(100, day, 'refuse'),
  /** By address. Each leaves a row for an admin to read. */
  'access-request': exact(5, hour, 'refuse'),
  /** By address. Each costs a password hash. */
  register: exact(10, hour, 'refuse'),
  /** By address. A refresh token cannot be guessed, and refusing would sign everybody out. */
  refresh: exact(30, minute, 'allow'),
  /** By share and address. */
  'share-password': exact(10, minute, 'refuse'),
  /** By user, over `/api/images*`. */
  'image-api': exact(100, minute, 'allow'),
  /** By API key. */
  'face-api': exact(100, minute, 'allow'),
  transform: exact(100, minute, 'allow'),
} as const satisfies Record<ExactLimitClass, ExactClass>

/**
 * The generous classes. Their limits stand in wrangler.toml with the binding; one ticket of the
 * binding covers `requestsPerTicket` requests of one subject, so that most of them ask nobody.
 */
export const edgeClasses = {
  page: { binding: 'PAGE_LIMIT', requestsPerTicket: 1 },
  media: { binding: 'MEDIA_LIMIT', requestsPerTicket: 20 },
  upload: { binding: 'UPLOAD_LIMIT', requestsPerTicket: 20 },
  api: { binding: 'API_LIMIT', requestsPerTicket: 20 },
} as const satisfies Record<EdgeLimitClass, { binding: string; requestsPerTicket: number }>

/** The period of every edge binding in wrangler.toml. The binding does not tell, so it is said here. */
export const edgePeriodSeconds = 60

/** The most takes a window may hold: each is a number in one stored value of at most 2 MB. */
const takesMax = 10_000

export type LimitRules = Record<ExactLimitClass, LimitRule>

/** `class=limit/seconds` pairs, comma-separated; classes that it does not name keep their defaults. */
export const rateLimitsSchema = z
  .string()
  .default('')
  .transform((text, context): LimitRules => {
    const rules: LimitRules = { ...exactClasses }
    for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
      const [, name, limit, seconds] = /^\s*([a-z-]+)=(\d{1,5})\/(\d{1,6})\s*$/.exec(pair) ?? []
      const known = exactLimitClassSchema.safeParse(name)
      const isSound = isBetween(Number(limit), takesMax) && isBetween(Number(seconds), day / second)
      if (!known.success || !isSound) {
        context.addIssue({ code: 'custom', message: 'not a list of class=limit/seconds' })
        return z.NEVER
      }
      const windowMs = Number(seconds) * second
      rules[known.data] = { ...rules[known.data], limit: Number(limit), windowMs }
    }
    return rules
  })

function isBetween(value: number, max: number): boolean {
  return value >= 1 && value <= max
}

function exact(
  limit: number,
  windowMs: number,
  whenUnreachable: ExactClass['whenUnreachable'],
  lockMsMax: number | null = null,
): ExactClass {
  return { limit, windowMs, lockMsMax, whenUnreachable }
}
