import { z } from 'zod'
import { fileIdSchema, folderIdSchema, shareIdSchema, spaceIdSchema } from './ids.ts'

/** What anybody may type behind /s/: chosen names and made ones; compared in lower case. */
export const slugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{1,62}[a-z0-9])$/,
    'An address has 3 to 64 letters, digits and hyphens.',
  )
  .brand<'Slug'>()
export type Slug = z.infer<typeof slugSchema>

/** Pixels that no side of a shown picture exceeds. The first two are there anyway. */
export const largestSides = [320, 1600, 2560] as const
export const largestSideSchema = z.literal(largestSides)
export type LargestSide = z.infer<typeof largestSideSchema>

/** `previews`: what is shown may be kept; `originals`: the files as they were uploaded. */
export const shareDownloads = ['none', 'previews', 'originals'] as const
export const shareDownloadsSchema = z.enum(shareDownloads)
export type ShareDownloads = z.infer<typeof shareDownloadsSchema>

export const maxShareFiles = 1_000

/**
 * What a link shows. A folder that is not `live` is taken as it is now, with all below it. A search is
 * looked for anew each time, in this space alone.
 */
export const shareOfSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('files'),
    fileIds: z.array(fileIdSchema).min(1).max(maxShareFiles),
  }),
  z.strictObject({ kind: z.literal('folder'), folderId: folderIdSchema, live: z.boolean() }),
  z.strictObject({
    kind: z.literal('search'),
    spaceId: spaceIdSchema,
    query: z.string().trim().min(1).max(500),
  }),
])
export type ShareOf = z.infer<typeof shareOfSchema>

const count = z.int().min(1).max(1_000_000).nullable()
const policyFields = {
  title: z.string().trim().min(1, 'A link has a title.').max(120),
  message: z.string().trim().max(1_000).nullable(),
  /** Seconds from now, a minute to ten years; null: never. */
  expiresInSeconds: z.int().min(60).max(315_360_000).nullable(),
  /** Null: none. */
  password: z.string().min(4, 'A password has at least 4 characters.').max(200).nullable(),
  viewsLeft: count,
  downloadsLeft: count,
  largestSide: largestSideSchema,
  downloads: shareDownloadsSchema,
  /** Whether originals lose what they say of place, camera and owner before they leave. */
  stripsMetadata: z.boolean(),
  /** Drawn over every picture that is larger than a thumbnail; null: nothing. */
  watermark: z.string().trim().min(1).max(100).nullable(),
  allowsZip: z.boolean(),
  /** Whether other pages may show it in a frame. */
  isEmbeddable: z.boolean(),
}

export const defaultShareSeconds = 30 * 86_400

export const makeShareSchema = z.strictObject({
  of: shareOfSchema,
  slug: slugSchema.optional(),
  title: policyFields.title.optional(),
  message: policyFields.message.default(null),
  expiresInSeconds: policyFields.expiresInSeconds.default(defaultShareSeconds),
  password: policyFields.password.default(null),
  viewsLeft: policyFields.viewsLeft.default(null),
  downloadsLeft: policyFields.downloadsLeft.default(null),
  largestSide: policyFields.largestSide.default(1600),
  downloads: policyFields.downloads.default('none'),
  stripsMetadata: policyFields.stripsMetadata.default(true),
  watermark: policyFields.watermark.default(null),
  allowsZip: policyFields.allowsZip.default(false),
  isEmbeddable: policyFields.isEmbeddable.default(false),
})
export type MakeShare = z.infer<typeof makeShareSchema>

/** What is left out stays. Whatever is changed, addresses of pictures handed out before end. */
export const changeShareSchema = z.strictObject({ ...policyFields, slug: slugSchema }).partial()
export type ChangeShare = z.infer<typeof changeShareSchema>

/** `used-up`: its views are; `ended`: by its time; `revoked` can be taken back for 30 days. */
export const shareStates = ['open', 'ended', 'used-up', 'revoked'] as const

const { password: _, expiresInSeconds: __, ...shownPolicy } = policyFields

export const shareViewSchema = z.object({
  id: shareIdSchema,
  slug: slugSchema,
  spaceId: spaceIdSchema,
  kind: z.enum(['files', 'folder', 'search']),
  folderId: folderIdSchema.nullable(),
  query: z.string().nullable(),
  /** Of `files`: how many there are now. */
  fileCount: z.int().nonnegative(),
  ...shownPolicy,
  hasPassword: z.boolean(),
  expiresAt: z.string().nullable(),
  // Counted down to 0, which the policy itself never is.
  viewsLeft: z.int().nonnegative().nullable(),
  downloadsLeft: z.int().nonnegative().nullable(),
  state: z.enum(shareStates),
  visits: z.int().nonnegative(),
  downloaded: z.int().nonnegative(),
  lastVisitAt: z.string().nullable(),
  createdByUsername: z.string(),
  createdAt: z.string(),
})
export type ShareView = z.infer<typeof shareViewSchema>

/** The latest first; what is revoked stays for 30 days. At most 500. */
export const shareListSchema = z.object({ items: z.array(shareViewSchema) })
