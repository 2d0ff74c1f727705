import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { SpaceId, UserId } from '#contracts/ids'
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
  },
  (table) => [index('spaces_by_owner').on(table.ownerId)],
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
