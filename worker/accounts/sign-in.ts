import type { LoginRequest } from '#contracts/accounts'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { dummyHash, verifyPassword } from './password.ts'
import { findUserByName, insertSession } from './queries.ts'
import { newSessionToken, sessionTtlMs } from './session-cookie.ts'
import { foldUsername } from './username.ts'

/** Checks the password and opens a session; an unknown user costs the same time as a wrong password. */
export async function signIn(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'log'>,
  request: LoginRequest,
): Promise<{ userId: UserId; token: string }> {
  const user = await findUserByName(deps.db, foldUsername(request.username))
  const matches = verifyPassword(
    request.password,
    user?.passwordHash ?? dummyHash,
    deps.config.passwordPepper,
  )
  if (!user || !matches) {
    deps.log.info('sign_in.refused')
    throw new AppError('wrong_credentials', 'Username or password is wrong.')
  }
  return { userId: user.id, token: await openSession(deps, user.id) }
}

/** Opens a session and answers its token, which is kept nowhere else. */
export async function openSession(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  userId: UserId,
): Promise<string> {
  const now = deps.now()
  const { token, tokenHash } = newSessionToken()
  const id = newId('session', now)
  await insertSession(deps.db, { id, tokenHash, userId, now, expiresAt: now + sessionTtlMs })
  deps.log.info('session.opened', { userId, sessionId: id })
  return token
}
