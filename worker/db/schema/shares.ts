import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { FileId, FolderId, PersonId, ShareId, SpaceId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { folders } from './folders.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** A public link and its policy. Null for `…Left` and `expiresAt`: without an end. */
export const shares = sqliteTable(
  'shares',
  {
    id: text().$type<ShareId>().primaryKey(),
    /** What stands behind /s/: random, or chosen; lower case. */
    slug: text().notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    /** `files`: those of `share_files`, which a folder "as it is now" becomes too. */
    kind: text({ enum: ['files', 'folder', 'search', 'person'] }).notNull(),
    folderId: text('folder_id')
      .$type<FolderId>()
      .references(() => folders.id, { onDelete: 'cascade' }),
    /** No reference: people are in no snapshot, and whoever is gone is in no picture. */
    personId: text('person_id').$type<PersonId>(),
    /** Of a search: its words, looked for in this space. */
    query: text(),
    title: text().notNull(),
    message: text(),
    expiresAt: integer('expires_at'),
    passwordHash: text('password_hash'),
    viewsLeft: integer('views_left'),
    downloadsLeft: integer('downloads_left'),
    /** Pixels: no picture is shown larger. */
    largestSide: integer('largest_side').notNull(),
    downloads: text({ enum: ['none', 'previews', 'originals'] }).notNull(),
    stripsMetadata: integer('strips_metadata', { mode: 'boolean' }).notNull().default(true),
    watermark: text(),
    /** Whether faces of people without a name are made unrecognisable. */
    blursFaces: integer('blurs_faces', { mode: 'boolean' }).notNull().default(false),
    allowsZip: integer('allows_zip', { mode: 'boolean' }).notNull().default(false),
    isEmbeddable: integer('is_embeddable', { mode: 'boolean' }).notNull().default(false),
    /** Stands in every address that the page hands out: raised, those before it end. */
    generation: integer().notNull().default(1),
    visits: integer().notNull().default(0),
    downloaded: integer().notNull().default(0),
    lastVisitAt: integer('last_visit_at'),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [
    uniqueIndex('shares_by_slug').on(table.slug),
    index('shares_by_space').on(table.spaceId, table.createdAt, table.id),
    index('shares_by_folder').on(table.folderId).where(sql`folder_id is not null`),
    index('shares_by_creator').on(table.createdBy),
    index('shares_revoked').on(table.revokedAt).where(sql`revoked_at is not null`),
  ],
)

/** The files that a share was made of, in its own order. */
export const shareFiles = sqliteTable(
  'share_files',
  {
    shareId: text('share_id')
      .$type<ShareId>()
      .notNull()
      .references(() => shares.id, { onDelete: 'cascade' }),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shareId, table.fileId] }),
    index('share_files_in_order').on(table.shareId, table.position),
    index('share_files_by_file').on(table.fileId),
  ],
)
