import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, SpaceId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'

/** Tags that somebody took off a file: no engine puts them there again. */
export const removedTags = sqliteTable(
  'removed_tags',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    label: text().notNull(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    /** Who had said it, and how surely, as JSON: what taking the removal back puts there again. */
    was: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fileId, table.label] }),
    index('removed_tags_by_label').on(table.spaceId, table.label, table.fileId),
  ],
)

/**
 * What engines' labels are called in a space since somebody renamed, merged or deleted a tag; no target
 * is the label of another alias. A null target is said no more. While `doneAt` is null, files still
 * have the old label.
 */
export const tagAliases = sqliteTable(
  'tag_aliases',
  {
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    label: text().notNull(),
    target: text(),
    at: integer().notNull(),
    doneAt: integer('done_at'),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.label] }),
    index('tag_aliases_by_target').on(table.spaceId, table.target),
    index('tag_aliases_not_done').on(table.spaceId, table.at).where(sql`done_at is null`),
  ],
)

/** How the labels of a space differ from those that come with the vault; JSON of the contract. */
export const labelSets = sqliteTable('label_sets', {
  spaceId: text('space_id')
    .$type<SpaceId>()
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  version: integer().notNull(),
  changes: text().notNull(),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by').$type<UserId>().notNull(),
})

/**
 * Texts of labels as a model sees them: one byte a dimension, of any length. Those of the labels that
 * come with the vault belong to no space (''); a space's own go with it.
 */
export const labelVectors = sqliteTable(
  'label_vectors',
  {
    spaceId: text('space_id').$type<SpaceId | ''>().notNull(),
    model: text().notNull(),
    text: text().notNull(),
    vector: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.model, table.text] })],
)

/** Files with a new embedding, until labels were put to it. */
export const labelQueue = sqliteTable(
  'label_queue',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
  },
  (table) => [index('label_queue_by_space').on(table.spaceId, table.fileId)],
)

/** Spaces whose labels changed, and up to which file they were put to all embeddings anew. */
export const labelRuns = sqliteTable('label_runs', {
  spaceId: text('space_id')
    .$type<SpaceId>()
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  after: text().$type<FileId | ''>().notNull().default(''),
  startedAt: integer('started_at').notNull(),
})
