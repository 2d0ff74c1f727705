import { app } from './app.ts'
import { makeDeps } from './deps.ts'
import type { Env } from './env.ts'
import { consumeJobs } from './jobs/consumer.ts'
import { sweep } from './jobs/sweep.ts'
import { consumeWebhooks } from './webhooks/consumer.ts'

export { AuditChain } from './audit/audit-chain.ts'
export { FaceSpace } from './face/face-space.ts'
export { FaceStream } from './face/face-stream.ts'
export { HomeLink } from './home-nodes/home-link.ts'
export { RateLimiter } from './limits/rate-limiter.ts'
export { SpaceRoom } from './live/space-room.ts'
export { VaultMeters } from './operations/vault-meters.ts'
export { GenerationLane } from './studio/generations/generation-lane.ts'
export { CanvasRoom } from './studio/room/canvas-room.ts'
export { TransformFiguresObject } from './transforms/figures/transform-figures.ts'
export { TransformTurn } from './transforms/transform-turn.ts'
export { UploadLane } from './uploads/upload-lane.ts'
export { VectorSpace } from './vectors/vector-space.ts'

export default {
  fetch: app.fetch,
  async queue(batch, env, ctx) {
    const deps = makeDeps(env, { queue: batch.queue }, (work) => ctx.waitUntil(work))
    if (batch.queue === 'cloudvault-webhooks') await consumeWebhooks(batch, deps)
    else await consumeJobs(batch, deps)
  },
  async scheduled(_event, env, ctx) {
    await sweep(makeDeps(env, { scheduled: 'sweep' }, (work) => ctx.waitUntil(work)))
  },
} satisfies ExportedHandler<Env>
