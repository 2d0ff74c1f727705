import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { SessionId, UserId } from '#contracts/ids'

/** Times are Unix milliseconds in every table. */
export const users = sqliteTable(
  'users',
  {
    id: text().$type<UserId>().primaryKey(),
    username: text().notNull(),
    /** NFKC and lower case, so that two people cannot be told apart by case or form alone. */
    usernameFolded: text('username_folded').notNull().unique(),
    passwordHash: text('password_hash').notNull(),
    isAdmin: integer('is_admin', { mode: 'boolean' }).notNull().default(false),
    quotaBytes: integer('quota_bytes').notNull(),
    /** Invariant C: the originals of the spaces this user owns, plus what is reserved, is what is used. */
    usedBytes: integer('used_bytes').notNull().default(0),
    reservedBytes: integer('reserved_bytes').notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    /** Only admins are in it: "is there an admin?" never scans the users. */
    index('users_admins').on(table.isAdmin).where(sql`is_admin = 1`),
    check('users_bytes_not_negative', sql`${table.usedBytes} >= 0 and ${table.reservedBytes} >= 0`),
  ],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().$type<SessionId>().primaryKey(),
    /** SHA-256 of the token: the table alone opens nothing. */
    tokenHash: text('token_hash').notNull().unique(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('sessions_by_user').on(table.userId),
    index('sessions_by_expiry').on(table.expiresAt),
  ],
)
