import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { UserId } from '#contracts/ids'
import type { Deps } from '../deps.ts'

/**
 * Bytes that emptying the trash of all spaces of a user would give back: originals that only trashed
 * files hold. Looks at trashed files only, not at the whole library.
 */
export async function trashBytesOf(deps: Pick<Deps, 'db'>, userId: UserId): Promise<number> {
  const row = await deps.db.get(sql`
    select coalesce(sum(size_bytes), 0) as bytes from originals
    where id in (select original_id from files
        where space_id in (select id from spaces where owner_id = ${userId})
          and trashed_at is not null)
      and not exists (select 1 from files
        where files.original_id = originals.id and files.trashed_at is null)`)
  return z.object({ bytes: z.int().nonnegative() }).parse(row).bytes
}
