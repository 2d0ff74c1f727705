import { sql } from 'drizzle-orm'
import type { FileId } from '#contracts/ids'
import type { EditedMetadata } from '#contracts/metadata'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { cleanName, foldName } from './clean-name.ts'
import { putEdits, recomputeColumns } from './metadata-queries.ts'

export interface FileEdits {
  /** Null takes back what somebody wrote. */
  metadata: { [Key in keyof EditedMetadata]?: EditedMetadata[Key] | null }
  name?: string | undefined
  isArchived?: boolean | undefined
  visibility?: 'private' | 'public' | undefined
}

/**
 * Writes the same about all of these files, and says so in the change feed, in one batch. What is not
 * named stays. Access was checked by the caller.
 */
export async function saveEdits(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  ids: FileId[],
  { metadata, name, isArchived, visibility }: FileEdits,
): Promise<void> {
  const at = now()
  const isOne = sql`id in (select value from json_each(${JSON.stringify(ids)}))`
  const cleaned = name === undefined ? null : cleanName(name)
  const named =
    cleaned === null ? sql`` : sql`name = ${cleaned}, name_folded = ${foldName(cleaned)},`
  const archived = {
    true: sql`archived_at = coalesce(archived_at, ${at}),`,
    false: sql`archived_at = null,`,
  }
  const seen = visibility === undefined ? sql`` : sql`visibility = ${visibility},`
  await runBatch(db, [
    ...(Object.keys(metadata).length > 0
      ? [putEdits(db, ids, metadata), recomputeColumns(db, ids)]
      : []),
    db.run(sql`update files set ${named} ${seen}
      ${isArchived === undefined ? sql`` : archived[`${isArchived}`]} updated_at = ${at} where ${isOne}`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.updated', space_id, id, original_id, ${at} from files where ${isOne}`),
  ])
}
