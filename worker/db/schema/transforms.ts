import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { FileId, JobId, Sha256, SpaceId, UserId } from '#contracts/ids'
import type { OutputFormat } from '#contracts/recipe'
import { files } from './files.ts'
import { jobs } from './jobs.ts'
import { spaces } from './spaces.ts'

/** Pictures that were made of pictures and lie in R2, each named by the hash of its recipe. */
export const transforms = sqliteTable(
  'transforms',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    /** SHA-256 of the canonical recipe: finds it without comparing JSON. */
    hash: text().$type<Sha256>().notNull(),
    /** The canonical recipe, as JSON. */
    recipe: text().notNull(),
    storageKey: text('storage_key').notNull(),
    format: text().$type<OutputFormat>().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fileId, table.hash] }),
    index('transforms_by_age').on(table.fileId, table.createdAt, table.hash),
  ],
)

/** Pictures that somebody did not want to wait for: what a `make-transform` job is to make. */
export const queuedTransforms = sqliteTable(
  'queued_transforms',
  {
    jobId: text('job_id')
      .$type<JobId>()
      .primaryKey()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    hash: text().$type<Sha256>().notNull(),
    /** The canonical recipe, as JSON. */
    recipe: text().notNull(),
    /** Ids of the files that it draws, as JSON. */
    overlays: text().notNull(),
    /** The picture as parameters of the grammar. */
    query: text().notNull(),
  },
  (table) => [uniqueIndex('queued_transforms_by_hash').on(table.fileId, table.hash)],
)

/**
 * The last edits of each picture, the newest with the highest number; which of them is wanted and
 * which is shown, `files` says. The original is never touched.
 */
export const fileEdits = sqliteTable(
  'file_edits',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    /** Steps as parameters of the grammar, tidied. */
    query: text().notNull(),
    createdBy: text('created_by').$type<UserId>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.number] })],
)

/** Recipes that a space has given names: what they say is kept as it was written, tidied. */
export const transformPresets = sqliteTable(
  'transform_presets',
  {
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Parameters of the grammar, as in a query. */
    query: text().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.name] })],
)
