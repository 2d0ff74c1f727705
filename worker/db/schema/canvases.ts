import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CanvasId, SpaceId, UserId } from '#contracts/ids'
import type { Reference } from '#contracts/prompt'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/**
 * The studio's canvases, for lists of them. What lies on one is known by its CanvasRoom alone, which
 * writes `tileCount`, `covers` and `changedAt` here a few seconds late.
 */
export const canvases = sqliteTable(
  'canvases',
  {
    id: text().$type<CanvasId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    name: text().notNull(),
    tileCount: integer('tile_count').notNull().default(0),
    /** The pictures that were last put on it, as JSON: parsed where it is read. */
    covers: text({ mode: 'json' }).$type<Reference[]>().notNull().default([]),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    changedAt: integer('changed_at').notNull(),
    trashedAt: integer('trashed_at'),
  },
  (table) => [
    index('canvases_by_change').on(table.spaceId, table.changedAt, table.id),
    index('canvases_by_creator').on(table.createdBy),
    index('canvases_in_trash').on(table.trashedAt).where(sql`trashed_at is not null`),
  ],
)
