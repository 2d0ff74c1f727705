import { env } from 'cloudflare:workers'
import { inject } from 'vitest'
import { homeNodes } from '../db/schema/home-nodes.ts'
import type { Env } from '../env.ts'
import { testDeps } from './harness.ts'

/** The vault with the real home node at the other end of its link. */
export async function withRealHome(bindings: Env = env): Promise<Env> {
  const real = inject('realHomeNode')
  const { db, now } = testDeps()
  await db
    .insert(homeNodes)
    .values({
      ...{ id: real.homeNodeId, name: 'real', publicKey: 'A'.repeat(43), joinCodeHash: 'real' },
      ...{ joinedAt: now(), lastSeenAt: now() },
    })
    .onConflictDoNothing()
  return { ...bindings, HOME_URL: real.url, LINK_PRIVATE_KEY: real.workerPrivateKey }
}

/** The same vault while its home node is away. */
export function withHomeAway(bindings: Env): Env {
  return { ...bindings, HOME_URL: inject('realHomeNode').stoppedUrl }
}
