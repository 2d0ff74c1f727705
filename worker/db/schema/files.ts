import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type {
  FileId,
  FolderId,
  OriginalId,
  PublicId,
  Sha256,
  SpaceId,
  UploadId,
  UserId,
} from '#contracts/ids'
import { folders } from './folders.ts'
import { spaces } from './spaces.ts'
import { users } from './users.ts'

/** The bytes. One row per distinct content in a space. */
export const originals = sqliteTable(
  'originals',
  {
    id: text().$type<OriginalId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    sha256: text().$type<Sha256>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    /** From the magic bytes, never from a name or a header of the upload. */
    mimeType: text('mime_type').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Purged: its bytes are gone from R2, or about to be. The row stays for the disks to follow. */
    removedAt: integer('removed_at'),
    /** When its object was gone from R2. */
    clearedAt: integer('cleared_at'),
    /** Where it has a verified copy, in order, with commas; triggers on `copies` keep it. */
    places: text().notNull().default(''),
    /**
     * Which copies its space and folders want of it: `copies|cloud|disks`, or empty for one on each
     * disk and one in R2. Triggers keep it (policies.ts).
     */
    wants: text().notNull().default(''),
    /** When it was last downloaded, or stored: what was not wanted for long leaves R2 first. */
    seenAt: integer('seen_at').notNull().default(0),
  },
  (table) => [
    uniqueIndex('originals_by_content')
      .on(table.spaceId, table.sha256)
      .where(sql`removed_at is null`),
    index('originals_to_clear')
      .on(table.removedAt)
      .where(sql`removed_at is not null and cleared_at is null`),
    /** The longest unseen of those that have copies in the same places. */
    index('originals_by_places').on(table.places, table.seenAt).where(sql`removed_at is null`),
  ],
)

/**
 * What the user sees. Columns hold what is true for people now: what ingest read from the bytes, or
 * what somebody wrote instead (`file_metadata` has both, and originals never change).
 */
