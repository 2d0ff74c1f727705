import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { auditActions } from '#contracts/audit'
import type { UserId } from '#contracts/ids'
import { users } from './users.ts'

/** Append-only: rows are never changed. One hash chain a space, and `vault` for the rest. */
export const audit = sqliteTable(
  'audit',
  {
    chain: text().notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    action: text({ enum: auditActions }).notNull(),
    actorId: text('actor_id'),
    subjectId: text('subject_id'),
    /** JSON, by auditDetailsSchema. */
    details: text().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.seq] }),
    index('audit_by_time').on(table.at),
    index('audit_by_chain_time').on(table.chain, table.at),
    index('audit_by_action').on(table.action, table.at),
    index('audit_by_actor').on(table.actorId, table.at),
  ],
)

/** One row a user: when their bytes were last recounted, and how far the figures were off. */
export const quotaChecks = sqliteTable(
  'quota_checks',
  {
    userId: text('user_id')
      .$type<UserId>()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** 0: not yet. */
    checkedAt: integer('checked_at').notNull(),
    /** Kept minus counted; not zero means drift. */
    driftBytes: integer('drift_bytes').notNull(),
  },
  (table) => [
    index('quota_checks_by_time').on(table.checkedAt),
    index('quota_checks_drifting').on(table.driftBytes).where(sql`drift_bytes <> 0`),
  ],
)
