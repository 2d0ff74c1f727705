import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { FileId, OriginalId, Sha256, SpaceId, UploadId, UserId } from '#contracts/ids'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** The bytes. One row per distinct content in a space. */
export const originals = sqliteTable(
  'originals',
  {
    id: text().$type<OriginalId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    sha256: text().$type<Sha256>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    /** From the magic bytes, never from a name or a header of the upload. */
    mimeType: text('mime_type').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Purged: its bytes are gone from R2, or about to be. The row stays for the disks to follow. */
    removedAt: integer('removed_at'),
    /** When its object was gone from R2. */
    clearedAt: integer('cleared_at'),
  },
  (table) => [
    uniqueIndex('originals_by_content')
      .on(table.spaceId, table.sha256)
      .where(sql`removed_at is null`),
    index('originals_to_clear')
      .on(table.removedAt)
      .where(sql`removed_at is not null and cleared_at is null`),
  ],
)

/** What the user sees. */
export const files = sqliteTable(
  'files',
  {
    id: text().$type<FileId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    originalId: text('original_id')
      .$type<OriginalId>()
      .notNull()
      .references(() => originals.id),
    name: text().notNull(),
    kind: text({ enum: ['image', 'video', 'other'] }).notNull(),
    width: integer(),
    height: integer(),
    takenAt: text('taken_at'),
    camera: text(),
    thumbhash: text(),
    preview: text({ enum: ['pending', 'ready', 'none'] }).notNull(),
    previewNote: text('preview_note'),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    trashedAt: integer('trashed_at'),
  },
  (table) => [
    index('files_live_by_age').on(table.spaceId, table.trashedAt, table.createdAt, table.id),
    index('files_by_original').on(table.originalId),
    index('files_by_trash_age').on(table.trashedAt),
    /** For the foreign key: deleting a user looks for their files. */
    index('files_by_creator').on(table.createdBy),
  ],
)

/** The ledger: where each original lies and when its hash was last checked there. */
export const copies = sqliteTable(
  'copies',
  {
    originalId: text('original_id')
      .$type<OriginalId>()
      .notNull()
      .references(() => originals.id, { onDelete: 'cascade' }),
    /** `r2` or a disk's id. */
    place: text().notNull(),
    state: text({ enum: ['received', 'verified', 'bad'] }).notNull(),
    verifiedAt: integer('verified_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.originalId, table.place] }),
    index('copies_by_place').on(table.place, table.state, table.verifiedAt),
  ],
)

export const renditions = sqliteTable(
  'renditions',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    name: text({ enum: ['320', '1600'] }).notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.name] })],
)

export const fileTags = sqliteTable(
  'file_tags',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    label: text().notNull(),
    probability: real().notNull(),
    engine: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.engine, table.label] })],
)

/**
 * A body on its way in. `reserved` holds quota until it is settled, released or expires;
 * `orphaned` says that its object in R2 belongs to nobody and is to be removed.
 */
export const uploads = sqliteTable(
  'uploads',
  {
    id: text().$type<UploadId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    quotaUserId: text('quota_user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    originalId: text('original_id').$type<OriginalId>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    state: text({ enum: ['reserved', 'settled', 'orphaned', 'cleared'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('uploads_by_state').on(table.state, table.expiresAt),
    index('uploads_by_space').on(table.spaceId),
    index('uploads_by_quota_user').on(table.quotaUserId, table.state),
  ],
)
