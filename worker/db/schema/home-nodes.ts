import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DiskId, HomeNodeId } from '#contracts/ids'

export const homeNodes = sqliteTable('home_nodes', {
  id: text().$type<HomeNodeId>().primaryKey(),
  name: text().notNull(),
  /** Raw Ed25519 key, base64url. */
  publicKey: text('public_key').notNull(),
  /** SHA-256 of the code it joined with: each code is good for one home node. */
  joinCodeHash: text('join_code_hash').notNull().unique(),
  joinedAt: integer('joined_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  revokedAt: integer('revoked_at'),
  /** What it said of its mirror last, as JSON of the contract. */
  report: text(),
  /** Removals from its disks that it heard of until then may go on: an admin said so. */
  removalsAllowedUntil: integer('removals_allowed_until'),
})

export const disks = sqliteTable(
  'disks',
  {
    id: text().$type<DiskId>().primaryKey(),
    homeNodeId: text('home_node_id')
      .$type<HomeNodeId>()
      .notNull()
      .references(() => homeNodes.id),
    name: text().notNull(),
    state: text({ enum: ['ok', 'missing', 'read_only', 'full'] }).notNull(),
    totalBytes: integer('total_bytes').notNull(),
    freeBytes: integer('free_bytes').notNull(),
    reportedAt: integer('reported_at').notNull(),
    /** Errors and what the drive says of itself, as JSON of the contract. */
    health: text(),
  },
  (table) => [index('disks_by_home_node').on(table.homeNodeId)],
)
