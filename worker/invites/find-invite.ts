import { sql } from 'drizzle-orm'
import type { InviteId } from '#contracts/ids'
import { foldLogin } from '../accounts/username.ts'
import type { Db } from '../db/client.ts'
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

/**
 * Statement for the batch that registers: takes one use of the invite, if it still opens. Right
 * after it `changes()` is 1 exactly when it did, so of any number of registrations at once only as
 * many go on as there are uses.
 */
export function claimInviteStatement(db: Db, id: InviteId, now: number) {
  return db.run(sql`update invites set uses = uses + 1
    where id = ${id} and uses < max_uses and revoked_at is null and expires_at > ${now}`)
}
