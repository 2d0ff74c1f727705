import { sql } from 'drizzle-orm'
import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ConsentId, ErasureId, ExampleId, SpaceId, SubjectId, UserId } from '#contracts/ids'
import { spaces } from './spaces.ts'

/** Who turned faces on in a space, when, and by which text. Rows stay when it is withdrawn. */
export const consents = sqliteTable(
  'consents',
  {
    id: text().$type<ConsentId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    /** Whoever recorded it; no reference, for the record outlives the account. */
    recordedBy: text('recorded_by').$type<UserId>().notNull(),
    recordedAt: integer('recorded_at').notNull(),
    text: text().notNull(),
    withdrawnAt: integer('withdrawn_at'),
    withdrawnBy: text('withdrawn_by').$type<UserId>(),
  },
  (table) => [
    index('consents_by_space').on(table.spaceId, table.recordedAt),
    uniqueIndex('consents_in_force').on(table.spaceId).where(sql`withdrawn_at is null`),
  ],
)

/** What the face API keeps of a space of the kind `organization`. */
export const organizations = sqliteTable('organizations', {
  spaceId: text('space_id')
    .$type<SpaceId>()
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  name: text().notNull(),
  nameFolded: text('name_folded').notNull().unique(),
  /** 32 random bytes, by `seal`: all that is known of its faces is encrypted with them. */
  sealedKey: text('sealed_key').notNull(),
  /** Days for which examples are kept; null: until somebody removes them. */
  retentionDays: integer('retention_days'),
  /** Number of the last example that was added. */
  changes: integer().notNull().default(0),
  /** How many examples went: an index that knows an older number reads all of them again. */
  removals: integer().notNull().default(0),
  /** Raised by triggers when a key or a member of the space ends: remembered keys are asked again. */
  keyGeneration: integer('key_generation').notNull().default(0),
  createdAt: integer('created_at').notNull(),
})

/** Whom an organization knows by face. */
export const subjects = sqliteTable(
  'subjects',
  {
    id: text().$type<SubjectId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('subjects_by_name').on(table.spaceId, table.name)],
)

/** One face of a subject. What tells how somebody looks is encrypted with the organization's key. */
export const examples = sqliteTable(
  'examples',
  {
    id: text().$type<ExampleId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    subjectId: text('subject_id')
      .$type<SubjectId>()
      .notNull()
      .references(() => subjects.id, { onDelete: 'cascade' }),
    /** Numbers the examples of a space in the order in which they came. */
    change: integer().notNull(),
    detector: text().notNull(),
    embedder: text().notNull(),
    sealedDescriptor: blob('sealed_descriptor', { mode: 'buffer' }).notNull(),
    quality: integer('quality_percent').notNull(),
    /** Of the sealed crop in the bucket; 0: there is none. */
    cropBytes: integer('crop_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('examples_by_change').on(table.spaceId, table.change),
    index('examples_by_subject').on(table.subjectId, table.change),
    index('examples_by_age').on(table.spaceId, table.createdAt),
  ],
)

/** Receipts of what was erased; they name ids and counts, nobody. */
export const erasures = sqliteTable(
  'erasures',
  {
    id: text().$type<ErasureId>().primaryKey(),
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    subjectId: text('subject_id').$type<SubjectId>(),
    /** The signed receipt as it was given out, JSON. */
    receipt: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('erasures_by_space').on(table.spaceId, table.createdAt)],
)
