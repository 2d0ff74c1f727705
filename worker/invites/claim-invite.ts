import { sql } from 'drizzle-orm'
import type { InviteId } from '#contracts/ids'
import type { Db } from '../db/client.ts'

/**
 * Statement for the batch that registers: takes one use of the invite, if it still opens. Right
 * after it `changes()` is 1 exactly when it did, so of any number of registrations at once only as
 * many go on as there are uses.
 */
export function claimInviteStatement(db: Db, id: InviteId, now: number) {
  return db.run(sql`update invites set uses = uses + 1
    where id = ${id} and uses < max_uses and revoked_at is null and expires_at > ${now}`)
}
