import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId } from '#contracts/ids'
import { files } from './files.ts'

/** Things that a detector saw in a file, numbered as it told of them. */
export const findings = sqliteTable(
  'findings',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    label: text().notNull(),
    probability: real().notNull(),
    engine: text().notNull(),
    /** Where it is: shares of the picture, from its top left corner. */
    boxLeft: real('box_left').notNull(),
    boxTop: real('box_top').notNull(),
    boxWidth: real('box_width').notNull(),
    boxHeight: real('box_height').notNull(),
    /** Names of colours as a JSON array, the largest share first. */
    colours: text().notNull(),
    /** Of a film: at which time. */
    atMs: integer('at_ms'),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.position] })],
)

/** Text that was read in a file. */
export const fileTexts = sqliteTable('file_texts', {
  fileId: text('file_id')
    .$type<FileId>()
    .primaryKey()
    .references(() => files.id, { onDelete: 'cascade' }),
  text: text().notNull(),
  confidence: real().notNull(),
  engine: text().notNull(),
})

/** What a model on the edge says is to be seen in a file. Triggers write it into `search_words`. */
export const fileCaptions = sqliteTable('file_captions', {
  fileId: text('file_id')
    .$type<FileId>()
    .primaryKey()
    .references(() => files.id, { onDelete: 'cascade' }),
  text: text().notNull(),
  engine: text().notNull(),
})

/** How often Workers AI was asked on each of the last days: what is paid for has an end. */
export const edgeCalls = sqliteTable('edge_calls', {
  /** Days since 1970, UTC. */
  day: integer().primaryKey(),
  calls: integer().notNull(),
})

/**
 * A row for every file with a preview: which engines have looked at it. A trigger writes the words of
 * its findings into `search_words` when `indexed_at` changes, so findings are written before this.
 */
export const indexedFiles = sqliteTable(
  'indexed_files',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    /** The key of engines and run that looked last; empty: none yet. */
    engines: text().notNull().default(''),
    /** The key for which a job was made last; empty: none was. */
    queuedFor: text('queued_for').notNull().default(''),
    indexedAt: integer('indexed_at'),
    /** The key for which the edge was asked last; empty: it was not. */
    captionedFor: text('captioned_for').notNull().default(''),
  },
  (table) => [
    index('indexed_files_to_caption').on(table.captionedFor, table.fileId),
    index('indexed_files_to_queue').on(table.queuedFor, table.fileId),
    index('indexed_files_by_time').on(table.indexedAt).where(sql`indexed_at is not null`),
  ],
)

/** How many files each key of engines has looked at; kept by triggers on `indexed_files`. */
export const indexCounts = sqliteTable('index_counts', {
  engines: text().primaryKey(),
  files: integer().notNull(),
})

/**
 * One row, once a home node has told of itself: which engines the home node has, and the run, which is raised when everything is to be
 * looked at again. Files whose key is another one are due.
 */
export const wantedIndex = sqliteTable('wanted_index', {
  id: integer().primaryKey(),
  /** Names in order, with spaces between them. */
  engines: text().notNull(),
  run: integer().notNull().default(1),
})
