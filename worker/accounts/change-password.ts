import type { Context } from 'hono'
import type { ChangePassword, ResetPassword } from '#contracts/accounts'
import type { SessionId } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { forgiveLogin, requireLoginLimits } from '../limits/guess-limits.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { claimReset, findReset, findUserById, replacePassword } from './queries.ts'
import { refuseCommonPassword } from './register.ts'
import { hashToken } from './session-cookie.ts'

/**
 * Changes the password of who is signed in, and ends all their other sessions. The old password is
 * asked for under the same limits as at signing in: a stolen session must not be a place to guess.
 */
export async function changePassword(
  c: Context<AppEnv>,
  keep: SessionId,
  { password, newPassword }: ChangePassword,
): Promise<void> {
  const { deps, actor } = c.var
  const user = await findUserById(deps.db, actor.userId)
  if (!user) throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
  await requireLoginLimits(c, user.usernameFolded)
  if (!verifyPassword(password, user.passwordHash, deps.config.passwordPepper)) {
    throw new AppError('wrong_credentials', 'The present password is wrong.')
  }
  await forgiveLogin(c, user.usernameFolded)
  refuseCommonPassword(newPassword)
  const passwordHash = hashPassword(newPassword, deps.config.passwordPepper)
  await replacePassword(deps.db, user.id, { passwordHash, keep, now: deps.now() })
  deps.audit.record({
    chain: 'vault',
    action: 'password.changed',
    actorId: user.id,
    subjectId: user.id,
  })
}

/** Sets a password by a link that an admin made; the link opens nothing afterwards, and no old session. */
export async function resetPassword(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'audit'>,
  { token, newPassword }: ResetPassword,
): Promise<void> {
  const tokenHash = hashToken(token)
  const userId = await findReset(deps.db, tokenHash, deps.now())
  if (!userId) throw linkIsSpent()
  refuseCommonPassword(newPassword)
  const passwordHash = hashPassword(newPassword, deps.config.passwordPepper)
  if (!(await claimReset(deps.db, tokenHash))) throw linkIsSpent()
  await replacePassword(deps.db, userId, { passwordHash, keep: null, now: deps.now() })
  deps.audit.record({
    chain: 'vault',
    action: 'password.reset',
    actorId: userId,
    subjectId: userId,
  })
}

function linkIsSpent(): AppError {
  return new AppError('not_found', 'This link is not valid any more. Ask your admin for a new one.')
}
