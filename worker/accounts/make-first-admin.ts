import type { SetupRequest } from '#contracts/accounts'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { hashPassword } from './password.ts'
import { hasAdmin, insertFirstAdmin } from './queries.ts'
import { isSameText } from './require-user.ts'
import { foldUsername } from './username.ts'

/** Makes the first admin with the token of the one-time link. Afterwards the link opens nothing. */
export async function makeFirstAdmin(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'log'>,
  request: SetupRequest,
): Promise<UserId> {
  const { setupToken } = deps.config
  if (setupToken === null || !isSameText(request.token, setupToken)) {
    throw new AppError('not_found', 'This link is not valid. Use the one that the start printed.')
  }
  if (await hasAdmin(deps.db)) throw setupDone()
  const now = deps.now()
  const userId = newId('user', now)
  const isFirst = await insertFirstAdmin(deps.db, {
    userId,
    spaceId: newId('space', now),
    username: request.username,
    usernameFolded: foldUsername(request.username),
    passwordHash: hashPassword(request.password, deps.config.passwordPepper),
    quotaBytes: deps.config.defaultQuotaBytes,
    now,
  })
  if (!isFirst) throw setupDone()
  deps.log.info('admin.created', { userId })
  return userId
}

function setupDone(): AppError {
  return new AppError('setup_done', 'This vault already has its first admin. Sign in instead.')
}
