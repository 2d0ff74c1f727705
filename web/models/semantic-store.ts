import type { SemanticSearch } from '#contracts/models'
import { answer, api } from '../api.ts'
import { followed } from '../ui/followed.ts'

/** How far semantic search is, for everybody; read often while its model is on its way. */
export const semanticSearch = followed<SemanticSearch>(
  () => answer(api.api.models.$get()),
  (value) => (value?.state === 'fetching' ? 1_500 : 15_000),
)
