import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { demoGroupSize } from '#contracts/demo'
import type { FolderId, OriginalId, Sha256, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals } from '../db/schema/files.ts'
import { folders } from '../db/schema/folders.ts'
import { spaces } from '../db/schema/spaces.ts'
import { users } from '../db/schema/users.ts'

/** A living space that an admin owns, by its name, or the own one of the first; and whose it is. */
export async function findDemoSpace(db: Db, name: string | undefined) {
  const which = name === undefined ? eq(spaces.kind, 'personal') : eq(spaces.name, name)
  const [space] = await db
    .select({ id: spaces.id, ownerId: spaces.ownerId })
    .from(spaces)
    .innerJoin(users, eq(users.id, spaces.ownerId))
    .where(and(sql`${users.isAdmin} = 1`, which, isNull(spaces.trashedAt)))
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

/** Which of these names living files of the space have already, folded. */
export async function knownNames(db: Db, spaceId: SpaceId, names: string[]) {
  const folded = JSON.stringify(names.map((name) => name.toLowerCase()))
  const rows = await db
    .select({ name: files.nameFolded })
    .from(files)
    .where(
      and(
        eq(files.spaceId, spaceId),
        isNull(files.trashedAt),
        sql`${files.nameFolded} in (select value from json_each(${folded}))`,
      ),
    )
  return new Set<string>(rows.map((row) => row.name))
}

/** The original of the space that has these bytes. */
export async function findOriginal(db: Db, spaceId: SpaceId, sha256: Sha256) {
  const [row] = await db
    .select({ id: originals.id })
    .from(originals)
    .where(
      and(
        eq(originals.spaceId, spaceId),
        eq(originals.sha256, sha256),
        isNull(originals.removedAt),
      ),
    )
  return row?.id
}

/**
 * How many bytes each of these originals has, and whether some file of it has the rendition 1600;
 * originals of other spaces are left out.
 */
export async function findOriginals(db: Db, spaceId: SpaceId, ids: OriginalId[]) {
  const rows = await db
    .select({
      id: originals.id,
      sizeBytes: originals.sizeBytes,
      hasLarge: sql<0 | 1>`exists (select 1 from files as f
        cross join renditions as r on r.file_id = f.id and r.name = '1600'
        where f.original_id = originals.id)`,
    })
    .from(originals)
    .where(
      and(
        sql`${originals.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        eq(originals.spaceId, spaceId),
        isNull(originals.removedAt),
      ),
    )
  return new Map(rows.map((row) => [row.id, row]))
}

/** A verified original and the change that the home node mirrors it by; nothing when it is there. */
export async function insertOriginal(
  db: Db,
  space: { id: SpaceId; ownerId: UserId },
  of: { id: OriginalId; sha256: Sha256; sizeBytes: number; now: number },
) {
  const { id, sha256, sizeBytes, now } = of
  const isNew = sql`exists (select 1 from originals where id = ${id})`
  await runBatch(db, [
    db.run(sql`insert into originals (id, space_id, sha256, size_bytes, mime_type, created_at)
      values (${id}, ${space.id}, ${sha256}, ${sizeBytes}, 'image/jpeg', ${now})
      on conflict do nothing`),
    db.run(sql`insert into copies (original_id, place, state, verified_at, created_at)
      select ${id}, 'r2', 'verified', ${now}, ${now} where ${isNew}`),
    db.run(sql`insert into changes (kind, space_id, original_id, at)
      select 'original.stored', ${space.id}, ${id}, ${now} where ${isNew}`),
    db.run(sql`update users set used_bytes = used_bytes + ${sizeBytes}
      where id = ${space.ownerId} and ${isNew}`),
  ])
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

/**
 * All rows of a group in one batch; each statement takes the whole group as one parameter. A name that
 * came in the meantime is left out everywhere. Resolves to how many files were new.
 */
export async function insertDemo(
  db: Db,
  of: { spaceId: SpaceId; ownerId: UserId; countRenditions: boolean; now: number },
  rows: DemoRow[],
  wanted: DemoFolder[],
): Promise<number> {
  const { spaceId, ownerId, now } = of
  const json = JSON.stringify(rows)
  const it = (key: string) => sql.raw(`json_each.value ->> '$.${key}'`)
  const each = sql`json_each(${json})`
  const written = sql`${each} cross join files as f on f.id = ${it('id')}`
  const rendition = (name: string, [width, height, bytes]: [string, string, string]) =>
    db.run(sql`insert into renditions (file_id, name, width, height, size_bytes, created_at)
      select f.id, ${name}, ${it(width)}, ${it(height)}, ${it(bytes)}, ${now} from ${written}
      where ${it(bytes)} is not null`)
  const results = await runBatch(db, [
    ...wanted.map(({ id, name, kind }) =>
      db
        .insert(folders)
        .values({
          ...{ id, spaceId, kind, name, nameFolded: name.toLowerCase() },
          ...{ path: `/${id}/`, createdBy: ownerId, createdAt: now },
        })
        .onConflictDoNothing(),
    ),
    db.run(sql`insert into files (id, space_id, original_id, folder_id, name, name_folded, size_bytes, kind,
        width, height, taken_at, shown_at, latitude, longitude, place_name, rating, thumbhash, preview, created_by, created_at)
      select ${it('id')}, ${spaceId}, ${it('originalId')}, ${folderNamed(spaceId, it('folder'))},
        ${it('name')}, lower(${it('name')}), ${it('sizeBytes')}, 'image', ${it('width')}, ${it('height')},
        ${it('takenAt')}, unixepoch(${it('takenAt')}) * 1000, ${it('latitude')}, ${it('longitude')},
        ${it('placeName')}, ${it('rating')}, ${it('thumbhash')}, 'ready', ${ownerId}, ${it('createdAt')} from ${each}
      where not exists (select 1 from files as there where there.space_id = ${spaceId}
        and there.name_folded = lower(${it('name')}) and there.trashed_at is null)`),
    rendition('320', ['smallWidth', 'smallHeight', 'smallBytes']),
    rendition('1600', ['width', 'height', 'largeBytes']),
    // The originals say nothing of themselves, so this is kept as what somebody wrote.
    db.run(sql`insert into file_metadata (file_id, edited)
      select f.id, json_patch('{}', json_object('takenAt', f.taken_at, 'latitude', f.latitude,
        'longitude', f.longitude, 'placeName', f.place_name, 'rating', f.rating)) from ${written}`),
    db.run(sql`insert into favorites (user_id, file_id, created_at)
      select ${ownerId}, f.id, f.created_at from ${written} where ${it('isFavorite')} = 1`),
    db.run(sql`insert into album_files (album_id, file_id, position, added_by, created_at)
      select ${folderNamed(spaceId, it('album'))}, f.id, f.shown_at / 1000, ${ownerId}, ${now}
      from ${written} where ${folderNamed(spaceId, it('album'))} is not null`),
    db.run(sql`insert into changes (kind, space_id, file_id, original_id, at)
      select 'file.created', ${spaceId}, f.id, f.original_id, ${now} from ${written}`),
    ...(of.countRenditions
      ? [
          db.run(sql`update users set used_bytes = used_bytes +
            (select coalesce(sum(${it('smallBytes')} + coalesce(${it('largeBytes')}, 0)), 0) from ${written})
            where id = ${ownerId}`),
        ]
      : []),
    db.all(sql`select count(*) as files from ${written}`),
  ])
  return z.object({ files: z.int() }).parse(results.at(-1)?.[0]).files
}

function folderNamed(spaceId: SpaceId, name: SQL): SQL {
  return sql`(select f.id from folders as f where f.space_id = ${spaceId}
    and f.parent_id is null and f.trashed_at is null and f.name_folded = lower(${name}))`
}
