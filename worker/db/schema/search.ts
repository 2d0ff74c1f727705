import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId } from '#contracts/ids'
import { files } from './files.ts'

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
})
