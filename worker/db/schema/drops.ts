import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { dropAccepts } from '#contracts/drops'
import type {
  DropId,
  DroppedFileId,
  DropVisitId,
  FileId,
  FolderId,
  SpaceId,
  UserId,
} from '#contracts/ids'
import { files } from './files.ts'
import { folders } from './folders.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** A link by which anybody who has it puts files into one folder, and sees nothing of it. */
export const drops = sqliteTable(
  'drops',
  {
    id: text().$type<DropId>().primaryKey(),
    /** What stands behind /s/d/: random. */
    slug: text().notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    folderId: text('folder_id')
      .$type<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    message: text(),
    passwordHash: text('password_hash'),
    /** Null: never. */
    expiresAt: integer('expires_at'),
    accepts: text({ enum: dropAccepts }).notNull(),
    /** Of one file. */
    maxFileBytes: integer('max_file_bytes').notNull(),
    /** How much and how many may still come. */
    bytesLeft: integer('bytes_left').notNull(),
    filesLeft: integer('files_left').notNull(),
    /** How much and how many came. */
    receivedBytes: integer('received_bytes').notNull().default(0),
    receivedFiles: integer('received_files').notNull().default(0),
    lastReceivedAt: integer('last_received_at'),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [
    uniqueIndex('drops_by_slug').on(table.slug),
    index('drops_by_space').on(table.spaceId, table.createdAt, table.id),
    index('drops_by_folder').on(table.folderId),
    index('drops_by_creator').on(table.createdBy),
    index('drops_revoked').on(table.revokedAt).where(sql`revoked_at is not null`),
  ],
)

/** What one visitor of a drop link brought: they see these, and may take them back for a while. */
export const droppedFiles = sqliteTable(
  'dropped_files',
  {
    id: text().$type<DroppedFileId>().primaryKey(),
    dropId: text('drop_id')
      .$type<DropId>()
      .notNull()
      .references(() => drops.id, { onDelete: 'cascade' }),
    visitId: text('visit_id').$type<DropVisitId>().notNull(),
    /** Null: the folder had these bytes, or the file is gone; the visitor is not told which. */
    fileId: text('file_id')
      .$type<FileId>()
      .references(() => files.id, { onDelete: 'set null' }),
    name: text().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('dropped_files_by_visit').on(table.dropId, table.visitId, table.createdAt, table.id),
    index('dropped_files_by_file').on(table.fileId).where(sql`file_id is not null`),
    index('dropped_files_by_age').on(table.createdAt),
  ],
)
