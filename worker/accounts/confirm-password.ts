import type { Context } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { forgiveLogin, requireLoginLimits } from '../limits/guess-limits.ts'
import { verifyPassword } from './password.ts'
import { findUserById } from './queries.ts'

/**
 * Checks the password of who is signed in, under the same limits as at signing in: a stolen session
 * must not be a place to guess. Answers the user's row; throws `wrong_credentials`.
 */
export async function confirmPassword(c: Context<AppEnv>, password: string) {
  const { deps, actor } = c.var
  const user = await findUserById(deps.db, actor.userId)
  if (!user) throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
  await requireLoginLimits(c, user.usernameFolded)
  if (!verifyPassword(password, user.passwordHash, deps.config.passwordPepper)) {
    throw new AppError('wrong_credentials', 'The present password is wrong.')
  }
  await forgiveLogin(c, user.usernameFolded)
  return user
}
