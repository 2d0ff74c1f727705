import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** How often a limit refused somebody, by hour. */
export const rateLimitHits = sqliteTable(
  'rate_limit_hits',
  {
    class: text().notNull(),
    /** A user's or key's id, or a shortened network address. */
    subject: text().notNull(),
    /** The hour's start. */
    windowStart: integer('window_start').notNull(),
    hits: integer().notNull(),
    lastAt: integer('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.class, table.subject, table.windowStart] }),
    index('rate_limit_hits_by_time').on(table.lastAt),
  ],
)
