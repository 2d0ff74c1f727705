import type { EdgeLimitClass, ExactLimitClass } from '#contracts/limits'
import type { Env } from '../env.ts'
import { edgeClasses } from './classes.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { LimitSubject } from './subjects.ts'

/** Where limits are counted. */
export interface Limiter {
  counter(limitClass: ExactLimitClass, subject: LimitSubject): DurableObjectStub<RateLimiter>
  /** One ticket for a subject of a generous class; false when there are none left in this period. */
  ticket(limitClass: EdgeLimitClass, subject: LimitSubject): Promise<boolean>
}

export function makeLimiter(env: Env): Limiter {
  const bindings = {
    PAGE_LIMIT: env.PAGE_LIMIT,
    MEDIA_LIMIT: env.MEDIA_LIMIT,
    UPLOAD_LIMIT: env.UPLOAD_LIMIT,
    API_LIMIT: env.API_LIMIT,
  }
  return {
    counter(limitClass, subject) {
      const id = env.RATE_LIMITER.idFromName(`${limitClass}:${subject.key}`)
      return env.RATE_LIMITER.get(id)
    },
    async ticket(limitClass, { key }) {
      const { success } = await bindings[edgeClasses[limitClass].binding].limit({ key })
      return success
    },
  }
}
