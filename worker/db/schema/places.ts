import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, SpaceId } from '#contracts/ids'
import { files } from './files.ts'

/**
 * Where the files of the timeline were taken, on the square of the web's maps (Mercator, latitudes
 * to 85°): `x` and `y` in 2^24ths of its side, from its north-west corner. `place` interleaves their
 * upper 16 bits, so every cell of every level is one range of it. Triggers on `files` keep it.
 */
export const locatedFiles = sqliteTable(
  'located_files',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    place: integer().notNull(),
    x: integer().notNull(),
    y: integer().notNull(),
    shownAt: integer('shown_at').notNull(),
  },
  (table) => [
    index('located_files_by_place').on(table.spaceId, table.place, table.shownAt, table.fileId),
  ],
)

/**
 * How many located files each cell holds, at the levels 2, 4, … 16, where a level has 2^level cells to
 * a side; and the sums of their `x` and `y`, for the middle of them. Triggers on `located_files` keep it.
 */
export const mapCells = sqliteTable(
  'map_cells',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    level: integer().notNull(),
    row: integer().notNull(),
    column: integer().notNull(),
    files: integer().notNull(),
    xSum: integer('x_sum').notNull(),
    ySum: integer('y_sum').notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.level, table.row, table.column] })],
)
