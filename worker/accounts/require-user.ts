import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler, Next } from 'hono'
import type { ApiKeyScope } from '#contracts/api-keys'
import { authenticateKey } from '../api-keys/authenticate-key.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { withFact } from '../http/route-facts.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import { verifyAccessToken } from './access-token.ts'
import { clearSessionCookie, hashToken, readSessionCookie, sessionTtlMs } from './session-cookie.ts'
import {
  deleteSessionByToken,
  findSession,
  findSessionById,
  slideSession,
} from './session-queries.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets signed-in users through as `c.var.actor`: with the page's cookie, or with an opaque token or
 * a JWT as a bearer. A space's key is not a person: it gets `forbidden`. One D1 round trip, and one
 * write a minute at most.
 */
export const requireUser: MiddlewareHandler<AppEnv> = withFact(
  async (c, next) => {
    const actor = await authenticate(c)
    if (actor.credential.kind === 'key') {
      throw new AppError('forbidden', 'A key cannot do this. Sign in as a person.')
    }
    c.set('actor', actor)
    await next()
  },
  { kind: 'caller', caller: 'user' },
)

/** Lets signed-in users through, and keys that have this scope. */
export const requireActor = (scope: ApiKeyScope): MiddlewareHandler<AppEnv> =>
  withFact(
    async function requireScope(c, next) {
      const actor = await authenticate(c)
      const { credential } = actor
      if (credential.kind === 'key' && !credential.scopes.has(scope)) {
        throw new AppError('forbidden', `This key lacks the scope "${scope}".`)
      }
      c.set('actor', actor)
      await next()
    },
    { kind: 'caller', caller: 'key', scope },
  )

/**
 * Lets admins of the vault through, and the command line with the operator's token; both are named
 * by `c.var.adminId`. For everybody else there is nothing here.
 */
export const requireAdmin: MiddlewareHandler<AppEnv> = withFact(letAdminThrough, {
  kind: 'caller',
  caller: 'admin',
})

async function letAdminThrough(c: Context<AppEnv>, next: Next) {
  const bearer = bearerOf(c)
  if (bearer?.startsWith('opr_')) {
    const { operatorToken } = c.var.deps.config
    if (operatorToken === null || !isSameText(bearer.slice(4), operatorToken)) throw notSignedIn()
    c.set('adminId', 'operator')
    return await next()
  }
  const actor = await authenticate(c)
  if (!actor.isAdmin) throw new AppError('not_found', 'There is nothing at this address.')
  c.set('actor', actor)
  c.set('adminId', actor.userId)
  await next()
}

/** The caller, whatever they came with. Throws `not_signed_in` when that opens nothing. */
async function authenticate(c: Context<AppEnv>): Promise<Actor> {
  const { deps } = c.var
  const key = c.req.header('X-API-Key')
  const bearer = key ?? bearerOf(c)
  if (bearer?.startsWith('vlt_')) {
    const actor = await authenticateKey(deps, bearer)
    if (!actor) throw new AppError('not_signed_in', 'This key is not valid, or not any more.')
    return actor
  }
  if (key !== undefined) throw new AppError('not_signed_in', 'This is not a key of this vault.')
  if (bearer !== undefined) return await bySession(c, bearer)

  const token = readSessionCookie(c)
  if (token === undefined) throw notSignedIn()
  // A browser sends the cookie by itself, a bearer it does not: only the cookie wants this check.
  if (!safeMethods.has(c.req.method)) requireSameOrigin(c)
  return await bySession(c, token)
}

async function bySession(c: Context<AppEnv>, token: string): Promise<Actor> {
  const { db, now, defer, config } = c.var.deps
  const isJwt = token.split('.').length === 3
  const claims = isJwt ? await verifyAccessToken(config, token, now()) : null
  if (isJwt && !claims) throw notSignedIn()
  const rows = claims
    ? await findSessionById(db, claims.sessionId, now())
    : await findSession(db, hashToken(token), now())
  const [first] = rows
  const actor =
    first &&
    actorOf(rows, { kind: 'session', sessionId: first.sessionId, sessionKind: first.sessionKind })
  if (!actor) {
    if (readSessionCookie(c) !== undefined) clearSessionCookie(c)
    if (!isJwt) defer(deleteSessionByToken(db, hashToken(token), now()))
    throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
  }
  if (now() - first.lastSeenAt > 60_000) {
    defer(slideSession(db, first.sessionId, now(), now() + sessionTtlMs))
  }
  return actor
}

/** The text after `Bearer`, if there is one. */
export function bearerOf(c: Context<AppEnv>): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(c.req.header('Authorization') ?? '')?.[1]
}

function notSignedIn(): AppError {
  return new AppError('not_signed_in', 'Sign in first.')
}

/** Compares in a time that does not tell where two texts differ. */
export function isSameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
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
