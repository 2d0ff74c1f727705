import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, FolderId, OriginalId, SpaceId, UserId } from '#contracts/ids'
import { files, originals } from './files.ts'
import { folders } from './folders.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/**
 * Which copies a space or a folder wants of its originals; the nearest to a file wins. The view
 * `wanted_copies` (see the migration) says what follows for each original, and triggers write it to
 * `originals.wants`.
 */
export const copyPolicies = sqliteTable(
  'copy_policies',
  {
    /** The folder's id, or the space's. */
    scope: text().$type<FolderId | SpaceId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    folderId: text('folder_id')
      .$type<FolderId>()
      .references(() => folders.id, { onDelete: 'cascade' }),
    /** 99: one on each disk. */
    copies: integer().notNull(),
    cloud: integer({ mode: 'boolean' }).notNull(),
    /** Ids in order, with commas; empty: any. */
    disks: text().notNull(),
    updatedBy: text('updated_by').$type<UserId>().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('copy_policies_by_space').on(table.spaceId),
    index('copy_policies_by_folder').on(table.folderId),
  ],
)

/** Originals that are about to leave R2, or have left it. */
export const tieredOriginals = sqliteTable(
  'tiered_originals',
  {
    originalId: text('original_id')
      .$type<OriginalId>()
      .primaryKey()
      .references(() => originals.id, { onDelete: 'cascade' }),
    /** A sweep saw that it may leave; a later one takes it away. */
    markedAt: integer('marked_at').notNull(),
    leftAt: integer('left_at'),
    /** Downloads from home since `readSince`. */
    reads: integer().notNull().default(0),
    readSince: integer('read_since').notNull().default(0),
  },
  (table) => [
    index('tiered_originals_marked').on(table.leftAt, table.markedAt),
    index('tiered_originals_hot').on(table.reads),
  ],
)

/** Who wants to hear when an original that lies only at home can be had again. */
export const homeWaits = sqliteTable(
  'home_waits',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    /** When it could be had again; the notice stays until its reader takes it away. */
    readyAt: integer('ready_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.fileId] }),
    index('home_waits_by_file').on(table.fileId),
    index('home_waits_by_age').on(table.readyAt, table.createdAt),
  ],
)
