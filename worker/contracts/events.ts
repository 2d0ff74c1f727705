import { z } from 'zod'
import { fileIdSchema } from './ids.ts'

/**
 * What a SpaceRoom pushes to open pages: names of what changed, never the content. The page asks
 * the API for those files, so access is decided in one place and a lost event costs a refresh.
 */
export const spaceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), homeOnline: z.boolean() }),
  z.object({ type: z.literal('files.changed'), fileIds: z.array(fileIdSchema).max(500) }),
  z.object({ type: z.literal('home'), online: z.boolean() }),
])
export type SpaceEvent = z.infer<typeof spaceEventSchema>
