import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, Sha256, SpaceId } from '#contracts/ids'
import type { OutputFormat } from '#contracts/recipe'
import { files } from './files.ts'
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
