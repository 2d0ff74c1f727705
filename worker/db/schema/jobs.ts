import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FileId, JobId, OriginalId, SpaceId } from '#contracts/ids'
import { jobNames, jobStates } from '#contracts/jobs'
import { files, originals } from './files.ts'
import { spaces } from './spaces.ts'

/** Background work. This table is the truth; the queue only wakes those who read it. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: text().$type<JobId>().primaryKey(),
    name: text({ enum: jobNames }).notNull(),
    runner: text({ enum: ['edge', 'home'] }).notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    fileId: text('file_id')
      .$type<FileId>()
      .references(() => files.id, { onDelete: 'cascade' }),
    originalId: text('original_id')
      .$type<OriginalId>()
      .notNull()
      .references(() => originals.id, { onDelete: 'cascade' }),
    state: text({ enum: jobStates }).notNull(),
    attempts: integer().notNull().default(0),
    /** Not before this time. */
    nextAt: integer('next_at').notNull(),
    leaseOwner: text('lease_owner'),
    leaseUntil: integer('lease_until'),
    note: text(),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (table) => [
    index('jobs_to_lease').on(table.runner, table.name, table.state, table.nextAt),
    index('jobs_by_lease').on(table.state, table.leaseUntil),
    index('jobs_by_file').on(table.fileId),
    /** For the foreign key: writes to originals look for their jobs. */
    index('jobs_by_original').on(table.originalId),
    index('jobs_failed').on(table.finishedAt, table.id).where(sql`state = 'failed'`),
    index('jobs_indexing_failed')
      .on(table.finishedAt, table.id)
      .where(sql`name = 'index-file' and state = 'failed'`),
  ],
)

/** The change feed: what happened, in the order in which it was committed. */
export const changes = sqliteTable('changes', {
  seq: integer().primaryKey({ autoIncrement: true }),
  kind: text({
    enum: [
      'original.stored',
      'original.removed',
      'original.wanted',
      'file.created',
      'file.updated',
      'file.trashed',
      'file.restored',
      'file.purged',
    ],
  }).notNull(),
  spaceId: text('space_id').$type<SpaceId>().notNull(),
  fileId: text('file_id').$type<FileId>(),
  originalId: text('original_id').$type<OriginalId>(),
  at: integer().notNull(),
})
