import { z } from 'zod'
import { fileTagSchema } from './file-tags.ts'
import { fileFoundSchema } from './found.ts'
import { fileIdSchema, folderIdSchema, sha256Schema, spaceIdSchema } from './ids.ts'
import { jobNameSchema, jobStateSchema } from './jobs.ts'
import { fileMetadataSchema } from './metadata.ts'
import { pageQuerySchema } from './paging.ts'
import { keepingSchema } from './policy.ts'

export const fileKinds = ['image', 'video', 'other'] as const
export const fileKindSchema = z.enum(fileKinds)
export type FileKind = z.infer<typeof fileKindSchema>

/**
 * | preview | meaning |
 * |---|---|
 * | pending | a preview will be made; `work` says what it waits for |
 * | ready | both renditions exist |
 * | none | there is nothing to show: not a picture, or it cannot be decoded; `previewNote` says why |
 */
export const previewStateSchema = z.enum(['pending', 'ready', 'none'])
export type PreviewState = z.infer<typeof previewStateSchema>

/** What a user is told of unfinished background work on a file. Finished jobs are not listed. */
export const fileWorkSchema = z.object({
  job: jobNameSchema,
  state: jobStateSchema,
  note: z.string().nullable(),
})
export type FileWork = z.infer<typeof fileWorkSchema>

/** What a public address shows. `original`: with the place, camera and owner that it may name. */
export const publicShowsSchema = z.enum(['preview', 'original'])
export type PublicShows = z.infer<typeof publicShowsSchema>

/** The file as the library shows it. Times are ISO 8601 in UTC unless said otherwise. */
export const fileViewSchema = z.object({
  id: fileIdSchema,
  spaceId: spaceIdSchema,
  /** Null: at the top of its space. */
  folderId: folderIdSchema.nullable(),
  name: z.string(),
  kind: fileKindSchema,
  mimeType: z.string(),
  sizeBytes: z.int().nonnegative(),
  sha256: sha256Schema,
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  /** Local wall-clock time of the shutter, without a zone: `2024-05-31T14:03:22`. */
  takenAt: z.string().nullable(),
  /** Where it stands in the timeline: `takenAt`, or else the upload, as a wall clock without a zone. */
  shownAt: z.string(),
  camera: z.string().nullable(),
  /** The nearest town and its country. */
  placeName: z.string().nullable(),
  description: z.string().nullable(),
  /** 1 to 5 stars. */
  rating: z.int().min(1).max(5).nullable(),
  durationMs: z.int().nonnegative().nullable(),
  isAnimated: z.boolean(),
  /** Of whoever asks: each person has their own. */
  isFavorite: z.boolean(),
  /** Base64 of a thumbhash (about 25 bytes), shown until the first rendition has loaded. */
  thumbhash: z.string().nullable(),
  preview: previewStateSchema,
  previewNote: z.string().nullable(),
  /** Path-signed addresses on this host; null until they exist. They repeat within the hour. */
  thumbUrl: z.string().nullable(),
  largeUrl: z.string().nullable(),
  /** Of a film: three silent seconds, as a picture that moves. */
  movingUrl: z.string().nullable(),
  work: z.array(fileWorkSchema),
  /** The edit of the picture (edits.ts); its pictures may still be waited for. Null: as it came. */
  edit: z.object({ number: z.int().positive(), isShown: z.boolean() }).nullable().default(null),
  createdAt: z.string(),
  trashedAt: z.string().nullable(),
  /** Out of the timeline, still in its folder and in search. */
  archivedAt: z.string().nullable(),
  /** `public`: anybody who has its address may see what `publicFile` of its details says. */
  visibility: z.enum(['private', 'public']),
})
export type FileView = z.infer<typeof fileViewSchema>

/**
 * One place where the original of a file lies. `verified` means its SHA-256 was checked there,
 * at `verifiedAt`; only a verified copy counts as a copy. `unwanted`: none is there, and none is to be.
 */
export const copyViewSchema = z.object({
  place: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'received', 'verified', 'bad', 'unwanted']),
  verifiedAt: z.string().nullable(),
})
export type CopyView = z.infer<typeof copyViewSchema>

