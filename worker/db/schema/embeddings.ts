import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, SpaceId } from '#contracts/ids'
import { vectorIndexKinds } from '#contracts/vectors'
import { files } from './files.ts'

/** What models made of files: the truth, of which every vector index is a copy. */
export const embeddings = sqliteTable(
  'embeddings',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    /** Model and pipeline: `clip-vit-b32@1`. */
    model: text().notNull(),
    /** 0 of a picture; counted from 0 in a film. */
    frame: integer().notNull(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    /** Of a film: at which time. */
    atMs: integer('at_ms'),
    /** One byte a dimension, −127 to 127; times `scale` they are a vector of length 1. */
    vector: blob({ mode: 'buffer' }).notNull(),
    scale: real().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.model, table.frame] })],
)

/**
 * The vectors that may be compared: of one space, by one model. Triggers on `embeddings` and `files`
 * keep it (see the migration); whoever is at `changes` has missed nothing.
 */
export const vectorSpaces = sqliteTable(
  'vector_spaces',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    model: text().notNull(),
    dimensions: integer().notNull(),
    /** How many vectors there ever were: the next file's position. */
    positions: integer().notNull(),
    /** The number of the last change. */
    changes: integer().notNull(),
    /** Up to which change the index has followed, and which: another begins anew. */
    followed: integer().notNull().default(0),
    follower: text({ enum: vectorIndexKinds }),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.model] }),
    index('vector_spaces_behind').on(table.spaceId).where(sql`followed < changes`),
  ],
)

/**
 * Each file that has vectors, or had: with the number of its last change, so that an index follows by
 * reading what is above its own. Kept by the same triggers. A purged file's row stays until the index
 * has followed.
 */
export const vectorFiles = sqliteTable(
  'vector_files',
  {
    fileId: text('file_id').$type<FileId>().notNull(),
    model: text().notNull(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    /** Its first vector's number in the space, for ever: it says in which part of the index it lies. */
    position: integer().notNull(),
    change: integer().notNull(),
    changedAt: integer('changed_at').notNull(),
    /** The file was purged. */
    goneAt: integer('gone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.fileId, table.model] }),
    index('vector_files_by_change').on(table.spaceId, table.model, table.change, table.position),
    index('vector_files_by_age').on(table.spaceId, table.model, table.changedAt),
    index('vector_files_gone').on(table.goneAt).where(sql`gone_at is not null`),
  ],
)
