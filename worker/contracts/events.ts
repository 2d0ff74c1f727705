import { z } from 'zod'
import { fileIdSchema } from './ids.ts'

/**
 * What a SpaceRoom pushes to open pages: names of what changed, never the content. The page asks
 * the API for those files, so access is decided in one place and a lost event costs a refresh.
 */
export const spaceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), homeOnline: z.boolean() }),
  z.object({ type: z.literal('files.changed'), fileIds: z.array(fileIdSchema).max(500) }),
  /** What people say about these files. */
  z.object({ type: z.literal('remarks.changed'), fileIds: z.array(fileIdSchema).max(500) }),
  /** Folders were made, renamed, moved or trashed, or what lies in them was: what is shown is read anew. */
  z.object({ type: z.literal('folders.changed') }),
  /** Somebody shares a folder with this user, or does no more. Told in their personal space. */
  z.object({ type: z.literal('shares.changed') }),
  z.object({ type: z.literal('home'), online: z.boolean() }),
])
export type SpaceEvent = z.infer<typeof spaceEventSchema>
