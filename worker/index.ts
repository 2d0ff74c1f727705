import { app } from './app.ts'
import { makeDeps } from './deps.ts'
import type { Env } from './env.ts'
import { consumeJobs } from './jobs/consumer.ts'
import { sweep } from './jobs/sweep.ts'

export { AuditChain } from './audit/audit-chain.ts'
export { HomeLink } from './home-nodes/home-link.ts'
export { RateLimiter } from './limits/rate-limiter.ts'
export { SpaceRoom } from './live/space-room.ts'
export { UploadLane } from './uploads/upload-lane.ts'

export default {
  fetch: app.fetch,
  async queue(batch, env, ctx) {
    await consumeJobs(
      batch,
      makeDeps(env, { queue: batch.queue }, (work) => ctx.waitUntil(work)),
    )
  },
  async scheduled(_event, env, ctx) {
    await sweep(makeDeps(env, { scheduled: 'sweep' }, (work) => ctx.waitUntil(work)))
  },
} satisfies ExportedHandler<Env>
