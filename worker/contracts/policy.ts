import { z } from 'zod'
import { diskIdSchema, folderIdSchema } from './ids.ts'

/** How many copies a policy may ask for at home. */
export const maxCopies = 8

/** Which copies are wanted of an original. */
export const wantedCopiesSchema = z.strictObject({
  /** At home; null: one on each of the disks. */
  copies: z.int().min(1).max(maxCopies).nullable(),
  /** The disks that may hold them; null: any. */
  diskIds: z.array(diskIdSchema).min(1).max(32).nullable(),
  /** Whether R2 keeps one, too. Previews stay at the edge either way. */
  isInCloud: z.boolean(),
})
export type WantedCopies = z.infer<typeof wantedCopiesSchema>

/** What holds where nobody said anything: one on each disk, and one in R2. */
export const defaultPolicy: WantedCopies = { copies: null, diskIds: null, isInCloud: true }

/** `PUT /api/spaces/{id}/policy` and `PUT /api/folders/{id}/policy`. */
export const setPolicySchema = wantedCopiesSchema.refine(
  ({ copies, diskIds }) => copies === null || diskIds === null || copies <= diskIds.length,
  { message: 'More copies are asked for than there are disks named.' },
)

/** The policy that holds at a place, and where it was said. */
export const policyViewSchema = z.object({
  policy: wantedCopiesSchema,
  from: z.enum(['default', 'space', 'folder']),
  /** The folder that says it: this one, or the nearest above. */
  folderId: folderIdSchema.nullable(),
  isOwn: z.boolean(),
})
export type PolicyView = z.infer<typeof policyViewSchema>

/** `GET /api/spaces/{id}/policy`: that of the space, and of the folders that have their own. */
export const spacePoliciesSchema = policyViewSchema.extend({
  folders: z.array(
    z.object({ folderId: folderIdSchema, name: z.string(), policy: wantedCopiesSchema }),
  ),
  disks: z.array(z.object({ id: diskIdSchema, name: z.string() })),
})
export type SpacePolicies = z.infer<typeof spacePoliciesSchema>

/**
 * How an original's verified copies compare with what is wanted: as wanted, fewer, or fewer while no
 * disk that may take another has room.
 */
export const keepingSchema = z.enum(['as_wanted', 'short', 'no_room'])
export type Keeping = z.infer<typeof keepingSchema>
