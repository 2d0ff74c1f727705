import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DuplicateGroupId, FileId, SpaceId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'

/**
 * Pictures of a space that look alike. What a group is like is the hash of its first picture, and
 * stays that when the picture goes: so nothing drifts from neighbour to neighbour.
 */
export const duplicateGroups = sqliteTable(
  'duplicate_groups',
  {
    id: text().$type<DuplicateGroupId>().primaryKey(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    kind: text({ enum: ['image', 'video', 'other'] }).notNull(),
    perceptualHash: text('perceptual_hash').notNull(),
    thumbhash: text(),
    /** Width by height. */
    aspect: real().notNull(),
    /**
     * How many different originals there are to decide about: among its living files, if one of them
     * was not reviewed yet, and 0 else. Triggers keep it (see the migration). From 2 on it is shown.
     */
    originals: integer().notNull().default(0),
    /** When its latest file came. */
    grewAt: integer('grew_at').notNull(),
  },
  (table) => [
    index('duplicate_groups_to_review')
      .on(table.spaceId, table.grewAt, table.id)
      .where(sql`originals > 1`),
  ],
)

/** A group by each band of its hash: `2:9f3c` is the third 16 bits. Triggers keep it. */
export const duplicateBands = sqliteTable(
  'duplicate_bands',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    band: text().notNull(),
    groupId: text('group_id').$type<DuplicateGroupId>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.band, table.groupId] })],
)

/** In which group a file is; every file with a perceptual hash is in one, mostly alone. */
export const duplicateMembers = sqliteTable(
  'duplicate_members',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    groupId: text('group_id').$type<DuplicateGroupId>().notNull(),
    /** Bits by which it differs from what the group is like. */
    distance: integer().notNull(),
    /** When somebody said that it is no duplicate of what was in the group then. */
    reviewedAt: integer('reviewed_at'),
  },
  (table) => [index('duplicate_members_by_group').on(table.groupId)],
)

/** Files whose hash came or changed, until they are in a group. Triggers on `files` fill it. */
export const duplicateQueue = sqliteTable(
  'duplicate_queue',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
  },
  (table) => [index('duplicate_queue_by_space').on(table.spaceId, table.fileId)],
)

/** A space is grouped by one run at a time: two would each make a group of the same picture. */
export const duplicateClaims = sqliteTable('duplicate_claims', {
  spaceId: text('space_id')
    .$type<SpaceId>()
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  until: integer().notNull(),
})
