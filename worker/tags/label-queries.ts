import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type FileId, fileIdSchema, type SpaceId, type UserId } from '#contracts/ids'
import { type LabelChanges, labelChangesSchema } from '#contracts/labels'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { labelSets } from '../db/schema/tags.ts'

/** How the labels of a space differ from the vault's; version 0 when nobody changed them. */
export async function findLabelChanges(
  db: Db,
  spaceId: SpaceId,
): Promise<LabelChanges & { version: number }> {
  const [row] = await db.select().from(labelSets).where(eq(labelSets.spaceId, spaceId))
  if (!row) return { version: 0, removed: [], added: [], questions: [] }
  return { version: row.version, ...labelChangesSchema.parse(JSON.parse(row.changes)) }
}

/** Resolves to whether `version` was still the one that is kept; all pictures are looked at again. */
export async function saveLabelChanges(
  db: Db,
  spaceId: SpaceId,
  { version, ...changes }: LabelChanges & { version: number },
  { userId, now }: { userId: UserId; now: number },
): Promise<boolean> {
  const json = JSON.stringify(changes)
  const isSaved = sql`exists (select 1 from label_sets where space_id = ${spaceId}
    and version = ${version + 1} and changes = ${json} and updated_at = ${now})`
  const [saved = []] = await runBatch(db, [
    version === 0
      ? db.run(sql`insert into label_sets (space_id, version, changes, updated_at, updated_by)
          values (${spaceId}, 1, ${json}, ${now}, ${userId})
          on conflict do nothing returning version`)
      : db.run(sql`update label_sets set version = version + 1, changes = ${json},
          updated_at = ${now}, updated_by = ${userId}
          where space_id = ${spaceId} and version = ${version} returning version`),
    db.run(sql`insert into label_runs (space_id, after, started_at)
      select ${spaceId}, '', ${now} where ${isSaved}
      on conflict do update set after = '', started_at = excluded.started_at`),
    // Texts of its own that it has no more; what it still has is embedded again.
    db.run(sql`delete from label_vectors where space_id = ${spaceId} and ${isSaved}`),
  ])
  return saved.length > 0
}

export async function findLabelState(db: Db, spaceId: SpaceId) {
  const row = await db.get<{ has_model: number; is_working: number }>(sql`select
    exists (select 1 from vector_spaces where space_id = ${spaceId}) as has_model,
    exists (select 1 from label_queue where space_id = ${spaceId})
      or exists (select 1 from label_runs where space_id = ${spaceId}) as is_working`)
  return row.has_model === 0 ? 'no_model' : row.is_working === 1 ? 'working' : 'ready'
}

const vectorRowSchema = z.object({ text: z.string(), vector: z.string() })

/** The vectors of texts that a space or the vault has for a model, as one byte a dimension in hex. */
export async function findLabelVectors(db: Db, owner: SpaceId | '', model: string) {
  const rows = await db.all(sql`select text, hex(vector) as vector from label_vectors
    where space_id = ${owner} and model = ${model}`)
  return z.array(vectorRowSchema).parse(rows)
}

export async function putLabelVectors(
  db: Db,
  owner: SpaceId | '',
  model: string,
  vectors: { text: string; values: Int8Array }[],
): Promise<void> {
  const list = vectors.map(({ text, values }) => [text, Buffer.from(values.buffer).toString('hex')])
  await runBatch(db, [
    db.run(sql`insert into label_vectors (space_id, model, text, vector)
      select ${owner}, ${model}, value ->> 0, unhex(value ->> 1)
      from json_each(${JSON.stringify(list)}) where true on conflict do nothing`),
  ])
}

/** Spaces in which labels are to be put to files. */
export async function spacesToLabel(db: Db, limit: number): Promise<SpaceId[]> {
  const runs = await db.all<{ space_id: SpaceId }>(
    sql`select space_id from label_runs where space_id > '' limit ${limit}`,
  )
  const spaceIds = new Set(runs.map(({ space_id }) => space_id))
  // One step along the index for each space, however many files of it wait.
  for (let after = ''; spaceIds.size < limit; ) {
    const [next] = await db.all<{ space_id: SpaceId }>(sql`select space_id from label_queue
      where space_id > ${after} order by space_id limit 1`)
    if (next === undefined) break
    after = next.space_id
    spaceIds.add(next.space_id)
  }
  return [...spaceIds]
}

/** The next files that wait, the first first. */
export async function filesToLabel(db: Db, spaceId: SpaceId, limit: number): Promise<FileId[]> {
  const rows = await db.all<{ file_id: FileId }>(sql`select file_id from label_queue
    where space_id = ${spaceId} order by file_id limit ${limit}`)
  return rows.map(({ file_id }) => file_id)
}

const frameRowSchema = z.object({ file_id: fileIdSchema, vector: z.string() })

/** What a model saw of these files: a vector for each frame, in hex. */
export async function framesOf(db: Db, ids: FileId[], model: string) {
  const rows = await db.all(sql`select file_id, hex(vector) as vector from embeddings
    where file_id in (select value from json_each(${JSON.stringify(ids)})) and model = ${model}`)
  return z.array(frameRowSchema).parse(rows)
}

export async function modelsOfSpace(db: Db, spaceId: SpaceId): Promise<string[]> {
  const rows = await db.all<{ model: string }>(
    sql`select model from vector_spaces where space_id = ${spaceId}`,
  )
  return rows.map(({ model }) => model)
}

/** For the batch that tags these files. */
export function leaveQueue(db: Db, ids: FileId[]) {
  return db.run(sql`delete from label_queue
    where file_id in (select value from json_each(${JSON.stringify(ids)}))`)
}

/**
 * Lets the next files of a space whose labels changed wait for them. `after` is the number of the
 * change of vectors up to which that is done.
 */
export async function queueRun(
  db: Db,
  spaceId: SpaceId,
  model: string,
  limit: number,
): Promise<void> {
  const isRun = sql`from label_runs where space_id = ${spaceId}`
  const next = sql`(select file_id, change from vector_files where space_id = ${spaceId}
    and model = ${model} and change > (select cast(after as integer) ${isRun})
    order by change limit ${limit})`
  await runBatch(db, [
    db.run(sql`insert into label_queue (file_id, space_id)
      select files.id, files.space_id from vector_files
      cross join files on files.id = vector_files.file_id
      where vector_files.space_id = ${spaceId} and vector_files.model = ${model}
        and vector_files.change > (select cast(after as integer) ${isRun})
      order by vector_files.change limit ${limit} on conflict do nothing`),
    db.run(sql`delete from label_runs where space_id = ${spaceId}
      and not exists (select 1 from ${next})`),
    db.run(sql`update label_runs set after = (select cast(max(change) as text) from ${next})
      where space_id = ${spaceId}`),
  ])
}

/** Forgets the run of a space in which nothing is embedded. */
export async function endRun(db: Db, spaceId: SpaceId): Promise<void> {
  await db.run(sql`delete from label_runs where space_id = ${spaceId}`)
}
