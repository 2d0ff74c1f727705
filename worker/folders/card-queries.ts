import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FolderId, fileIdSchema, folderIdSchema } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'

/** How many pictures a card shows. */
export const picturesPerCard = 4
/** How much of an album, and how many folders inside a folder, are looked at for pictures. */
const albumFilesSeen = 40
const foldersSeen = 12

const picturedSchema = z.object({
  folder_id: folderIdSchema,
  file_id: fileIdSchema,
  edit: z.int(),
  thumbhash: z.string().nullable(),
  path: z.string().nullable(),
  is_cover: z.number(),
  place: z.number(),
})
export type Pictured = z.infer<typeof picturedSchema>

const columns = sql`picture.id as file_id, picture.shown_edit as edit, picture.thumbhash as thumbhash,
  (select lies_in.path from folders as lies_in where lies_in.id = picture.folder_id) as path`
const isShown = sql`picture.trashed_at is null and picture.preview = 'ready'`

/** The newest pictures of one folder, along their own index. */
const newestOf = (folderId: ReturnType<typeof sql>) => sql`select newest.id from files as newest
  where newest.folder_id = ${folderId} and newest.trashed_at is null and newest.preview = 'ready'
  order by newest.shown_at desc, newest.id desc limit ${sql.raw(String(picturesPerCard))}`

/**
 * The newest pictures that lie directly in each of these folders, and of each album its cover and the
 * pictures that came into it last: one statement for all of them, and a few index entries for each.
 */
export async function picturesOf(db: Db, ids: FolderId[]): Promise<Pictured[]> {
  const wanted = sql`folders as card where card.id in (select value from json_each(${JSON.stringify(ids)}))`
  const [rows] = await runBatch(db, [
    db.run(sql`select card.id as folder_id, ${columns}, 0 as is_cover, picture.shown_at as place
      from (select card.id from ${wanted} and card.kind = 'folder') as card
      cross join files as picture on picture.id in (${newestOf(sql`card.id`)})
      union all
      select card.id, ${columns}, 0, latest.position
      from (select card.id from ${wanted} and card.kind = 'album') as card
      cross join album_files as latest on latest.album_id = card.id and latest.file_id in (
        select entry.file_id from album_files as entry where entry.album_id = card.id
        order by entry.position desc limit ${sql.raw(String(albumFilesSeen))})
      cross join files as picture on picture.id = latest.file_id where ${isShown}
      union all
      select card.id, ${columns}, 1, 0
      from (select card.id, card.cover_file_id from ${wanted} and card.cover_file_id is not null) as card
      cross join files as picture on picture.id = card.cover_file_id where ${isShown}`),
  ])
  return picturedSchema.array().parse(rows)
}

/**
 * Pictures of the folders inside these folders, for those that hold none of their own: the newest of
 * the first few, wherever they lie below.
 */
export async function picturesBelow(db: Db, ids: FolderId[]): Promise<Pictured[]> {
  if (ids.length === 0) return []
  const [rows] = await runBatch(db, [
    db.run(sql`select card.id as folder_id, ${columns}, 0 as is_cover, picture.shown_at as place
      from folders as card
      cross join folders as below on below.id in (
        select inside.id from folders as inside
        where inside.space_id = card.space_id and inside.path > card.path
          and inside.path < card.path || '~' and inside.trashed_at is null
          and inside.kind = 'folder' and inside.file_count > 0
        order by inside.path limit ${sql.raw(String(foldersSeen))})
      cross join files as picture on picture.id in (${newestOf(sql`below.id`)})
      where card.id in (select value from json_each(${JSON.stringify(ids)}))`),
  ])
  return picturedSchema.array().parse(rows)
}

const sharedSchema = z.object({
  folder_id: folderIdSchema,
  people: z.number(),
  names: z.string().nullable(),
})

/** With how many people each of these folders is shared, and up to three of their names. */
export async function sharesOf(db: Db, ids: FolderId[]) {
  const [rows] = await runBatch(db, [
    db.run(sql`select value as folder_id,
        (select count(*) from grants where grants.folder_id = value) as people,
        (select group_concat(username, char(10)) from (
          select users.username as username from grants
          inner join users on users.id = grants.user_id
          where grants.folder_id = value limit 3)) as names
      from json_each(${JSON.stringify(ids)})`),
  ])
  return sharedSchema.array().parse(rows)
}
