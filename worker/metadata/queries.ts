import { sql } from 'drizzle-orm'
import type { FileId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'

/** Puts files among somebody's favourites or takes them out; what is so already stays as it is. */
export async function setFavorites(
  db: Db,
  userId: UserId,
  ids: FileId[],
  { isFavorite, now }: { isFavorite: boolean; now: number },
): Promise<void> {
  const list = JSON.stringify(ids)
  await runBatch(db, [
    isFavorite
      ? db.run(sql`insert into favorites (user_id, file_id, created_at)
          select ${userId}, id, ${now} from files
          where id in (select value from json_each(${list})) on conflict do nothing`)
      : db.run(sql`delete from favorites
          where user_id = ${userId} and file_id in (select value from json_each(${list}))`),
  ])
}
