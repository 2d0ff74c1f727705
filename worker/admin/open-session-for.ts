import type { UserId } from '#contracts/ids'
import { openSession } from '../accounts/sign-in.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type AdminId, requireUserRow } from './manage-users.ts'

/**
 * A session of a user for the command line of whoever runs the vault, so that it can bring in their
 * files as they would. Not for admins on pages: for them it is not there. The user sees it among
 * their sessions, and the audit names it. Throws `not_found`, and `conflict` for a closed account.
 */
export async function openSessionFor(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit'>,
  actorId: AdminId,
  id: UserId,
): Promise<{ token: string }> {
  if (actorId !== 'operator') throw new AppError('not_found', 'There is nothing at this address.')
  const user = await requireUserRow(deps, id)
  if (user.disabledAt !== null || user.deletedAt !== null) {
    throw new AppError('conflict', 'This account is closed.')
  }
  const by = { device: 'cloudvault import', place: null }
  const { token, sessionId } = await openSession(deps, id, { kind: 'api', ...by })
  deps.audit.record({
    ...{ chain: 'vault', action: 'session.opened_by_operator', actorId, subjectId: id },
    details: { sessionId },
  })
  return { token }
}
