import { z } from 'zod'
import { fileSortSchema } from '#contracts/files'
import type { SortingName } from './sortings.ts'

const choiceSchema = z.object({ sort: fileSortSchema, order: z.enum(['asc', 'desc']) })

/** What to ask the API for. Apart from the names, which the first page shows without asking. */
export function queryOfSorting(name: SortingName): z.infer<typeof choiceSchema> {
  const [sort, order] = name.split('-')
  return choiceSchema.parse({ sort, order })
}
