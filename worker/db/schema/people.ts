import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FaceId, FileId, PersonId, SpaceId } from '#contracts/ids'
import { files } from './files.ts'
import { spaces } from './spaces.ts'

/** What a space keeps faces by. Without the key nothing tells any more how somebody looks. */
export const peopleSpaces = sqliteTable('people_spaces', {
  spaceId: text('space_id')
    .$type<SpaceId>()
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  /** 32 random bytes, by `seal`: descriptors are encrypted with them. */
  sealedKey: text('sealed_key').notNull(),
  /** Raised by every change of who is who: a change that was thought out on an older one fails. */
  version: integer().notNull(),
})

/** Somebody whom faces of a space show. */
export const people = sqliteTable(
  'people',
  {
    id: text().$type<PersonId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text(),
    isHidden: integer('is_hidden', { mode: 'boolean' }).notNull().default(false),
    isFavorite: integer('is_favorite', { mode: 'boolean' }).notNull().default(false),
    /** Kept by triggers on `faces`. */
    faces: integer().notNull().default(0),
    /** Which face stands for the person, where somebody chose; else the best one. */
    coverFaceId: text('cover_face_id').$type<FaceId>(),
    /** By which `sealed_sum` was made; people of another embedder get no more faces by machine. */
    embedder: text().notNull(),
    /** The sum of the descriptors of the faces that count, encrypted; float32. */
    sealedSum: blob('sealed_sum', { mode: 'buffer' }).notNull(),
    /** How many faces are in the sum. */
    summed: integer().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('people_by_space').on(table.spaceId, table.isHidden, table.faces, table.id),
    index('people_named').on(table.spaceId, table.name).where(sql`name is not null`),
  ],
)

/** One face in a file. */
export const faces = sqliteTable(
  'faces',
  {
    id: text().$type<FaceId>().primaryKey(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    /** Null: too poor to say, and like nobody. */
    personId: text('person_id')
      .$type<PersonId>()
      .references(() => people.id, { onDelete: 'set null' }),
    /** A person said who this is: no machine moves it. */
    isDecided: integer('is_decided', { mode: 'boolean' }).notNull().default(false),
    boxLeft: real('box_left').notNull(),
    boxTop: real('box_top').notNull(),
    boxWidth: real('box_width').notNull(),
    boxHeight: real('box_height').notNull(),
    quality: integer('quality_percent').notNull(),
    /** Whether it is in the sum of its person. */
    isSummed: integer('is_summed', { mode: 'boolean' }).notNull(),
    /** As in `files`: a person's pictures are read in the order of time. */
    shownAt: integer('shown_at').notNull(),
    /** Of a film: at which time. */
    atMs: integer('at_ms'),
    detector: text().notNull(),
    embedder: text().notNull(),
    /** Encrypted; float32 of length 1. */
    sealedDescriptor: blob('sealed_descriptor', { mode: 'buffer' }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('faces_by_file').on(table.fileId),
    index('faces_by_person').on(table.personId, table.quality, table.id),
    index('faces_by_time').on(table.personId, table.shownAt, table.id),
    index('faces_by_space').on(table.spaceId),
  ],
)

/** Two of whom somebody said that they are not the same; the smaller id stands first. */
export const peopleApart = sqliteTable(
  'people_apart',
  {
    one: text()
      .$type<PersonId>()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    other: text()
      .$type<PersonId>()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.one, table.other] }),
    index('people_apart_by_other').on(table.other),
    index('people_apart_by_space').on(table.spaceId),
  ],
)

/**
 * A row for every file with a preview in a space where faces are on: whether they were looked for.
 * Triggers on `files` and `consents` keep it.
 */
export const facedFiles = sqliteTable(
  'faced_files',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .primaryKey()
      .references(() => files.id, { onDelete: 'cascade' }),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    /** Whether there was a job for it. */
    isQueued: integer('is_queued', { mode: 'boolean' }).notNull().default(false),
    lookedAt: integer('looked_at'),
  },
  (table) => [
    index('faced_files_due').on(table.isQueued, table.fileId),
    index('faced_files_by_space').on(table.spaceId, table.lookedAt),
  ],
)
