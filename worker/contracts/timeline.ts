import { z } from 'zod'
import { fileViewSchema } from './files.ts'
import { spaceIdSchema } from './ids.ts'
import { pageQuerySchema } from './paging.ts'

/** A month of the wall clock: `2024-05`. */
export const monthSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month such as 2024-05')
  .brand<'Month'>()
export type Month = z.infer<typeof monthSchema>

/** Whose timeline; the personal space's when it is not said. */
export const timelineQuerySchema = z.object({ space: spaceIdSchema.optional() })

/**
 * How many files each month holds, as pairs, the newest month first; months without files are not
 * listed. Pairs, because names of fields would be most of what the first page waits for.
 */
export const timelineSchema = z.object({
  months: z.array(z.tuple([z.string(), z.int().positive()])),
})
export type Timeline = z.infer<typeof timelineSchema>

/** A page of a month is for a grid, so it may be longer than other pages. */
export const monthQuerySchema = pageQuerySchema.extend({
  space: spaceIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(500),
})
export type MonthQuery = z.infer<typeof monthQuerySchema>

/** What a grid needs of a file, and nothing else; all of it as in `fileViewSchema`. */
export const timelineItemSchema = fileViewSchema
  .pick({
    id: true,
    shownAt: true,
    width: true,
    height: true,
    thumbhash: true,
    thumbUrl: true,
    kind: true,
    durationMs: true,
    isAnimated: true,
    isFavorite: true,
    preview: true,
    name: true,
  })
  .extend({ /** Only of films that have one. */ movingUrl: z.string().nullable().optional() })
export type TimelineItem = z.infer<typeof timelineItemSchema>

/** The files of a month, the newest first by `shownAt` and id. */
export const monthPageSchema = z.object({
  items: z.array(timelineItemSchema),
  nextCursor: z.string().nullable(),
})
export type MonthPage = z.infer<typeof monthPageSchema>
