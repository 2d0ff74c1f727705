import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  not,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { FileId, FolderId, SpaceId, UserId } from '#contracts/ids'
import { type WordSource, wordSources } from '#contracts/search'
import type { Db } from '../db/client.ts'
import { favorites, files, tagCounts } from '../db/schema/files.ts'
import { albumFiles, folders } from '../db/schema/folders.ts'
import { textVectors } from '../db/schema/search.ts'
import type { ReadableScope } from '../spaces/access.ts'
import { type Marked, matchEnd, matchStart } from './match-expression.ts'
import { type Condition, dayOf } from './parse-query.ts'

export interface FoundFile {
  id: FileId
  shownAt: number
  marked: Marked
}

/** More matches than this say little about which is best, and to weigh them all takes long. */
export const weighedAtMost = 1_000

/** How many files match, counted up to one more than are weighed. */
export async function countMatches(db: Db, expression: string): Promise<number> {
  const [row] = await db
    .select({ many: sql<number>`count(*)` })
    .from(
      sql`(select 1 from search_words where search_words match ${expression} limit ${weighedAtMost + 1})`,
    )
  return row?.many ?? 0
}

/**
 * Files whose words match, with their texts in which the matches are marked: the `best` by BM25 first,
 * or the `newest` arrivals, which are read along the index as far as the page goes. The words of the
 * index are weighted as score.ts does; `space` never counts.
 */
export async function findByWords(
  db: Db,
  expression: string,
  where: SQL | undefined,
  page: { order: 'best' | 'newest'; offset: number; limit: number },
): Promise<FoundFile[]> {
  const newest = sql`search_words.rowid desc`
  const best = sql`bm25(search_words, 0, 9, 10, 8, 8, 8, 9, 6, 7, 10)`
  const rows = await db
    .select({
      id: files.id,
      shownAt: files.shownAt,
      name: marked('name'),
      tags: marked('tags'),
      objects: marked('objects'),
      text: marked('text'),
      description: marked('description'),
      place: marked('place'),
      camera: marked('camera'),
      folder: marked('folder'),
      people: marked('people'),
    })
    .from(sql`search_words`)
    .innerJoin(sql`search_documents`, sql`search_documents.id = search_words.rowid`)
    .innerJoin(files, sql`${files.id} = search_documents.file_id`)
    .leftJoin(folders, eq(folders.id, files.folderId))
    .where(and(sql`search_words match ${expression}`, where))
    .orderBy(...(page.order === 'best' ? [best, newest] : [newest]))
    .limit(page.limit)
    .offset(page.offset)
  return rows.map(({ id, shownAt, ...texts }) => ({ id, shownAt, marked: texts }))
}

function marked(source: WordSource): SQL<string> {
  // The columns stand in this order, after that of the space.
  const column = sql.raw(String(1 + wordSources.indexOf(source)))
  return sql<string>`highlight(search_words, ${column}, ${matchStart}, ${matchEnd})`
}

/**
 * One space's files that only conditions choose, the newest first: those of the timeline along its
 * index, or those of the archive, of which there are few.
 */
export async function findByConditions(
  db: Db,
  spaceId: SpaceId,
  where: SQL | undefined,
  { isArchived, limit }: { isArchived: boolean; limit: number },
): Promise<{ id: FileId; shownAt: number }[]> {
  return await db
    .select({ id: files.id, shownAt: files.shownAt })
    .from(files)
    .leftJoin(folders, eq(folders.id, files.folderId))
    .where(
      and(
        eq(files.spaceId, spaceId),
        isArchived ? isNotNull(files.archivedAt) : isNull(files.archivedAt),
        where,
      ),
    )
    .orderBy(desc(files.shownAt), desc(files.id))
    .limit(limit)
}

/** Living files of the scope for which all conditions hold; trash is never searched. */
export function whereOf(
  scope: ReadableScope,
  conditions: Condition[],
  userId: UserId,
): SQL | undefined {
  const spaces = JSON.stringify(scope.spaceIds)
  const paths = JSON.stringify(scope.granted.map(({ path }) => path))
  const inSpaces = sql`${files.spaceId} in (select value from json_each(${spaces}))`
  const belowFolders = sql`exists (select 1 from json_each(${paths})
    where substr(${folders.path}, 1, length(value)) = value)`
  return and(
    isNull(files.trashedAt),
    scope.granted.length === 0 ? inSpaces : sql`(${inSpaces} or ${belowFolders})`,
    ...conditions.map((condition) => whereCondition(condition, userId)),
  )
}

function whereCondition({ key, value, negated }: Condition, userId: UserId): SQL | undefined {
  const holds = conditionHolds(key, value, userId)
  return negated && holds ? not(holds) : holds
}

function conditionHolds(key: Condition['key'], value: string, userId: UserId): SQL | undefined {
  switch (key) {
    case 'type':
      return inArray(files.kind, kindsOf(value))
    case 'before':
      return lt(files.shownAt, dayOf(value)?.startsAt ?? 0)
    case 'after':
      return gte(files.shownAt, dayOf(value)?.startsAt ?? 0)
    case 'is':
      return value === 'archived'
        ? isNotNull(files.archivedAt)
        : sql`exists (select 1 from ${favorites}
            where ${favorites.userId} = ${userId} and ${favorites.fileId} = ${files.id})`
  }
}

