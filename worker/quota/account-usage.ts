import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { bytesOfSpace, onlyTrashedBytesOfSpace } from '../spaces/space-bytes.ts'

/**
 * Bytes in trash that still count on a user's quota: what only trashed files of their spaces hold, and
 * all of their spaces that are in trash themselves. Of the others it looks at trashed files only.
 */
export async function trashBytesOf(
  deps: Pick<Deps, 'db' | 'config'>,
  userId: UserId,
): Promise<number> {
  const countRenditions = deps.config.quotaCountsRenditions
  const id = sql`owned.id`
  const row = await deps.db.get(sql`select coalesce(sum(case when owned.trashed_at is null
      then ${onlyTrashedBytesOfSpace(id, countRenditions)}
      else ${bytesOfSpace(id, countRenditions)} end), 0) as bytes
    from spaces as owned where owned.owner_id = ${userId}`)
  return z.object({ bytes: z.int().nonnegative() }).parse(row).bytes
}
