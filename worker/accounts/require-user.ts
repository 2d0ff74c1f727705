import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { actorOf } from '../spaces/access.ts'
import { deleteSessionByToken, findSession, slideSession } from './queries.ts'
import { clearSessionCookie, hashToken, readSessionCookie, sessionTtlMs } from './session-cookie.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Lets signed-in users through as `c.var.actor`: one D1 round trip, and one write a minute at most. */
export const requireUser: MiddlewareHandler<AppEnv> = async (c, next) => {
  const token = readSessionCookie(c)
  if (token === undefined) throw new AppError('not_signed_in', 'Sign in first.')
  if (!safeMethods.has(c.req.method)) requireSameOrigin(c)
  const { db, now, defer } = c.var.deps
  const tokenHash = hashToken(token)
  const rows = await findSession(db, tokenHash, now())
  const actor = actorOf(rows)
  if (!actor) {
    clearSessionCookie(c)
    defer(deleteSessionByToken(db, tokenHash))
    throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
  }
  if (now() - (rows[0]?.lastSeenAt ?? 0) > 60_000) {
    defer(slideSession(db, actor.sessionId, now(), now() + sessionTtlMs))
  }
  c.set('actor', actor)
  await next()
}

/**
 * Refuses a cross-site request that a browser sent with the cookie. Every unsafe request is checked,
 * also JSON ones: SameSite alone does not hold against a page on a sibling host.
 */
export function requireSameOrigin(c: Context<AppEnv>) {
  const site = c.req.header('Sec-Fetch-Site')
  const sameSite = site === undefined || site === 'same-origin'
  if (c.req.header('Origin') !== new URL(c.req.url).origin || !sameSite) {
    throw new AppError('bad_origin', 'This request did not come from the CloudVault page.')
  }
}

/** Lets only requests of our own page through: for the routes that set the cookie. */
export const fromOurPage: MiddlewareHandler<AppEnv> = async (c, next) => {
  requireSameOrigin(c)
  await next()
}
