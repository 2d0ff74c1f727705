import { and, asc, count, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type FileId,
  fileIdSchema,
  type OriginalId,
  originalIdSchema,
  type SpaceId,
} from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { copies, files, originals } from '../db/schema/files.ts'

/** Files that one batch purges: their ids and those of their originals are bound one by one. */
export const purgeBatchSize = 40

export interface PurgeCandidate {
  id: FileId
  originalId: OriginalId
}

/** What may go: what lies in trash since then, or everything of a space that does. */
export type PurgeRule = { trashedUntil: number } | { spaceTrashedUntil: number }

export interface PurgedFiles {
  purged: FileId[]
  /** Where pictures that were made of them lie in R2. */
  transformKeys: string[]
  removed: OriginalId[]
  freedBytes: number
}

const purgedRows = z.array(z.object({ id: fileIdSchema }))
const removedRows = z.array(z.object({ id: originalIdSchema, size_bytes: z.int() }))
const keyRows = z.array(z.object({ key: z.string() }))
const bytesRows = z.tuple([z.object({ bytes: z.int() })])

/**
 * Purges files of one space, at most `purgeBatchSize`, in one batch: files, what their originals
 * counted on the owner, and the change feed go together. Each statement asks the tables again, so
 * what was restored meanwhile stays, and of two purges at once one gives the bytes back.
 */
export async function purgeFiles(
  db: Db,
  purge: {
    spaceId: SpaceId
    candidates: PurgeCandidate[]
    rule: PurgeRule
    countRenditions: boolean
    now: number
  },
): Promise<PurgedFiles> {
  const { spaceId, candidates, now } = purge
  const isDoomed = and(
    inArray(
      files.id,
      candidates.map(({ id }) => id),
    ),
    eq(files.spaceId, spaceId),
    dueBy(purge.rule, spaceId),
  )
  const originalIds = [...new Set(candidates.map(({ originalId }) => originalId))]
  // An original that no file uses any more: settling an upload makes both at once.
  const isLeft = and(
    inArray(originals.id, originalIds),
    eq(originals.spaceId, spaceId),
    isNull(originals.removedAt),
    sql`not exists (select 1 from files where files.original_id = ${originals.id})`,
  )
  const owner = sql`(select owner_id from spaces where id = ${spaceId})`
  const shown = sql`((select coalesce(sum(renditions.size_bytes), 0) from files
      join renditions on renditions.file_id = files.id where ${isDoomed})
    + (select coalesce(sum(transforms.size_bytes), 0) from files
      join transforms on transforms.file_id = files.id where ${isDoomed}))`
  const left = sql`(select coalesce(sum(originals.size_bytes), 0) from originals where ${isLeft})`
  const countsRenditions = purge.countRenditions ? sql`1` : sql`0`
  const results = await runBatch(db, [
    db.run(sql`select transforms.storage_key as key from files
      join transforms on transforms.file_id = files.id where ${isDoomed}`),
    db.run(sql`select ${shown} * ${countsRenditions} as bytes`),
    db.run(sql`update users set used_bytes = max(0, used_bytes - ${shown} * ${countsRenditions})
      where id = ${owner}`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.purged', space_id, id, original_id, ${now} from files where ${isDoomed}`),
    db.run(sql`delete from files where ${isDoomed} returning id`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'original.removed', space_id, null, id, ${now} from originals where ${isLeft}`),
    db.run(sql`update users set used_bytes = max(0, used_bytes - ${left}) where id = ${owner}`),
    db.run(sql`update originals set removed_at = ${now} where ${isLeft} returning id, size_bytes`),
  ])
  const removed = removedRows.parse(results[7])
  const [{ bytes }] = bytesRows.parse(results[1])
  return {
    purged: purgedRows.parse(results[4]).map(({ id }) => id),
    transformKeys: keyRows.parse(results[0]).map(({ key }) => key),
    removed: removed.map(({ id }) => id),
    freedBytes: bytes + removed.reduce((sum, row) => sum + row.size_bytes, 0),
  }
}

function dueBy(rule: PurgeRule, spaceId: SpaceId): SQL {
  if ('trashedUntil' in rule) return sql`${files.trashedAt} <= ${rule.trashedUntil}`
  return sql`exists (select 1 from spaces
    where spaces.id = ${spaceId} and spaces.trashed_at <= ${rule.spaceTrashedUntil})`
}

const candidateColumns = { id: files.id, originalId: files.originalId, spaceId: files.spaceId }

/** What lies in a space's trash since `until` or longer, the oldest first. */
export async function trashOf(db: Db, spaceId: SpaceId, until: number, limit: number) {
  return await db
    .select(candidateColumns)
    .from(files)
    .where(and(eq(files.spaceId, spaceId), lte(files.trashedAt, until)))
    .orderBy(asc(files.trashedAt))
    .limit(limit)
}

export async function countTrash(db: Db, spaceId: SpaceId): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(files)
    .where(and(eq(files.spaceId, spaceId), isNotNull(files.trashedAt)))
  return row?.n ?? 0
}

/** What lies in any trash since `until` or longer, the oldest first. */
export async function trashSince(db: Db, until: number, limit: number) {
  return await db
    .select(candidateColumns)
    .from(files)
    .where(lte(files.trashedAt, until))
    .orderBy(asc(files.trashedAt))
    .limit(limit)
}

/** Any files of a space. */
export async function someFilesOf(db: Db, spaceId: SpaceId, limit: number) {
  return await db
    .select(candidateColumns)
    .from(files)
    .where(eq(files.spaceId, spaceId))
    .limit(limit)
}

/** Purged originals whose object may still be in R2. */
export async function originalsToClear(db: Db, limit: number) {
  return await db
    .select({ id: originals.id, spaceId: originals.spaceId })
    .from(originals)
    .where(and(isNotNull(originals.removedAt), isNull(originals.clearedAt)))
    .orderBy(asc(originals.removedAt))
    .limit(limit)
}

/** Says that these objects are gone from R2, in the ledger too. At most `purgeBatchSize` ids. */
export async function markOriginalsCleared(db: Db, ids: OriginalId[], now: number) {
  await runBatch(db, [
    db.delete(copies).where(and(inArray(copies.originalId, ids), eq(copies.place, 'r2'))),
    db.update(originals).set({ clearedAt: now }).where(inArray(originals.id, ids)),
  ])
}
