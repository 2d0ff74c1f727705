import type { ImportUsers, ImportUsersResult } from '#contracts/admin'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { newId } from '../ids.ts'
import { isImportableHash } from './imported-hash.ts'
import { insertUser } from './queries.ts'
import { foldUsername } from './username.ts'

/**
 * Makes accounts with password hashes of another program, each by itself: one that cannot be taken is
 * told with its reason and the others go on. Doing it again changes nothing: names are taken by then.
 */
export async function importUsers(
  deps: Pick<Deps, 'db' | 'config' | 'now' | 'audit'>,
  adminId: UserId | 'operator',
  { users }: ImportUsers,
): Promise<ImportUsersResult> {
  const result: ImportUsersResult = { imported: [], refused: [] }
  for (const { username, email, passwordHash, quotaBytes } of users) {
    if (!isImportableHash(passwordHash)) {
      const reason = 'This is neither a PBKDF2-SHA256 nor a bcrypt hash.'
      result.refused.push({ username, reason })
      continue
    }
    const now = deps.now()
    const user = {
      userId: newId('user', now),
      spaceId: newId('space', now),
      username,
      usernameFolded: foldUsername(username),
      email: email ?? null,
      emailFolded: email === undefined ? null : foldUsername(email),
      passwordHash,
      quotaBytes: quotaBytes ?? deps.config.defaultQuotaBytes,
      now,
    }
    if (!(await insertUser(deps.db, user, null))) {
      const reason = 'The username or the e-mail address is taken.'
      result.refused.push({ username, reason })
      continue
    }
    result.imported.push({ username, id: user.userId })
    deps.audit.record({
      chain: 'vault',
      action: 'account.created',
      actorId: adminId,
      subjectId: user.userId,
      details: { imported: true },
    })
  }
  return result
}
