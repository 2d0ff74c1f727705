import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { generationStages, generationStates } from '#contracts/generations'
import type { CanvasId, FileId, GenerationId, SpaceId, TileId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/**
 * One picture that was asked for, whatever became of it. Triggers (see the migration) carry
 * `reserved_micros` and `cost_micros` into `studio_spending`, so that a run which ends once is billed
 * once.
 */
export const generations = sqliteTable(
  'generations',
  {
    id: text().$type<GenerationId>().primaryKey(),
    canvasId: text('canvas_id').$type<CanvasId>().notNull(),
    tileId: text('tile_id').$type<TileId>().notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    stage: text({ enum: generationStages }).notNull(),
    state: text({ enum: generationStates }).notNull(),
    /** As JSON, with the model that was chosen and without its mask, which lies beside the picture. */
    prompt: text().notNull(),
    hasMask: integer('has_mask', { mode: 'boolean' }).notNull(),
    /** By which the provider knows it, where that helps after a restart. */
    ticket: text(),
    reason: text(),
    /** Days since 1970, UTC: the day it is counted on. */
    day: integer().notNull(),
    reservedMicros: integer('reserved_micros').notNull(),
    costMicros: integer('cost_micros').notNull().default(0),
    mimeType: text('mime_type'),
    width: integer(),
    height: integer(),
    /** The file that was kept of it. */
    fileId: text('file_id')
      .$type<FileId>()
      .references(() => files.id, { onDelete: 'set null' }),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
    /** When the pictures of old generations are looked at again, whether anybody still wants them. */
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('generations_by_canvas').on(table.canvasId, table.id),
    index('generations_by_tile').on(table.canvasId, table.tileId, table.id),
    index('generations_open_by_canvas')
      .on(table.canvasId, table.state, table.id)
      .where(sql`ended_at is null`),
    index('generations_open_by_user')
      .on(table.userId, table.state, table.id)
      .where(sql`ended_at is null`),
    index('generations_open_by_age').on(table.createdAt).where(sql`ended_at is null`),
    index('generations_by_expiry').on(table.expiresAt),
    index('generations_by_file').on(table.fileId),
    index('generations_by_space').on(table.spaceId),
  ],
)

/** What a user spent on pictures on a day, and what runs may still cost. Written by triggers. */
export const studioSpending = sqliteTable(
  'studio_spending',
  {
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    day: integer().notNull(),
    spentMicros: integer('spent_micros').notNull(),
    reservedMicros: integer('reserved_micros').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.day] })],
)

export const generationFavorites = sqliteTable(
  'generation_favorites',
  {
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    generationId: text('generation_id')
      .$type<GenerationId>()
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    addedAt: integer('added_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.generationId] }),
    index('generation_favorites_by_time').on(table.userId, table.addedAt, table.generationId),
    index('generation_favorites_by_generation').on(table.generationId),
  ],
)
