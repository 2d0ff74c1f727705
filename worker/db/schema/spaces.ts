import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ApiKeyId, SpaceId, UserId } from '#contracts/ids'
import { users } from './users.ts'

export const spaces = sqliteTable(
  'spaces',
  {
    id: text().$type<SpaceId>().primaryKey(),
    kind: text({ enum: ['personal', 'shared', 'organization'] }).notNull(),
    name: text().notNull(),
    ownerId: text('owner_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    /** Signed media addresses name this number; raising it ends all of them within a minute. */
    mediaGeneration: integer('media_generation').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    /** In trash: its members cannot enter, its owner can bring it back for 30 days. */
    trashedAt: integer('trashed_at'),
  },
  (table) => [
    index('spaces_by_owner').on(table.ownerId),
    index('spaces_in_trash').on(table.trashedAt).where(sql`trashed_at is not null`),
  ],
)

export const members = sqliteTable(
  'members',
  {
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ['viewer', 'editor', 'admin'] }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.userId] }),
    index('members_by_user').on(table.userId),
  ],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().$type<ApiKeyId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The eight characters after `vlt_` that find its row. */
    handle: text().notNull().unique(),
    /** SHA-256 of the whole key. */
    keyHash: text('key_hash').notNull(),
    /** Comma-separated. */
    scopes: text().notNull(),
    /** The member whose role bounds what it may do. */
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
    exposedAt: integer('exposed_at'),
  },
  (table) => [
    index('api_keys_by_space').on(table.spaceId, table.createdAt),
    index('api_keys_by_creator').on(table.createdBy),
  ],
)
