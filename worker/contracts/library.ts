import { z } from 'zod'
import {
  fileIdSchema,
  folderIdSchema,
  originalIdSchema,
  sha256Schema,
  spaceIdSchema,
  userIdSchema,
} from './ids.ts'

/*
 * What a disk shows of the library without CloudVault: whose a file is, what it is called, and where it
 * lies. `GET /api/home/library?after=` answers all files in the order of their ids, a page at a time;
 * `POST /api/home/library` certain ones. What is in trash is left out.
 */
export const libraryFileSchema = z.object({
  fileId: fileIdSchema,
  originalId: originalIdSchema,
  sha256: sha256Schema,
  sizeBytes: z.int().nonnegative(),
  mimeType: z.string(),
  kind: z.enum(['image', 'video', 'other']),
  name: z.string(),
  spaceId: spaceIdSchema,
  space: z.string(),
  /** Who owns the space: the disk shows the file as theirs. */
  userId: userIdSchema,
  username: z.string(),
  createdBy: userIdSchema,
  folderId: folderIdSchema.nullable(),
  /** Names from the top of the space, the file's own folder last. */
  folder: z.array(z.string()),
  /** Local wall-clock time of the shutter. */
  takenAt: z.string().nullable(),
  /** Where it stands in the timeline, in ms as if UTC. */
  shownAt: z.int(),
  createdAt: z.int(),
  description: z.string().nullable(),
  hasPreview: z.boolean(),
})
export type LibraryFile = z.infer<typeof libraryFileSchema>

export const libraryPageSchema = z.object({ files: z.array(libraryFileSchema) })
export const libraryQuerySchema = z.object({ after: fileIdSchema.optional() })
export const libraryRequestSchema = z.strictObject({
  fileIds: z.array(fileIdSchema).min(1).max(500),
})
/** Files of a page. */
export const libraryPageFiles = 500
