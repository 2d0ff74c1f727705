import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { demoGroupSize } from '#contracts/demo'
import type { FolderId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

/** A living space by its name, or the own one of the first admin; and whom it belongs to. */
export async function findDemoSpace(db: Db, name: string | undefined) {
  const which =
    name === undefined
      ? and(eq(users.isAdmin, true), eq(spaces.kind, 'personal'))
      : eq(spaces.name, name)
  const [space] = await db
    .select({ id: spaces.id, ownerId: spaces.ownerId })
    .from(spaces)
    .innerJoin(users, eq(users.id, spaces.ownerId))
    .where(and(which, isNull(spaces.trashedAt)))
    .orderBy(spaces.createdAt)
    .limit(1)
  return space
}

/** Groups that are there in full, by the names `demo-012345.jpg`: a range of `files_by_name`. */
export async function fullGroups(db: Db, spaceId: SpaceId): Promise<number[]> {
  const group = sql<string>`substr(${files.nameFolded}, 6, 4)`
  const rows = await db
    .select({ group })
    .from(files)
    .where(
      and(
        eq(files.spaceId, spaceId),
        isNull(files.trashedAt),
        sql`${files.nameFolded} >= 'demo-' and ${files.nameFolded} < 'demo.'`,
      ),
    )
    .groupBy(group)
    .having(sql`count(*) >= ${demoGroupSize}`)
  return z.array(z.coerce.number().int()).parse(rows.map((row) => row.group))
}

/** Which of these hashes the space has already. */
export async function knownHashes(db: Db, spaceId: SpaceId, hashes: string[]) {
  const rows = await db
    .select({ sha256: originals.sha256 })
    .from(originals)
    .where(
      and(
        eq(originals.spaceId, spaceId),
        isNull(originals.removedAt),
        sql`${originals.sha256} in (select value from json_each(${JSON.stringify(hashes)}))`,
      ),
    )
  return new Set<string>(rows.map((row) => row.sha256))
}

/** One file as the statements below take it out of JSON. */
export interface DemoRow {
  id: string
  originalId: string
  [column: string]: string | number | null
}

export interface DemoFolder {
  id: FolderId
  name: string
  kind: 'folder' | 'album'
}

/** All rows of a group in one batch; each statement takes the whole group as one parameter. */
export async function insertDemo(
  db: Db,
  of: { spaceId: SpaceId; ownerId: UserId; quotaBytes: number; now: number },
  rows: DemoRow[],
  wanted: DemoFolder[],
) {
  const { spaceId, ownerId, now } = of
  const json = JSON.stringify(rows)
  const each = sql`json_each(${json})`
  const it = (key: string) => sql.raw(`value ->> '$.${key}'`)
  const change = (kind: string) =>
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select ${kind}, ${spaceId}, ${it('id')}, ${it('originalId')}, ${now} from ${each}`)
  const rendition = (name: string, size: string) =>
    db.run(sql`insert into renditions (file_id, name, width, height, size_bytes, created_at)
      select ${it('id')}, ${name}, ${it(`${size}Width`)}, ${it(`${size}Height`)}, ${it(`${size}Bytes`)}, ${now} from ${each}`)
  await runBatch(db, [
    ...wanted.map(({ id, name, kind }) =>
      db
        .insert(folders)
        .values({
          ...{ id, spaceId, kind, name, nameFolded: name.toLowerCase() },
          ...{ path: `/${id}/`, createdBy: ownerId, createdAt: now },
        })
        .onConflictDoNothing(),
    ),
    db.run(sql`insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at)
      select ${it('originalId')}, ${spaceId}, ${it('sha256')}, ${it('sizeBytes')}, 'image/jpeg', ${it('createdAt')} from ${each}`),
    db.run(sql`insert into files (id, space_id, original_id, folder_id, name, name_folded, size_bytes, kind,
        width, height, taken_at, shown_at, latitude, longitude, place_name, rating, thumbhash, preview, created_by, created_at)
      select ${it('id')}, ${spaceId}, ${it('originalId')}, ${folderNamed(spaceId, it('folder'))},
        ${it('name')}, ${it('name')}, ${it('sizeBytes')}, 'image', ${it('largeWidth')}, ${it('largeHeight')},
        ${it('takenAt')}, unixepoch(${it('takenAt')}) * 1000, ${it('latitude')}, ${it('longitude')},
        ${it('placeName')}, ${it('rating')}, ${it('thumbhash')}, 'ready', ${ownerId}, ${it('createdAt')} from ${each}`),
    db.run(sql`insert into copies (original_id, place, state, verified_at, created_at)
      select ${it('originalId')}, 'r2', 'verified', ${now}, ${now} from ${each}`),
    rendition('320', 'small'),
    rendition('1600', 'large'),
    // The originals say nothing of themselves, so this is kept as what somebody wrote.
    db.run(sql`insert into file_metadata (file_id, edited)
      select ${it('id')}, json_patch('{}', json_object('takenAt', ${it('takenAt')}, 'latitude', ${it('latitude')},
        'longitude', ${it('longitude')}, 'placeName', ${it('placeName')}, 'rating', ${it('rating')})) from ${each}`),
    db.run(sql`insert into favorites (user_id, file_id, created_at)
      select ${ownerId}, ${it('id')}, ${it('createdAt')} from ${each} where ${it('isFavorite')} = 1`),
    db.run(sql`insert into album_files (album_id, file_id, position, added_by, created_at)
      select ${folderNamed(spaceId, it('album'))}, ${it('id')}, unixepoch(${it('takenAt')}), ${ownerId}, ${now}
      from ${each} where ${folderNamed(spaceId, it('album'))} is not null`),
    change('original.stored'),
    change('file.created'),
    db
      .update(users)
      .set({ usedBytes: sql`${users.usedBytes} + ${of.quotaBytes}` })
      .where(eq(users.id, ownerId)),
  ])
}

function folderNamed(spaceId: SpaceId, name: SQL): SQL {
  return sql`(select f.id from folders as f where f.space_id = ${spaceId}
    and f.parent_id is null and f.trashed_at is null and f.name_folded = lower(${name}))`
}
