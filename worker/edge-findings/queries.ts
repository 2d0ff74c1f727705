import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { CaptionFound } from '#contracts/found'
import { type FileId, fileIdSchema, type JobId, type SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch, type Statement } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'
import { edgeCalls, fileCaptions } from '../db/schema/findings.ts'

const takenRows = z.array(z.object({ calls: z.int() }))

/** Counts calls of that day unless they would be more than `limit`; resolves to whether they are taken. */
export async function takeFromDay(
  db: Db,
  { day, calls, limit }: { day: number; calls: number; limit: number },
): Promise<boolean> {
  const [taken] = await runBatch(db, [
    db.run(sql`insert into edge_calls (day, calls) select ${day}, ${calls} where ${calls} <= ${limit}
      on conflict (day) do update set calls = calls + excluded.calls
        where calls + excluded.calls <= ${limit}
      returning calls`),
  ])
  return takenRows.parse(taken).length > 0
}

export async function callsOfDay(db: Db, day: number): Promise<number> {
  const [row] = await db.select().from(edgeCalls).where(eq(edgeCalls.day, day))
  return row?.calls ?? 0
}

const idRows = z.array(z.object({ id: fileIdSchema }))

/** Files for which the edge was not asked under this key, at most `limit`. */
export async function filesToCaption(db: Db, key: string, limit: number): Promise<FileId[]> {
  const rows = await db.all(sql`select file_id as id from indexed_files where captioned_for < ${key}
    union all select file_id from indexed_files where captioned_for > ${key} limit ${limit}`)
  return idRows.parse(rows).map(({ id }) => id)
}

/** A job for each of these files, unless another run has just made it. */
export async function queueCaptionJobs(
  db: Db,
  pairs: { fileId: FileId; jobId: JobId }[],
  key: string,
  now: number,
): Promise<void> {
  const bound = JSON.stringify(pairs)
  await runBatch(db, [
    db.run(sql`delete from jobs where name = 'caption-file' and state in ('done', 'failed')
      and file_id in (select json_extract(value, '$.fileId') from json_each(${bound}))`),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select json_extract(value, '$.jobId'), 'caption-file', 'edge', files.space_id, files.id,
        files.original_id, 'queued', ${now}, ${now}
      from json_each(${bound})
      inner join indexed_files on indexed_files.file_id = json_extract(value, '$.fileId')
      inner join files on files.id = indexed_files.file_id
      where indexed_files.captioned_for <> ${key}`),
    db.run(sql`update indexed_files set captioned_for = ${key}
      where file_id in (select json_extract(value, '$.fileId') from json_each(${bound}))`),
  ])
}

/** Caption jobs that wait or run, counted up to `limit`. */
export async function countCaptionJobs(db: Db, limit: number): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(sql`(select 1 from jobs where runner = 'edge' and name = 'caption-file'
      and state in ('queued', 'running') limit ${limit})`)
  return row?.n ?? 0
}

/** A file whose preview may be shown to a model, if there is still one. */
export async function findCaptionable(
  db: Db,
  fileId: FileId,
): Promise<{ spaceId: SpaceId } | undefined> {
  const [row] = await db
    .select({ spaceId: files.spaceId, preview: files.preview, trashedAt: files.trashedAt })
    .from(files)
    .where(eq(files.id, fileId))
  return row?.preview === 'ready' && row.trashedAt === null ? row : undefined
}

export function putCaption(db: Db, fileId: FileId, caption: CaptionFound): Statement {
  return db
    .insert(fileCaptions)
    .values({ fileId, ...caption })
    .onConflictDoUpdate({ target: fileCaptions.fileId, set: caption })
}