/**
 * The dates that a query asks for, said of the rows between the index and the files as well: of a
 * frequent word's files most are left out there, before they are read.
 */
export function datedWords(conditions: Condition[]): SQL[] {
  return conditions.flatMap(({ key, value, negated }) => {
    if (negated || (key !== 'before' && key !== 'after')) return []
    const startsAt = dayOf(value)?.startsAt ?? 0
    return [
      key === 'before'
        ? sql`search_documents.shown_at < ${startsAt}`
        : sql`search_documents.shown_at >= ${startsAt}`,
    ]
  })
}

function kindsOf(value: string): ('image' | 'video' | 'other')[] {
  return value === 'image' || value === 'video' ? [value] : ['other']
}

/** Those of the labels that are tags in these spaces, the most frequent first. */
export async function findTags(
  db: Db,
  spaceIds: SpaceId[],
  labels: string[],
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ label: tagCounts.label })
    .from(tagCounts)
    .where(
      and(
        sql`${tagCounts.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
        sql`${tagCounts.label} in (select value from json_each(${JSON.stringify(labels)}))`,
      ),
    )
    .groupBy(tagCounts.label)
    .orderBy(desc(sql`sum(${tagCounts.files})`))
    .limit(limit)
  return rows.map(({ label }) => label)
}

/** Files that an album refers to. */
export function inAlbum(albumId: FolderId): SQL {
  return sql`exists (select 1 from ${albumFiles}
    where ${albumFiles.albumId} = ${albumId} and ${albumFiles.fileId} = ${files.id})`
}

/** Files in which none of these words stand. */
export function withoutWords(expression: string): SQL {
  return sql`not exists (select 1 from search_documents where search_documents.file_id = ${files.id}
    and search_documents.id in (select rowid from search_words where search_words match ${expression}))`
}

/** Files in which these words stand, for candidates that were found otherwise. */
export function withWords(expression: string): SQL {
  return sql`exists (select 1 from search_documents where search_documents.file_id = ${files.id}
    and search_documents.id in (select rowid from search_words where search_words match ${expression}))`
}

/** Those of the files for which the conditions hold. */
export async function findAmong(
  db: Db,
  ids: FileId[],
  where: SQL | undefined,
): Promise<{ id: FileId; shownAt: number }[]> {
  return await db
    .select({ id: files.id, shownAt: files.shownAt })
    .from(files)
    .leftJoin(folders, eq(folders.id, files.folderId))
    .where(and(isOneOf(ids), where))
}

export function isOneOf(ids: FileId[]): SQL {
  return sql`${files.id} in (select value from json_each(${JSON.stringify(ids)}))`
}

/** A folder and what lies below it. */
export async function foldersBelow(
  db: Db,
  { spaceId, path }: { spaceId: SpaceId; path: string },
  limit: number,
): Promise<FolderId[]> {
  const rows = await db
    .select({ id: folders.id })
    .from(folders)
    .where(and(eq(folders.spaceId, spaceId), gte(folders.path, path), lt(folders.path, `${path}~`)))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** The albums of these spaces that lie in no trash. */
export async function findAlbums(
  db: Db,
  spaceIds: SpaceId[],
  limit: number,
): Promise<{ id: FolderId; name: string }[]> {
  return await db
    .select({ id: folders.id, name: folders.name })
    .from(folders)
    .where(
      and(
        sql`${folders.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
        eq(folders.kind, 'album'),
        isNull(folders.trashedAt),
      ),
    )
    .limit(limit)
}

/** The first files of an album for which the conditions hold. */
export async function findInAlbum(
  db: Db,
  albumId: FolderId,
  where: SQL | undefined,
  limit: number,
): Promise<{ id: FileId; shownAt: number }[]> {
  return await db
    .select({ id: files.id, shownAt: files.shownAt })
    .from(albumFiles)
    .innerJoin(files, eq(files.id, albumFiles.fileId))
    .leftJoin(folders, eq(folders.id, files.folderId))
    .where(and(eq(albumFiles.albumId, albumId), where))
    .orderBy(asc(albumFiles.position), asc(albumFiles.fileId))
    .limit(limit)
}

/** What a model made of texts, by their slots. Whoever asks compares the hash: another text may be there. */
export async function findTextVectors(
  db: Db,
  model: string,
  slots: number[],
): Promise<{ textHash: string; vector: Float32Array }[]> {
  const rows = await db
    .select({ textHash: textVectors.textHash, vector: textVectors.vector })
    .from(textVectors)
    .where(
      and(
        eq(textVectors.model, model),
        sql`${textVectors.slot} in (select value from json_each(${JSON.stringify(slots)}))`,
      ),
    )
  return rows.flatMap(({ textHash, vector }) => {
    const values = new Float32Array(Uint8Array.from(vector).buffer)
    return [{ textHash, vector: values }]
  })
}

/** At most 20 at once, since each binds four parameters. */
export async function putTextVectors(
  db: Db,
  vectors: { model: string; slot: number; textHash: string; vector: Float32Array }[],
): Promise<void> {
  if (vectors.length === 0) return
  await db
    .insert(textVectors)
    .values(
      vectors.map((row) => ({ ...row, vector: Buffer.from(Float32Array.from(row.vector).buffer) })),
    )
    .onConflictDoUpdate({
      target: [textVectors.model, textVectors.slot],
      set: { textHash: sql`excluded.text_hash`, vector: sql`excluded.vector` },
    })
}
