import type { Context, MiddlewareHandler, Next } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { readBytes } from '../http/read-body.ts'
import { withFact } from '../http/route-facts.ts'
import { findHomeNode, markHomeNodeSeen } from './queries.ts'
import { isSignedBy, readLinkSignature } from './signed-request.ts'

/** Largest body a home node sends: a rendition. */
const maxBodyBytes = 10_000_000

/**
 * Lets signed requests of a joined home node through as `c.var.homeNodeId`, each once: the nonce is
 * claimed in the HomeLink, so a recorded request opens nothing.
 */
export const requireHomeNode: MiddlewareHandler<AppEnv> = withFact(letHomeNodeThrough, {
  kind: 'caller',
  caller: 'home node',
})

async function letHomeNodeThrough(c: Context<AppEnv>, next: Next) {
  const { db, now, homeLink, log, defer } = c.var.deps
  const signature = readLinkSignature(c.req.raw.headers)
  if (!signature || signature.key === 'worker') throw refused()
  const node = await findHomeNode(db, signature.key)
  if (!node) throw refused()
  const body = await readBytes(c.req.raw, maxBodyBytes)
  const request = { method: c.req.method, url: c.req.url, body, nowMs: now() }
  if (!(await isSignedBy(node.publicKey, signature, request))) throw refused()
  if (!(await homeLink.claimNonce(`${node.id}:${signature.nonce}`, now()))) {
    log.info('home_node.replay_refused', { homeNodeId: node.id })
    throw refused()
  }
  if (now() - node.lastSeenAt > 60_000) defer(markHomeNodeSeen(db, node.id, now()))
  c.set('homeNodeId', node.id)
  c.set('signedBody', body)
  await next()
}

function refused(): AppError {
  return new AppError('not_signed_in', 'This request is not signed by a home node of this vault.')
}
