import type { Context } from 'hono'
import type { ChangePassword, ResetPassword } from '#contracts/accounts'
import type { SessionId } from '#contracts/ids'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { confirmPassword } from './confirm-password.ts'
import { hashPassword } from './password.ts'
import { claimReset, findReset, replacePassword } from './queries.ts'
import { refuseCommonPassword } from './register.ts'
import { hashToken } from './session-cookie.ts'

/**
 * Changes the password of who is signed in, and ends all their other sessions. Throws
 * `wrong_credentials` when the present one is not right.
 */
export async function changePassword(
  c: Context<AppEnv>,
  keep: SessionId,
  { password, newPassword }: ChangePassword,
): Promise<void> {
  const { deps } = c.var
  const user = await confirmPassword(c, password)
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
