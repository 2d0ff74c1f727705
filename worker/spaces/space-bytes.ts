import { type SQL, sql } from 'drizzle-orm'

/** SQL for the bytes that a space counts on its owner: its originals and, by setting, what was made of them. */
export function bytesOfSpace(spaceId: SQL, countRenditions: boolean): SQL {
  const originals = sql`(select coalesce(sum(kept.size_bytes), 0) from originals as kept
    where kept.space_id = ${spaceId} and kept.removed_at is null)`
  if (!countRenditions) return originals
  return sql`(${originals} + (select coalesce(sum(shown.size_bytes), 0)
    from files as holder join renditions as shown on shown.file_id = holder.id
    where holder.space_id = ${spaceId})
    + (select coalesce(sum(made.size_bytes), 0)
    from files as holder join transforms as made on made.file_id = holder.id
    where holder.space_id = ${spaceId}))`
}

/** The part of it that purging the space's trash gives back: what no live file uses. */
export function onlyTrashedBytesOfSpace(spaceId: SQL, countRenditions: boolean): SQL {
  const originals = sql`(select coalesce(sum(kept.size_bytes), 0) from originals as kept
    where kept.id in (select gone.original_id from files as gone
        where gone.space_id = ${spaceId} and gone.trashed_at is not null)
      and kept.removed_at is null
      and not exists (select 1 from files as live
        where live.original_id = kept.id and live.trashed_at is null))`
  if (!countRenditions) return originals
  return sql`(${originals} + (select coalesce(sum(shown.size_bytes), 0)
    from files as gone join renditions as shown on shown.file_id = gone.id
    where gone.space_id = ${spaceId} and gone.trashed_at is not null)
    + (select coalesce(sum(made.size_bytes), 0)
    from files as gone join transforms as made on made.file_id = gone.id
    where gone.space_id = ${spaceId} and gone.trashed_at is not null))`
}
