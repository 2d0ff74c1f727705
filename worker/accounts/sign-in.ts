import type { Context } from 'hono'
import type { LoginRequest } from '#contracts/accounts'
import type { SessionId, UserId } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { forgiveLogin, requireLoginLimits } from '../limits/guess-limits.ts'
import { requireSecondFactor } from '../second-factor/second-factor.ts'
import { signAccessToken } from './access-token.ts'
import type { Client } from './client-of.ts'
import { dummyHash, hashPassword, needsRehash, verifyPassword } from './password.ts'
import { findUserByLogin, rehashPassword } from './queries.ts'
import { makeRefreshToken, refreshTtlMs } from './refresh-token.ts'
import { hashToken, newSessionToken, sessionTtlMs } from './session-cookie.ts'
import { insertSession } from './session-queries.ts'
import { foldLogin } from './username.ts'

/**
 * Checks what somebody typed to sign in, under the limits for guessing, and answers the user.
 * An unknown user costs the same time as a wrong password and gets the same answer. Throws
 * `wrong_credentials`, and `second_factor_required` when the account asks for a code too.
 */
export async function signIn(
  c: Context<AppEnv>,
  request: LoginRequest,
): Promise<{ id: UserId; username: string }> {
  const { deps } = c.var
  const folded = foldLogin(request.username)
  await requireLoginLimits(c, folded)
  const user = await findUserByLogin(deps.db, folded)
  const { passwordPepper } = deps.config
  const matches = verifyPassword(request.password, user?.passwordHash ?? dummyHash, passwordPepper)
  const isOpen = user && user.disabledAt === null && user.deletedAt === null
  if (!isOpen || !matches) {
    deps.log.info('sign_in.refused')
    deps.audit.record({
      chain: 'vault',
      action: 'login.failed',
      actorId: null,
      subjectId: user?.id ?? null,
    })
    throw new AppError('wrong_credentials', 'Username or password is wrong.')
  }
  await requireSecondFactor(deps, user, request.secondFactor)
  await forgiveLogin(c, folded)
  if (needsRehash(user.passwordHash)) {
    const next = hashPassword(request.password, passwordPepper)
    deps.defer(rehashPassword(deps.db, user.id, user.passwordHash, next))
  }
  return { id: user.id, username: user.username }
}

/** Opens a session and answers its opaque token, which is kept nowhere else. */
export async function openSession(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit'>,
  userId: UserId,
  client: Client & { kind: 'web' | 'api' },
  refresh?: { hashOf: (id: SessionId) => string },
): Promise<{ token: string; sessionId: SessionId }> {
  const now = deps.now()
  const { token, tokenHash } = newSessionToken()
  const id = newId('session', now)
  await insertSession(deps.db, {
    ...{ id, tokenHash, userId, now, expiresAt: now + sessionTtlMs, ...client },
    ...(refresh && { refreshHash: refresh.hashOf(id), refreshExpiresAt: now + refreshTtlMs }),
  })
  deps.log.info('session.opened', { userId, sessionId: id })
  deps.audit.record({
    chain: 'vault',
    action: 'login.succeeded',
    actorId: userId,
    subjectId: id,
    details: { kind: client.kind, device: client.device, place: client.place },
  })
  return { token, sessionId: id }
}

/** Opens a session of an API client: an opaque token, an access token and the first refresh token. */
export async function openApiSession(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit' | 'config'>,
  userId: UserId,
  client: Client,
) {
  const refreshOf = (sessionId: SessionId) =>
    makeRefreshToken(deps.config, { sessionId, number: 0 })
  const { token, sessionId } = await openSession(
    deps,
    userId,
    { kind: 'api', ...client },
    { hashOf: (id) => hashToken(refreshOf(id)) },
  )
  const access = await signAccessToken(deps.config, { userId, sessionId }, deps.now())
  return { token, refreshToken: refreshOf(sessionId), ...access }
}
