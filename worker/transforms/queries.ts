import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { FileId, Sha256, SpaceId } from '#contracts/ids'
import { maxPresetsPerSpace } from '#contracts/transforms'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { transformPresets, transforms } from '../db/schema/transforms.ts'

/** Made pictures that one file keeps; the oldest make room, and are made again when they are asked for. */
export const maxStoredPerFile = 100

export type TransformRow = typeof transforms.$inferSelect

export async function findTransform(
  db: Db,
  fileId: FileId,
  hash: Sha256,
): Promise<TransformRow | undefined> {
  const [row] = await db
    .select()
    .from(transforms)
    .where(and(eq(transforms.fileId, fileId), eq(transforms.hash, hash)))
  return row
}

const savedRows = z.array(z.object({ hash: z.string() }))
const evictedRows = z.array(z.object({ storage_key: z.string() }))

/**
 * Notes a made picture, unless its file is gone, and drops the oldest beyond `maxStoredPerFile`. With
 * `countBytes` the owner of the space is charged. Resolves to whether it is there now, and to the
 * keys whose objects nobody names any more.
 */
export async function saveTransform(
  db: Db,
  row: TransformRow,
  owner: { spaceId: SpaceId; countBytes: boolean },
): Promise<{ saved: boolean; evictedKeys: string[] }> {
  const { fileId, hash, recipe, storageKey, format, width, height, sizeBytes, createdAt } = row
  const isNew = sql`exists (select 1 from files where files.id = ${fileId})
    and not exists (select 1 from transforms where file_id = ${fileId} and hash = ${hash})`
  const isEvicted = sql`file_id = ${fileId} and hash in (select hash from transforms
    where file_id = ${fileId} order by created_at desc, hash desc limit -1 offset ${maxStoredPerFile})`
  const charge = (bytes: ReturnType<typeof sql>, condition = sql`1`) =>
    db.run(sql`update users set used_bytes = max(0, used_bytes + ${bytes})
      where id = (select owner_id from spaces where id = ${owner.spaceId}) and ${condition}`)
  const evictedBytes = sql`(select coalesce(sum(size_bytes), 0) from transforms where ${isEvicted})`
  const results = await runBatch(db, [
    db.run(sql`select hash from transforms where file_id = ${fileId} and hash = ${hash}`),
    ...(owner.countBytes ? [charge(sql`${sizeBytes}`, isNew)] : []),
    db.run(sql`insert into transforms
        (file_id, hash, recipe, storage_key, format, width, height, size_bytes, created_at)
      select ${fileId}, ${hash}, ${recipe}, ${storageKey}, ${format}, ${width}, ${height},
        ${sizeBytes}, ${createdAt} where ${isNew} returning hash`),
    ...(owner.countBytes ? [charge(sql`0 - ${evictedBytes}`)] : []),
    db.run(sql`delete from transforms where ${isEvicted} returning storage_key`),
  ])
  const known = savedRows.parse(results[0]).length
  const inserted = savedRows.parse(results[owner.countBytes ? 2 : 1]).length
  const evicted = evictedRows.parse(results.at(-1))
  return { saved: known + inserted > 0, evictedKeys: evicted.map((each) => each.storage_key) }
}

/** Forgets a picture whose object is not there. */
export async function deleteTransform(
  db: Db,
  { fileId, hash }: { fileId: FileId; hash: Sha256 },
  owner: { spaceId: SpaceId; countBytes: boolean },
): Promise<void> {
  const isIt = sql`file_id = ${fileId} and hash = ${hash}`
  await runBatch(db, [
    ...(owner.countBytes
      ? [
          db.run(sql`update users set used_bytes = max(0, used_bytes
              - (select coalesce(sum(size_bytes), 0) from transforms where ${isIt}))
            where id = (select owner_id from spaces where id = ${owner.spaceId})`),
        ]
      : []),
    db.run(sql`delete from transforms where ${isIt}`),
  ])
}

/** Where everything that was made of these files lies. Any number of ids is one parameter. */
export async function keysOfFiles(db: Db, fileIds: FileId[]): Promise<string[]> {
  const isOne = sql`${transforms.fileId} in (select value from json_each(${JSON.stringify(fileIds)}))`
  const rows = await db.select({ key: transforms.storageKey }).from(transforms).where(isOne)
  return rows.map(({ key }) => key)
}

export type PresetRow = typeof transformPresets.$inferSelect

/** By name. */
export async function listPresets(db: Db, spaceId: SpaceId): Promise<PresetRow[]> {
  return await db
    .select()
    .from(transformPresets)
    .where(eq(transformPresets.spaceId, spaceId))
    .orderBy(asc(transformPresets.name))
    .limit(maxPresetsPerSpace)
}

export async function findPreset(
  db: Db,
  spaceId: SpaceId,
  name: string,
): Promise<PresetRow | undefined> {
  const [row] = await db.select().from(transformPresets).where(isPreset(spaceId, name))
  return row
}

/** Keeps a preset, in place of the one of its name. Resolves to whether there was room. */
export async function putPreset(db: Db, preset: PresetRow): Promise<boolean> {
  const { spaceId, name, query, updatedAt } = preset
  const [rows] = await runBatch(db, [
    db.run(sql`insert into transform_presets (space_id, name, query, updated_at)
      select ${spaceId}, ${name}, ${query}, ${updatedAt}
      where (select count(*) from transform_presets where space_id = ${spaceId})
          < ${maxPresetsPerSpace}
        or exists (select 1 from transform_presets where space_id = ${spaceId} and name = ${name})
      on conflict (space_id, name) do update set query = excluded.query,
        updated_at = excluded.updated_at
      returning name`),
  ])
  return rows?.length === 1
}

/** Resolves to whether there was one. */
export async function deletePreset(db: Db, spaceId: SpaceId, name: string): Promise<boolean> {
  const rows = await db
    .delete(transformPresets)
    .where(isPreset(spaceId, name))
    .returning({ name: transformPresets.name })
  return rows.length === 1
}

function isPreset(spaceId: SpaceId, name: string) {
  return and(eq(transformPresets.spaceId, spaceId), eq(transformPresets.name, name))
}