export const files = sqliteTable(
  'files',
  {
    id: text().$type<FileId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    originalId: text('original_id')
      .$type<OriginalId>()
      .notNull()
      .references(() => originals.id),
    /** Null: at the top of the space. */
    folderId: text('folder_id')
      .$type<FolderId>()
      .references(() => folders.id),
    name: text().notNull(),
    /** NFKC and lower case, to sort and find by. */
    nameFolded: text('name_folded').notNull().default(''),
    /** Of the original, again: lists sort by it. */
    sizeBytes: integer('size_bytes').notNull().default(0),
    kind: text({ enum: ['image', 'video', 'other'] }).notNull(),
    width: integer(),
    height: integer(),
    /** Local wall-clock time of the shutter, without a zone. */
    takenAt: text('taken_at'),
    /** Minutes east of UTC, where the picture says so. */
    takenZone: integer('taken_zone'),
    /** Where it stands in the timeline: the shutter's wall clock, or the upload, in ms as if UTC. */
    shownAt: integer('shown_at').notNull().default(0),
    camera: text(),
    lens: text(),
    latitude: real(),
    longitude: real(),
    /** The nearest town and its country, made from the coordinates. */
    placeName: text('place_name'),
    description: text(),
    /** 1 to 5 stars. */
    rating: integer(),
    durationMs: integer('duration_ms'),
    isAnimated: integer('is_animated', { mode: 'boolean' }).notNull().default(false),
    /** 64-bit difference hash in hex: near-duplicates differ in few bits. */
    perceptualHash: text('perceptual_hash'),
    thumbhash: text(),
    preview: text({ enum: ['pending', 'ready', 'none'] }).notNull(),
    previewNote: text('preview_note'),
    createdBy: text('created_by')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    /** Who sent it by a drop link of `createdBy`, as they called themselves. */
    guestName: text('guest_name'),
    createdAt: integer('created_at').notNull(),
    trashedAt: integer('trashed_at'),
    /** The folder with which it went to trash: restoring that one brings it back. */
    trashedWith: text('trashed_with').$type<FolderId>(),
    /** Out of the timeline, still in its folder and in search. */
    archivedAt: integer('archived_at'),
    /** `public`: anybody who has its address may see its renditions. */
    visibility: text({ enum: ['private', 'public'] })
      .notNull()
      .default('private'),
    updatedAt: integer('updated_at'),
    /** The edit that is wanted, of `file_edits`; 0: the picture as it came. */
    editNumber: integer('edit_number').notNull().default(0),
    /** The edit whose renditions are there and shown; 0: those of the original. */
    shownEdit: integer('shown_edit').notNull().default(0),
    /** Pixels of the picture by the shown edit; null where that is none. */
    shownWidth: integer('shown_width'),
    shownHeight: integer('shown_height'),
  },
  (table) => [
    index('files_timeline')
      .on(table.spaceId, table.shownAt, table.id)
      .where(sql`trashed_at is null and archived_at is null`),
    index('files_by_name')
      .on(table.spaceId, table.nameFolded, table.id)
      .where(sql`trashed_at is null`),
    index('files_by_size')
      .on(table.spaceId, table.sizeBytes, table.id)
      .where(sql`trashed_at is null`),
    index('files_in_folder')
      .on(table.spaceId, table.folderId, table.shownAt, table.id)
      .where(sql`trashed_at is null`),
    index('files_in_folder_by_name')
      .on(table.spaceId, table.folderId, table.nameFolded, table.id)
      .where(sql`trashed_at is null`),
    /** For the foreign key, and for trashing a folder with everything in it. */
    index('files_by_folder').on(table.folderId),
    /** The newest pictures of a folder, for its card. */
    index('files_pictured_in_folder')
      .on(table.folderId, table.shownAt, table.id)
      .where(sql`trashed_at is null and preview = 'ready'`),
    index('files_trashed_with').on(table.trashedWith).where(sql`trashed_with is not null`),
    index('files_archived')
      .on(table.spaceId, table.archivedAt, table.id)
      .where(sql`archived_at is not null and trashed_at is null`),
    index('files_live_by_age').on(table.spaceId, table.trashedAt, table.createdAt, table.id),
    index('files_images')
      .on(table.spaceId, table.createdAt, table.id)
      .where(sql`kind = 'image' and trashed_at is null`),
    index('files_by_original').on(table.originalId),
    index('files_by_trash_age').on(table.trashedAt),
    /** For the foreign key: deleting a user looks for their files. */
    index('files_by_creator').on(table.createdBy),
  ],
)

/**
 * Files that anybody may see who has the address. The id is that address: it says nothing of the file,
 * and another one is made each time a file is made public.
 */
export const publicFiles = sqliteTable(
  'public_files',
  {
    id: text().$type<PublicId>().primaryKey(),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    /** `original`: its bytes too, with the place and the camera that they may name. */
    shows: text({ enum: ['preview', 'original'] }).notNull(),
    createdBy: text('created_by').$type<UserId>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('public_files_by_file').on(table.fileId)],
)

/** The ledger: where each original lies and when its hash was last checked there. */
export const copies = sqliteTable(
  'copies',
  {
    originalId: text('original_id')
      .$type<OriginalId>()
      .notNull()
      .references(() => originals.id, { onDelete: 'cascade' }),
    /** `r2` or a disk's id. */
    place: text().notNull(),
    state: text({ enum: ['received', 'verified', 'bad'] }).notNull(),
    verifiedAt: integer('verified_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.originalId, table.place] }),
    index('copies_by_place').on(table.place, table.state, table.verifiedAt),
  ],
)

/**
 * How many kept originals of a space have verified copies in just these places while just these are
 * wanted; kept by triggers on `originals`, so that nobody counts a ledger to say what would be lost.
 */
export const copyPatterns = sqliteTable(
  'copy_patterns',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    places: text().notNull(),
    /** As in `originals`. */
    wants: text().notNull(),
    originals: integer().notNull(),
    bytes: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.places, table.wants] })],
)

