import { and, asc, count, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { FileSort } from '#contracts/files'
import type { FileId, FolderId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { favorites, files, imageCounts, timelineMonths } from '../db/schema/files.ts'
import { albumFiles } from '../db/schema/folders.ts'
import { type FileRow, selectFiles } from './queries.ts'

/** What a list is of. Every one of them is read along an index, from where its page begins. */
export type ListScope =
  | { kind: 'space' | 'trash' | 'archive' | 'images'; spaceId: SpaceId }
  | { kind: 'folder'; spaceId: SpaceId; folderId: FolderId | null }
  | { kind: 'album'; albumId: FolderId }
  | { kind: 'favorites'; userId: UserId }

export interface ListPage {
  sort: FileSort
  descending: boolean
  /** The sort value and id of the last row of the page before. */
  after: { value: number | string; id: FileId } | null
  limit: number
  /** How many rows to pass over, besides: they are read, so only a bounded number. */
  offset: number
}

/** A row with the value that it was sorted by, for the cursor. */
export type ListedFile = FileRow & { sortValue: number | string }

const sortColumns: Record<FileSort, SQLiteColumn> = {
  uploaded: files.createdAt,
  taken: files.shownAt,
  name: files.nameFolded,
  size: files.sizeBytes,
}

const isLive = isNull(files.trashedAt)

/** One page of a list, in the scope's own order where it has one. */
export async function listFiles(db: Db, scope: ListScope, page: ListPage): Promise<ListedFile[]> {
  switch (scope.kind) {
    case 'space':
    case 'folder':
      return await pageOf(db, sortColumns[page.sort], page, whereOf(scope))
    case 'images':
      return await pageOf(db, files.createdAt, page, whereOf(scope))
    case 'trash':
      return await pageOf(db, files.trashedAt, page, whereOf(scope))
    case 'archive':
      return await pageOf(db, files.archivedAt, page, whereOf(scope))
    case 'album':
      return await joinedPage(db, page, {
        join: { table: albumFiles, fileId: albumFiles.fileId, sortBy: albumFiles.position },
        where: [eq(albumFiles.albumId, scope.albumId), isLive],
      })
    case 'favorites':
      return await joinedPage(db, page, {
        join: { table: favorites, fileId: favorites.fileId, sortBy: favorites.createdAt },
        where: [eq(favorites.userId, scope.userId), isLive],
      })
  }
}

/** How many files a list has. Of a space the months tell, of its pictures a count; of the others their index entries are counted. */
export async function countFiles(db: Db, scope: ListScope): Promise<number> {
  switch (scope.kind) {
    case 'space': {
      const [row] = await db
        .select({ total: sql<number>`coalesce(sum(${timelineMonths.files}), 0)` })
        .from(timelineMonths)
        .where(eq(timelineMonths.spaceId, scope.spaceId))
      return row?.total ?? 0
    }
    case 'images': {
      const [row] = await db
        .select({ total: imageCounts.images })
        .from(imageCounts)
        .where(eq(imageCounts.spaceId, scope.spaceId))
      return row?.total ?? 0
    }
    case 'album':
      return await countOf(db, albumFiles, albumFiles.fileId, [
        eq(albumFiles.albumId, scope.albumId),
        isLive,
      ])
    case 'favorites':
      return await countOf(db, favorites, favorites.fileId, [
        eq(favorites.userId, scope.userId),
        isLive,
      ])
    default:
      return await db.$count(files, and(...whereOf(scope)))
  }
}

async function countOf(
  db: Db,
  table: typeof albumFiles | typeof favorites,
  fileId: SQLiteColumn,
  where: SQL[],
): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(table)
    .innerJoin(files, eq(files.id, fileId))
    .where(and(...where))
  return row?.total ?? 0
}

function whereOf(scope: Exclude<ListScope, { kind: 'album' | 'favorites' }>): SQL[] {
  const ofSpace = eq(files.spaceId, scope.spaceId)
  switch (scope.kind) {
    case 'space':
      return [ofSpace, isLive, isNull(files.archivedAt)]
    case 'images':
      // Written out, for the index of pictures is only used for this very word.
      return [ofSpace, isLive, sql`${files.kind} = 'image'`]
    case 'trash':
      return [ofSpace, isNotNull(files.trashedAt)]
    case 'archive':
      return [ofSpace, isNotNull(files.archivedAt), isLive]
    case 'folder':
      return [
        ofSpace,
        scope.folderId === null ? isNull(files.folderId) : eq(files.folderId, scope.folderId),
        isLive,
      ]
  }
}

async function pageOf(db: Db, column: SQLiteColumn, page: ListPage, where: SQL[]) {
  const direction = page.descending ? desc : asc
  const rows = await selectFiles(db)
    .where(and(...where, start(column, files.id, page)))
    .orderBy(direction(column), direction(files.id))
    .limit(page.limit)
    .offset(page.offset)
  return rows.map((row) => ({ ...row, sortValue: sortValueOf(row, column) }))
}

/** The same of files that another table lists, in that table's order. */
async function joinedPage(
  db: Db,
  page: ListPage,
  of: {
    join: {
      table: typeof albumFiles | typeof favorites
      fileId: SQLiteColumn
      sortBy: SQLiteColumn
    }
    where: SQL[]
  },
) {
  const { table, fileId, sortBy } = of.join
  const direction = page.descending ? desc : asc
  const places = await db
    .select({ id: files.id, value: sql<number>`${sortBy}` })
    .from(table)
    .innerJoin(files, eq(files.id, fileId))
    .where(and(...of.where, start(sortBy, fileId, page)))
    .orderBy(direction(sortBy), direction(fileId))
    .limit(page.limit)
    .offset(page.offset)
  const ids = JSON.stringify(places.map(({ id }) => id))
  const rows = await selectFiles(db).where(
    sql`${files.id} in (select value from json_each(${ids}))`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return places.flatMap(({ id, value }) => {
    const row = byId.get(id)
    return row ? [{ ...row, sortValue: value }] : []
  })
}

/** A row value, so that SQLite seeks in the index: the place after the last row of the page before. */
function start(column: SQLiteColumn, id: SQLiteColumn, page: ListPage): SQL | undefined {
  if (page.after === null) return undefined
  const { value, id: lastId } = page.after
  return page.descending
    ? sql`(${column}, ${id}) < (${value}, ${lastId})`
    : sql`(${column}, ${id}) > (${value}, ${lastId})`
}

function sortValueOf(row: FileRow, column: SQLiteColumn): number | string {
  if (column === files.nameFolded) return row.nameFolded
  if (column === files.sizeBytes) return row.sizeBytes
  if (column === files.shownAt) return row.shownAt
  if (column === files.trashedAt) return row.trashedAt ?? 0
  return column === files.archivedAt ? (row.archivedAt ?? 0) : row.createdAt
}
