import type { RefreshResponse } from '#contracts/auth'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { signAccessToken } from './access-token.ts'
import {
  makeRefreshToken,
  readRefreshToken,
  refreshGraceMs,
  refreshTtlMs,
} from './refresh-token.ts'
import { hashToken } from './session-cookie.ts'
import { endSession, findFamily, rotateRefresh } from './session-queries.ts'

/**
 * Exchanges a refresh token for its successor and a new access token (RFC 9700, 2.2.2: rotation with
 * reuse detection). A token that was used less than 10 s ago gets the same successor again, so that a
 * lost answer or a second tab locks nobody out; used later, it ends the whole family.
 */
export async function refreshSession(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'log' | 'audit'>,
  text: string,
): Promise<RefreshResponse> {
  const used = readRefreshToken(deps.config, text)
  if (!used) throw refused()
  const now = deps.now()
  const next = { sessionId: used.sessionId, number: used.number + 1 }
  const successor = makeRefreshToken(deps.config, next)
  const hasRotated = await rotateRefresh(deps.db, {
    id: used.sessionId,
    hash: hashToken(text),
    nextHash: hashToken(successor),
    nextNumber: next.number,
    now,
    expiresAt: now + refreshTtlMs,
  })
  const family = await findFamily(deps.db, used.sessionId)
  if (!family) throw refused()
  const { refreshHash, refreshRotatedAt } = family.session
  const isRepeat =
    refreshHash === hashToken(successor) && now - (refreshRotatedAt ?? 0) <= refreshGraceMs
  if (!hasRotated && !isRepeat) {
    // An expired token is no theft; one that has a successor was used by somebody else.
    if (family.session.refreshNumber > used.number) await endFamily(deps, family)
    throw refused()
  }
  const { accessToken, expiresInSeconds } = await signAccessToken(
    deps.config,
    { userId: family.userId, sessionId: used.sessionId },
    now,
  )
  return {
    access_token: accessToken,
    refresh_token: successor,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    user_id: family.userId,
    username: family.username,
  }
}

async function endFamily(
  deps: Pick<Deps, 'db' | 'log' | 'audit'>,
  family: NonNullable<Awaited<ReturnType<typeof findFamily>>>,
) {
  const { id: sessionId } = family.session
  await endSession(deps.db, sessionId)
  deps.log.info('refresh_token.reused', { userId: family.userId, sessionId })
  deps.audit.record({
    chain: 'vault',
    action: 'token.reused',
    actorId: family.userId,
    subjectId: sessionId,
  })
}

function refused(): AppError {
  return new AppError('not_signed_in', 'This refresh token is not valid any more. Sign in again.')
}
