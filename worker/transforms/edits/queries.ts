import { and, desc, eq, sql } from 'drizzle-orm'
import { maxKeptEdits } from '#contracts/edits'
import type { FileId, JobId, UserId } from '#contracts/ids'
import type { Db } from '../../db/client.ts'
import { runBatch } from '../../db/run-batch.ts'
import { files } from '../../db/schema/files.ts'
import { jobs } from '../../db/schema/jobs.ts'
import { fileEdits } from '../../db/schema/transforms.ts'
import { users } from '../../db/schema/users.ts'

/** Makes an edit the wanted one and queues the making of its pictures; the oldest are forgotten. */
export async function saveEdit(
  db: Db,
  edit: { fileId: FileId; query: string; createdBy: UserId; jobId: JobId; now: number },
): Promise<void> {
  const { fileId, query, createdBy, jobId, now } = edit
  const newest = sql`(select coalesce(max(number), 0) from file_edits where file_id = ${fileId})`
  await runBatch(db, [
    db.run(sql`insert into file_edits (file_id, number, query, created_by, created_at)
      select id, ${newest} + 1, ${query}, ${createdBy}, ${now} from files where id = ${fileId}`),
    db.run(sql`update files set edit_number = ${newest}, updated_at = ${now} where id = ${fileId}`),
    db.run(sql`delete from file_edits
      where file_id = ${fileId} and number <= ${newest} - ${maxKeptEdits}`),
    noRendering(db, fileId),
    db.run(sql`insert into jobs (id, name, runner, space_id, file_id, original_id, state, next_at, created_at)
      select ${jobId}, 'render-edit', 'edge', space_id, id, original_id, 'queued', ${now}, ${now}
      from files where id = ${fileId}`),
    updated(db, fileId, now),
  ])
}

/** The picture is shown as it came, at once. Resolves to whether it had an edit. */
export async function dropEdit(db: Db, fileId: FileId, now: number): Promise<boolean> {
  const [changed] = await runBatch(db, [
    db.run(sql`update files set edit_number = 0, shown_edit = 0, shown_width = null,
        shown_height = null, updated_at = ${now}
      where id = ${fileId} and edit_number > 0 returning id`),
    noRendering(db, fileId),
    updated(db, fileId, now),
  ])
  return changed?.length === 1
}

/** The pictures of an edit are there: it is shown, if it is still wanted. */
export async function showEdit(
  db: Db,
  fileId: FileId,
  shown: { number: number; width: number; height: number; now: number },
): Promise<void> {
  const { number, width, height, now } = shown
  await runBatch(db, [
    db.run(sql`update files set shown_edit = ${number}, shown_width = ${width},
      shown_height = ${height} where id = ${fileId} and edit_number = ${number}`),
    updated(db, fileId, now),
  ])
}

function noRendering(db: Db, fileId: FileId) {
  return db.run(sql`delete from jobs where file_id = ${fileId} and name = 'render-edit'`)
}

function updated(db: Db, fileId: FileId, now: number) {
  return db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
    select 'file.updated', space_id, id, original_id, ${now} from files where id = ${fileId}`)
}

export async function findEdit(
  db: Db,
  fileId: FileId,
  number: number,
): Promise<{ query: string } | undefined> {
  const [row] = await db
    .select({ query: fileEdits.query })
    .from(fileEdits)
    .where(and(eq(fileEdits.fileId, fileId), eq(fileEdits.number, number)))
  return row
}

/** The newest first. */
export async function editsOf(db: Db, fileId: FileId) {
  return await db
    .select({
      number: fileEdits.number,
      query: fileEdits.query,
      createdAt: fileEdits.createdAt,
      createdBy: users.username,
    })
    .from(fileEdits)
    .leftJoin(users, eq(users.id, fileEdits.createdBy))
    .where(eq(fileEdits.fileId, fileId))
    .orderBy(desc(fileEdits.number))
}

/** The job that makes the pictures of the wanted edit, until it is done. */
export async function renderingOf(db: Db, fileId: FileId) {
  const [row] = await db
    .select({ state: jobs.state, note: jobs.note })
    .from(jobs)
    .where(and(eq(jobs.fileId, fileId), eq(jobs.name, 'render-edit')))
  return row
}

/** Every edit that these files remember. Any number of ids is one parameter. */
export async function editNumbersOf(db: Db, fileIds: FileId[]) {
  return await db
    .select({ fileId: fileEdits.fileId, spaceId: files.spaceId, number: fileEdits.number })
    .from(fileEdits)
    .innerJoin(files, eq(files.id, fileEdits.fileId))
    .where(sql`${fileEdits.fileId} in (select value from json_each(${JSON.stringify(fileIds)}))`)
}