/** `copies` lists R2 and every known disk, those still waiting for the original included. */
export const fileDetailSchema = fileViewSchema.extend({
  copies: z.array(copyViewSchema),
  /** How they compare with what its space and folders want. */
  keeping: keepingSchema,
  tags: z.array(fileTagSchema),
  found: fileFoundSchema,
  metadata: fileMetadataSchema,
  /** The username of who put it into the vault; of a drop link, `NAME (guest)` as they said. */
  addedBy: z.string().nullable(),
  /**
   * Its public address on this host and what that shows, both null while it is private. The whole is
   * null for whoever may not make it public.
   */
  publicFile: z
    .object({ path: z.string().nullable(), shows: publicShowsSchema.nullable() })
    .nullable(),
})
export type FileDetail = z.infer<typeof fileDetailSchema>

export const fileSorts = ['uploaded', 'taken', 'name', 'size'] as const
export const fileSortSchema = z.enum(fileSorts)
export type FileSort = z.infer<typeof fileSortSchema>

const yesNo = z.enum(['true', 'false']).default('false')

/**
 * One list at a time: the trash, the archive or the favourites, a folder or an album, or else all
 * living files of a space but the archived ones. Favourites come from everywhere, the latest first;
 * trash and archive the latest first; an album in its own order; the others as `sort` says.
 */
export const listFilesQuerySchema = pageQuerySchema.extend({
  /** Instead of a cursor: pages by number, from 1, up to `page * limit` = 10,000. */
  page: z.coerce.number().int().min(1).optional(),
  trashed: yesNo,
  archived: yesNo,
  favorites: yesNo,
  /** Whose files; the personal space when it is not said. */
  space: spaceIdSchema.optional(),
  /** What lies in this folder itself (or in an album), or at the `top` of the space. */
  folder: z.union([folderIdSchema, z.literal('top')]).optional(),
  sort: fileSortSchema.default('uploaded'),
  order: z.enum(['asc', 'desc']).optional(),
  /** Comma-separated ids, at most 100: only these files (used to refresh what is on screen). */
  ids: z.string().max(3_100).optional(),
})
export type ListFilesQuery = z.infer<typeof listFilesQuerySchema>

export const fileListSchema = z.object({
  items: z.array(fileViewSchema),
  nextCursor: z.string().nullable(),
  // The rest is answered to those who ask for a page by its number.
  page: z.int().positive().optional(),
  limit: z.int().positive().optional(),
  /** How many files the whole list has. */
  total: z.int().nonnegative().optional(),
  /** The same as `nextCursor`. */
  next_cursor: z.string().nullable().optional(),
})
export type FileList = z.infer<typeof fileListSchema>

/** Whose trash; the personal space's when it is not said. */
export const emptyTrashQuerySchema = z.object({ space: spaceIdSchema.optional() })

/** One request purges a bounded number of files: while `left` is not 0, ask again. */
export const emptiedTrashSchema = z.object({
  purged: z.int().nonnegative(),
  freedBytes: z.int().nonnegative(),
  left: z.int().nonnegative(),
})
export type EmptiedTrash = z.infer<typeof emptiedTrashSchema>

/**
 * `POST /api/files/upload?name=…` with the bytes as the body (any Content-Type but
 * multipart/form-data) streams them; a form with one or more files is for small clients.
 */
export const uploadQuerySchema = z.object({
  name: z.string().min(1).max(4_096).optional(),
  /** Where they go; the personal space when it is not said. */
  space: spaceIdSchema.optional(),
  /** The folder in which they are to lie; at the top when it is not said. It tells the space too. */
  folder: folderIdSchema.optional(),
  /** The bytes' SHA-256 in hex, if the client knows it: R2 then refuses anything else. */
  sha256: sha256Schema.optional(),
})
export type UploadQuery = z.infer<typeof uploadQuerySchema>

export const uploadOutcomeSchema = z.object({
  /** `duplicate`: the space already had these bytes and `file` is that file, back from trash if it was there. */
  outcome: z.enum(['created', 'duplicate']),
  file: fileViewSchema,
})
export type UploadOutcome = z.infer<typeof uploadOutcomeSchema>

/** Longest name kept, in Unicode code points. */
export const maxNameLength = 255
