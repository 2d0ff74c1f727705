import { z } from 'zod'
import { fileIdSchema, folderIdSchema, grantIdSchema, spaceIdSchema, userIdSchema } from './ids.ts'
import { roleSchema } from './spaces.ts'

/** A folder holds files; an album shows files that lie elsewhere. */
export const folderKinds = ['folder', 'album'] as const
export const folderKindSchema = z.enum(folderKinds)
export type FolderKind = z.infer<typeof folderKindSchema>

/** How deep folders may lie in each other. */
export const maxFolderDepth = 32

/** How many files one request moves, copies or puts into an album. */
export const maxFilesPerMove = 500

export const folderNameSchema = z
  .string()
  .transform((name) => name.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, 'A folder has a name.')
      .max(200, 'The name of a folder has at most 200 characters.')
      .regex(/^[^\p{Cc}\p{Cf}/\\]*$/u, 'The name holds a slash, or characters that cannot be seen.')
      .refine((name) => name !== '.' && name !== '..', 'A folder cannot be called that.'),
  )

export const makeFolderSchema = z.strictObject({
  name: folderNameSchema,
  /** Where it lies; at the top of `space` when it is not said. */
  parentId: folderIdSchema.nullable().default(null),
  /** Only for a folder at the top; the personal space when it is not said. */
  space: spaceIdSchema.optional(),
  kind: folderKindSchema.default('folder'),
})
export type MakeFolder = z.infer<typeof makeFolderSchema>

/**
 * `parentId` moves it, with everything in it, within its space; null is the top. `coverFileId` is the
 * picture of an album that stands for it; null: the one that came into it last.
 */
export const changeFolderSchema = z
  .strictObject({
    name: folderNameSchema.optional(),
    parentId: folderIdSchema.nullable().optional(),
    coverFileId: fileIdSchema.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'Say a name, a cover, or where it is to go.',
  })
export type ChangeFolder = z.infer<typeof changeFolderSchema>

export const folderViewSchema = z.object({
  id: folderIdSchema,
  spaceId: spaceIdSchema,
  parentId: folderIdSchema.nullable(),
  kind: folderKindSchema,
  name: z.string(),
  /** What lies directly in it, without the trash; of an album, what it shows. */
  fileCount: z.int().nonnegative(),
  folderCount: z.int().nonnegative(),
  /** Of an album: the picture that somebody chose for it. */
  coverFileId: fileIdSchema.nullable(),
  createdAt: z.string(),
  updatedAt: z.string().nullable(),
  trashedAt: z.string().nullable(),
})
export type FolderView = z.infer<typeof folderViewSchema>

/**
 * `role`: what who asks may do in it. `trail`: the folders above it, the topmost first, as far up as
 * they may see.
 */
export const folderDetailSchema = folderViewSchema.extend({
  role: roleSchema,
  trail: z.array(z.object({ id: folderIdSchema, name: z.string() })),
})
export type FolderDetail = z.infer<typeof folderDetailSchema>

/** All folders of a space, or of one folder and what is below it, by path; for trees. */
export const listFoldersQuerySchema = z.object({
  space: spaceIdSchema.optional(),
  below: folderIdSchema.optional(),
  trashed: z.enum(['true', 'false']).default('false'),
})
export const folderListSchema = z.object({ items: z.array(folderViewSchema) })
export type FolderList = z.infer<typeof folderListSchema>

/** How many cards one request asks for. */
export const maxCards = 100

/** `GET /api/folders/cards?ids=`: the ids with commas between them. */
export const folderCardsQuerySchema = z.object({
  ids: z
    .string()
    .transform((ids) => [...new Set(ids.split(','))])
    .pipe(z.array(folderIdSchema).min(1).max(maxCards, `At most ${maxCards} folders at once.`)),
})

/**
 * What the card of a folder or album shows. `pictures`: up to four, the cover first, then the newest;
 * of the folders inside when it holds none itself. `sharedWith`: up to three names, for admins of its
 * space only, null for everybody else.
 */
export const folderCardSchema = z.object({
  id: folderIdSchema,
  pictures: z.array(
    z.object({ fileId: fileIdSchema, thumbUrl: z.string(), thumbhash: z.string().nullable() }),
  ),
  sharedWith: z.object({ people: z.int().nonnegative(), names: z.array(z.string()) }).nullable(),
})
export type FolderCard = z.infer<typeof folderCardSchema>
export const folderCardListSchema = z.object({ items: z.array(folderCardSchema) })

const fileIdsSchema = z
  .array(fileIdSchema)
  .min(1)
  .max(maxFilesPerMove, `At most ${maxFilesPerMove} files at once.`)

/**
 * Moves files within their space, or makes files of their own with the same originals, which costs no
 * room; null is the top.
 */
export const moveFilesSchema = z.strictObject({
  fileIds: fileIdsSchema,
  folderId: folderIdSchema.nullable(),
})
export type MoveFiles = z.infer<typeof moveFilesSchema>

export const copiedFilesSchema = z.object({ fileIds: z.array(fileIdSchema) })

/** What an album shows. Files are of the album's own space. */
export const changeAlbumSchema = z
  .strictObject({
    add: z.array(fileIdSchema).max(maxFilesPerMove).default([]),
    remove: z.array(fileIdSchema).max(maxFilesPerMove).default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, {
    message: 'Say what to add or to remove.',
  })
export type ChangeAlbum = z.infer<typeof changeAlbumSchema>

/**
 * | permission | may, in the folder and everything below it |
 * |---|---|
 * | view | see, search and download |
 * | edit | also upload, change, move and trash |
 */
export const permissions = ['view', 'edit'] as const
export const permissionSchema = z.enum(permissions)
export type Permission = z.infer<typeof permissionSchema>

export const makeGrantSchema = z.strictObject({
  /** In any case, or an e-mail address. */
  username: z.string().trim().min(1).max(254),
  permission: permissionSchema,
})
export type MakeGrant = z.infer<typeof makeGrantSchema>

export const changeGrantSchema = z.strictObject({ permission: permissionSchema })

export const grantViewSchema = z.object({
  id: grantIdSchema,
  folderId: folderIdSchema,
  userId: userIdSchema,
  username: z.string(),
  permission: permissionSchema,
  createdByUsername: z.string(),
  createdAt: z.string(),
})
export type GrantView = z.infer<typeof grantViewSchema>

/** A folder that somebody else shares with who asks. */
export const sharedFolderSchema = z.object({
  grantId: grantIdSchema,
  folder: folderViewSchema,
  permission: permissionSchema,
  sharedByUsername: z.string(),
  since: z.string(),
})
export type SharedFolder = z.infer<typeof sharedFolderSchema>
export const sharedFolderListSchema = z.object({ items: z.array(sharedFolderSchema) })
