import { sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { FileId, FolderId, GrantId, SpaceId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** A folder holds files; an album refers to files that lie elsewhere. */
export const folders = sqliteTable(
  'folders',
  {
    id: text().$type<FolderId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    /** Null: at the top of the space. */
    parentId: text('parent_id')
      .$type<FolderId>()
      .references((): AnySQLiteColumn => folders.id),
    kind: text({ enum: ['folder', 'album'] }).notNull(),
    name: text().notNull(),
    nameFolded: text('name_folded').notNull(),
    /** `/fld_A/fld_B/`, its own id last: everything below a folder is one range of this. */
    path: text().notNull(),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    trashedAt: integer('trashed_at'),
    /** The folder with which it went to trash; its own id when it was the one. */
    trashedWith: text('trashed_with').$type<FolderId>(),
    /** Living files and folders directly in it, or what an album shows; triggers keep both. */
    fileCount: integer('file_count').notNull().default(0),
    folderCount: integer('folder_count').notNull().default(0),
    /** Of an album: the picture that stands for it, if somebody chose one. */
    coverFileId: text('cover_file_id')
      .$type<FileId>()
      .references((): AnySQLiteColumn => files.id, { onDelete: 'set null' }),
  },
  (table) => [
    uniqueIndex('folders_at_top_by_name')
      .on(table.spaceId, table.nameFolded)
      .where(sql`parent_id is null and trashed_at is null`),
    uniqueIndex('folders_by_name')
      .on(table.parentId, table.nameFolded)
      .where(sql`parent_id is not null and trashed_at is null`),
    index('folders_by_path').on(table.spaceId, table.path),
    index('folders_by_parent').on(table.parentId),
    index('folders_by_creator').on(table.createdBy),
    index('folders_in_trash').on(table.trashedAt).where(sql`trashed_at is not null`),
    index('folders_trashed_with').on(table.trashedWith).where(sql`trashed_with is not null`),
    index('folders_by_cover').on(table.coverFileId).where(sql`cover_file_id is not null`),
  ],
)

/** Which files an album shows, in its own order. */
export const albumFiles = sqliteTable(
  'album_files',
  {
    albumId: text('album_id')
      .$type<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references((): AnySQLiteColumn => files.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    addedBy: text('added_by').$type<UserId>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.albumId, table.fileId] }),
    index('album_files_in_order').on(table.albumId, table.position, table.fileId),
    index('album_files_by_file').on(table.fileId),
  ],
)

/** Somebody who is no member may enter this folder and everything below it. */
export const grants = sqliteTable(
  'grants',
  {
    id: text().$type<GrantId>().primaryKey(),
    folderId: text('folder_id')
      .$type<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    permission: text({ enum: ['view', 'edit'] }).notNull(),
    createdBy: text('created_by').$type<UserId>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
  },
  (table) => [
    uniqueIndex('grants_by_folder').on(table.folderId, table.userId),
    index('grants_by_user').on(table.userId),
  ],
)
