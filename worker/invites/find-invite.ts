import type { InviteId } from '#contracts/ids'
import { foldLogin } from '../accounts/username.ts'
import type { Deps } from '../deps.ts'
import { hashInviteCode } from './invite-code.ts'
import { findActiveInvite } from './queries.ts'

/**
 * The invite that a code opens, for this e-mail address; `quotaBytes` null: the default. Null for a
 * wrong, used, expired or revoked code, or one for another address: the caller answers all alike.
 * It only looks; whoever registers claims it with `claimInviteStatement`.
 */
export async function findInvite(
  deps: Pick<Deps, 'db' | 'now'>,
  code: string,
  email: string | null,
): Promise<{ id: InviteId; quotaBytes: number | null } | null> {
  const invite = await findActiveInvite(deps.db, hashInviteCode(code), deps.now())
  if (!invite) return null
  if (invite.email !== null && (email === null || foldLogin(invite.email) !== foldLogin(email))) {
    return null
  }
  return { id: invite.id, quotaBytes: invite.quotaBytes }
}
