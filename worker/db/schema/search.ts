import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, FolderId, SavedSearchId, SpaceId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { folders } from './folders.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/**
 * The number under which the words of a file stand in `search_words`, the FTS5 table of the migration.
 * Triggers on `files`, `file_tags` and `folders` keep both. A number of its own, because the row
 * numbers of `files` may change when the database is vacuumed.
 */
export const searchDocuments = sqliteTable('search_documents', {
  id: integer().primaryKey({ autoIncrement: true }),
  fileId: text('file_id')
    .$type<FileId>()
    .notNull()
    .unique()
    .references(() => files.id, { onDelete: 'cascade' }),
  /** As in `files`, so that dates leave out most of a frequent word's files before these are read. */
  shownAt: integer('shown_at').notNull().default(0),
})

/**
 * What a user looks for again, under a name. Whose files it may find is decided when it is opened; with
 * the space or folder that it was about it goes.
 */
export const savedSearches = sqliteTable(
  'saved_searches',
  {
    id: text().$type<SavedSearchId>().primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    query: text().notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    folderId: text('folder_id')
      .$type<FolderId>()
      .references(() => folders.id, { onDelete: 'cascade' }),
    /** The picture that results look like; without it there is nothing left to search for. */
    likeFileId: text('like_file_id')
      .$type<FileId>()
      .references(() => files.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('saved_searches_by_like').on(table.likeFileId),
    index('saved_searches_by_user').on(table.userId, table.id),
    index('saved_searches_by_space').on(table.spaceId),
    index('saved_searches_by_folder').on(table.folderId),
  ],
)

/**
 * What models made of texts that were searched for. A text has one slot of a fixed number, so the table
 * cannot grow: another text that falls on it takes its place.
 */
export const textVectors = sqliteTable(
  'text_vectors',
  {
    /** Model and pipeline. */
    model: text().notNull(),
    slot: integer().notNull(),
    /** SHA-256 of the text, in hex. */
    textHash: text('text_hash').notNull(),
    /** Little-endian float32. */
    vector: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.model, table.slot] })],
)