export const renditions = sqliteTable(
  'renditions',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    name: text({ enum: ['320', '1600', 'moving'] }).notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.name] })],
)

export const fileTags = sqliteTable(
  'file_tags',
  {
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    label: text().notNull(),
    probability: real().notNull(),
    engine: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fileId, table.engine, table.label] }),
    index('file_tags_by_label').on(table.label, table.fileId),
  ],
)

/**
 * Which living files of a space have a tag, by whatever engine, each once. Triggers on `file_tags` and
 * `files` keep it (see the migration): the files of a tag are read along its key.
 */
export const taggedFiles = sqliteTable(
  'tagged_files',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    label: text().notNull(),
    fileId: text('file_id').$type<FileId>().notNull(),
    /** Whether a person says so, too. */
    isByHand: integer('is_by_hand', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.label, table.fileId] })],
)

/** How many living files of a space have a tag, and have it by hand; kept by triggers on `tagged_files`. */
export const tagCounts = sqliteTable(
  'tag_counts',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    label: text().notNull(),
    files: integer().notNull(),
    byHand: integer('by_hand').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.label] }),
    index('tag_counts_by_files').on(table.spaceId, table.files, table.label),
  ],
)

/** What the bytes say of themselves, and what people wrote instead; both as JSON of the contracts. */
export const fileMetadata = sqliteTable('file_metadata', {
  fileId: text('file_id')
    .$type<FileId>()
    .primaryKey()
    .references(() => files.id, { onDelete: 'cascade' }),
  read: text().notNull().default('{}'),
  edited: text().notNull().default('{}'),
})

/** Each person has their own. */
export const favorites = sqliteTable(
  'favorites',
  {
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    fileId: text('file_id')
      .$type<FileId>()
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.fileId] }),
    index('favorites_by_age').on(table.userId, table.createdAt, table.fileId),
    index('favorites_by_file').on(table.fileId),
  ],
)

/**
 * How many files each month of a space's timeline holds. Triggers on `files` keep it (see the
 * migration), so that no list ever counts a library.
 */
export const timelineMonths = sqliteTable(
  'timeline_months',
  {
    spaceId: text('space_id').$type<SpaceId>().notNull(),
    /** `2024-05` */
    month: text().notNull(),
    files: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.month] })],
)

/** How many living pictures a space has; kept by triggers on `files`. */
export const imageCounts = sqliteTable('image_counts', {
  spaceId: text('space_id').$type<SpaceId>().primaryKey(),
  images: integer().notNull(),
})

/**
 * A body on its way in. `reserved` holds quota until it is settled, released or expires;
 * `orphaned` says that its object in R2 belongs to nobody and is to be removed.
 */
export const uploads = sqliteTable(
  'uploads',
  {
    id: text().$type<UploadId>().primaryKey(),
    spaceId: text('space_id')
      .$type<SpaceId>()
      .notNull()
      .references(() => spaces.id),
    quotaUserId: text('quota_user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    originalId: text('original_id').$type<OriginalId>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    state: text({ enum: ['reserved', 'settled', 'orphaned', 'cleared'] }).notNull(),
    /** The rest only of resumable uploads. R2's name of the multipart upload; null: one put. */
    multipartId: text('multipart_id'),
    createdBy: text('created_by').$type<UserId>(),
    name: text(),
    folderId: text('folder_id').$type<FolderId>(),
    /** What the client promised, in hex. */
    sha256: text().$type<Sha256>(),
    /** What became of it, once settled: a new file, or the one that had these bytes already. */
    fileId: text('file_id').$type<FileId>(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    index('uploads_by_state').on(table.state, table.expiresAt),
    index('uploads_by_space').on(table.spaceId),
    index('uploads_by_quota_user').on(table.quotaUserId, table.state),
  ],
)
