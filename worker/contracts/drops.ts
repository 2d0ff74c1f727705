import { z } from 'zod'
import { dropIdSchema, droppedFileIdSchema, folderIdSchema, spaceIdSchema } from './ids.ts'

/** What a drop link takes: pictures, pictures and films, or any file. */
export const dropAccepts = ['pictures', 'media', 'files'] as const
export const dropAcceptsSchema = z.enum(dropAccepts)
export type DropAccepts = z.infer<typeof dropAcceptsSchema>

/** One request carries one file; Cloudflare takes 100 MB. */
export const dropFileMaxBytes = 95_000_000
/** How long a guest may take back what they sent. */
export const takeBackMs = 10 * 60_000

const fields = {
  title: z.string().trim().min(1, 'A link has a title.').max(120),
  message: z.string().trim().max(1_000).nullable(),
  /** Seconds from now, a minute to ten years; null: never. */
  expiresInSeconds: z.int().min(60).max(315_360_000).nullable(),
  /** Null: none. */
  password: z.string().min(4, 'A password has at least 4 characters.').max(200).nullable(),
  accepts: dropAcceptsSchema,
  maxFileBytes: z.int().min(1_000).max(dropFileMaxBytes),
  /** How much may still come, all together. */
  bytesLeft: z.int().min(0).max(10_000_000_000_000),
  filesLeft: z.int().min(0).max(100_000),
}

export const makeDropSchema = z.strictObject({
  folderId: folderIdSchema,
  title: fields.title.optional(),
  message: fields.message.default(null),
  expiresInSeconds: fields.expiresInSeconds.default(30 * 86_400),
  password: fields.password.default(null),
  accepts: fields.accepts.default('media'),
  maxFileBytes: fields.maxFileBytes.default(dropFileMaxBytes),
  bytesLeft: fields.bytesLeft.default(5_000_000_000),
  filesLeft: fields.filesLeft.default(500),
})
export type MakeDrop = z.infer<typeof makeDropSchema>

/** What is left out stays. */
export const changeDropSchema = z.strictObject(fields).partial()
export type ChangeDrop = z.infer<typeof changeDropSchema>

/** `full`: as much came as may; `ended`: by its time. Times are ISO 8601 in UTC. */
export const dropViewSchema = z.object({
  id: dropIdSchema,
  slug: z.string(),
  spaceId: spaceIdSchema,
  folderId: folderIdSchema,
  folderName: z.string(),
  title: z.string(),
  message: z.string().nullable(),
  hasPassword: z.boolean(),
  expiresAt: z.string().nullable(),
  accepts: dropAcceptsSchema,
  maxFileBytes: z.int(),
  bytesLeft: z.int(),
  filesLeft: z.int(),
  receivedBytes: z.int(),
  receivedFiles: z.int(),
  lastReceivedAt: z.string().nullable(),
  state: z.enum(['open', 'ended', 'full', 'revoked']),
  createdByUsername: z.string(),
  createdAt: z.string(),
})
export type DropView = z.infer<typeof dropViewSchema>

/** The latest first; what is revoked stays for 30 days. At most 500. */
export const dropListSchema = z.object({ items: z.array(dropViewSchema) })

export const guestNameSchema = z
  .string()
  .trim()
  .min(1, 'Say who you are, so that they know whose pictures these are.')
  .max(60, 'A name has at most 60 characters.')

/** What a guest is told of a file that they sent: nothing of the folder it went to. */
export const droppedFileSchema = z.object({
  id: droppedFileIdSchema,
  name: z.string(),
  sizeBytes: z.int(),
  /** ISO 8601: until when it can be taken back; null: not any more. */
  takeBackUntil: z.string().nullable(),
})
export type DroppedFile = z.infer<typeof droppedFileSchema>
