import { z } from 'zod'

/** Query of every list that pages by cursor. The cursor is opaque to clients. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type PageQuery = z.infer<typeof pageQuerySchema>
