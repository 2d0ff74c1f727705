import { z } from 'zod'

/** A label some engine gave to a file, with the engine's own probability from 0 to 1. */
export const fileTagSchema = z.object({
  label: z.string().min(1).max(80),
  probability: z.number().min(0).max(1),
  engine: z.string().min(1).max(60),
})
export type FileTag = z.infer<typeof fileTagSchema>

/** The engine of tags that an original itself carries. */
export const keywordEngine = 'keywords'
