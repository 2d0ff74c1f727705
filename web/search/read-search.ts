import { answer, api } from '../api.ts'
import type { ReadSearch } from './results.ts'

/** Asks the vault. Throws `ApiError`. */
export const readSearch: ReadSearch = (
  { q, space, folder, like },
  { cursor, limit, isTyping },
  stop,
) =>
  answer(
    api.api.search.$get(
      {
        query: {
          ...{ q, limit: String(limit) },
          ...(isTyping && { typing: 'true' as const }),
          ...(like !== null && { like }),
          ...(folder !== null && { folder }),
          ...(space !== null && { space }),
          ...(cursor !== null && { cursor }),
        },
      },
      { init: { signal: stop } },
    ),
  )
