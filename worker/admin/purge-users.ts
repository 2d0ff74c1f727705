import type { Deps } from '../deps.ts'
import { deletedKeptMs } from './manage-users.ts'
import { clearUser, usersToPurge } from './purge-queries.ts'

const usersPerRun = 20

/**
 * Forgets users who have been deleted for 30 days, once the sweep has purged all of their spaces. The
 * row stays without anything that says who it was: see worker/design/accounts.md.
 */
export async function purgeDeletedUsers(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit'>,
): Promise<void> {
  const until = deps.now() - deletedKeptMs
  for (const id of await usersToPurge(deps.db, until, usersPerRun)) {
    if (!(await clearUser(deps.db, id, until))) continue
    const subject = { chain: 'vault', actorId: 'system', subjectId: id }
    deps.audit.record({ ...subject, action: 'account.purged' })
    deps.log.info('account.purged', { userId: id })
  }
}
