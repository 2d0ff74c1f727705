import { z } from 'zod'
import { fileIdSchema, spaceIdSchema } from './ids.ts'

/**
 * `POST /api/files/{id}/wait`: tell me when the original can be had again, which lies at home alone
 * while the home node is away. `GET /api/waits` lists one's own, the latest first; `DELETE
 * /api/files/{id}/wait` takes one away.
 */
export const homeWaitSchema = z.object({
  fileId: fileIdSchema,
  spaceId: spaceIdSchema,
  name: z.string(),
  since: z.string(),
  /** Null: it is still waited for. */
  readyAt: z.string().nullable(),
})
export const homeWaitsSchema = z.object({ items: z.array(homeWaitSchema) })
export type HomeWaits = z.infer<typeof homeWaitsSchema>
