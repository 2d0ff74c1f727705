import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { folderIdSchema, sha256Schema, spaceIdSchema } from './ids.ts'

/** The one version of tus that `/api/uploads` speaks. */
export const tusVersion = '1.0.0'
export const tusExtensions = ['creation', 'expiration', 'termination', 'checksum'] as const
export const tusChecksumAlgorithms = ['sha256', 'sha1', 'md5'] as const
export const tusChecksumAlgorithmSchema = z.enum(tusChecksumAlgorithms)
export type TusChecksumAlgorithm = z.infer<typeof tusChecksumAlgorithmSchema>

/**
 * What `Upload-Metadata` may say, once decoded. Keys that are not here are ignored, `filetype` too:
 * the magic bytes decide.
 */
export const uploadMetadataSchema = z.object({
  filename: z.string().min(1).max(4_096).default('untitled'),
  /** The SHA-256 of the whole in hex: an upload whose bytes have another is refused at its end. */
  sha256: sha256Schema.optional(),
  /** Where it goes; the personal space when it is not said. */
  space: spaceIdSchema.optional(),
  folder: folderIdSchema.optional(),
  /** Where the file lay in a folder that was dropped, its own name included: `a/b/c.jpg`. */
  relativePath: z.string().min(1).max(4_096).optional(),
})
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>

/** Headers of an answer that says what became of a finished upload. */
export const finishedUploadHeaders = { fileId: 'X-File-Id', outcome: 'X-Upload-Outcome' } as const
export const uploadOutcomes = ['created', 'duplicate'] as const
export const uploadOutcomeNameSchema = z.enum(uploadOutcomes)
export type UploadOutcomeName = z.infer<typeof uploadOutcomeNameSchema>

/** `POST /api/uploads/from-url`: fetches a file from the web. Answers as an upload does (files.ts). */
export const uploadFromUrlSchema = z.strictObject({
  url: z.string().trim().min(1, 'Say the address of a file.').max(2_048),
  /** What it is called; what its server says, or the end of its address, when it is not said. */
  name: z.string().min(1).max(4_096).optional(),
  space: spaceIdSchema.optional(),
  folderId: folderIdSchema.optional(),
})
export type UploadFromUrl = z.infer<typeof uploadFromUrlSchema>

/** `POST /api/uploads/known`: does the space have these bytes already? */
export const knownBytesSchema = z.object({
  sha256: sha256Schema,
  sizeBytes: z.int().positive(),
  space: spaceIdSchema.optional(),
  folderId: folderIdSchema.optional(),
})
export type KnownBytes = z.infer<typeof knownBytesSchema>

/**
 * The file that has them, back from trash if it was there. Null when there is none that the caller may
 * read: whether the space has the bytes elsewhere, nobody is told.
 */
export const knownFileSchema = z.object({ file: fileViewSchema.nullable() })
export type KnownFile = z.infer<typeof knownFileSchema>
