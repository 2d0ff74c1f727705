import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DiskId } from '#contracts/ids'

/** Times at which this vault was rebuilt from a disk. While one has not ended, nothing is swept. */
export const restores = sqliteTable(
  'restores',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** The disk that it comes from. */
    diskId: text('disk_id').$type<DiskId>().notNull(),
    /** When its snapshot was taken, in Unix milliseconds. */
    snapshotAt: integer('snapshot_at').notNull(),
    begunAt: integer('begun_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [index('restores_by_end').on(table.endedAt)],
)

/** Rehearsals: a snapshot was restored into a place of its own, compared, and removed again. */
export const drills = sqliteTable(
  'drills',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Name of the disk. */
    disk: text().notNull(),
    snapshotAt: integer('snapshot_at').notNull(),
    at: integer().notNull(),
    tookMs: integer('took_ms').notNull(),
    rows: integer().notNull(),
    originals: integer().notNull(),
    /** Rows or originals that were not what they should be. */
    wrong: integer().notNull(),
  },
  (table) => [index('drills_by_time').on(table.at)],
)
