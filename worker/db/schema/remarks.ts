import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { activityKinds } from '#contracts/activity'
import type { CommentId, FileId, FolderId, SpaceId, UserId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** What people say about a file, for all who may see it. */
export const comments = sqliteTable(
  'comments',
  {
    id: text().$type<CommentId>().primaryKey(),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    createdAt: integer('created_at').notNull(),
    editedAt: integer('edited_at'),
  },
  (table) => [
    index('comments_by_file').on(table.fileId, table.createdAt, table.id),
    index('comments_by_user').on(table.userId),
  ],
)

/** Who likes a file and says so to all who may see it; favourites are one's own business. */
export const hearts = sqliteTable(
  'hearts',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fileId, table.userId] }),
    index('hearts_by_user').on(table.userId),
  ],
)

/**
 * What happened in a space, as its people are told: triggers write it. What one person adds to one
 * folder within an hour is one row. `key` says what it is of, so that doing it twice is one row, too.
 */
export const activity = sqliteTable(
  'activity',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    key: text().notNull(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    kind: text({ enum: activityKinds }).notNull(),
    at: integer().notNull(),
    actorId: text('actor_id').$type<UserId>().notNull(),
    /** Who came by a drop link, as they called themselves. */
    guestName: text('guest_name'),
    /** The latest of what was added, or what was commented on or given a heart. */
    fileId: text('file_id').$type<FileId>(),
    /** Where it was added, or which folder is shared. What is about a file is where that lies now. */
    folderId: text('folder_id').$type<FolderId>(),
    /** How many files were added. */
    files: integer().notNull().default(1),
    /** A comment's, link's or grant's id. */
    subjectId: text('subject_id'),
    /** With whom a folder is shared. */
    otherId: text('other_id').$type<UserId>(),
  },
  (table) => [
    uniqueIndex('activity_by_key').on(table.key),
    index('activity_of_space').on(table.spaceId, table.at, table.id),
  ],
)
