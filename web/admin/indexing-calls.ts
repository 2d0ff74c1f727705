import type { IndexingFailures, IndexingProgress } from '#contracts/indexing'
import { answer, api } from '../api.ts'
import { followed } from '../ui/followed.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

// Every call throws `ApiError` when it is refused.

const route = api.api.admin.indexing

/** How far it is; read often while something is being looked at. */
export const indexing = followed<IndexingProgress>(
  () => answer(route.$get()),
  (value) => (value !== null && value.waiting + value.running > 0 ? 2_000 : 10_000),
)

export const indexingFailures: PagedList<IndexingFailures['items'][number]> = pagedList((cursor) =>
  answer(
    route.failures.$get({ query: { limit: '25', ...(cursor === undefined ? {} : { cursor }) } }),
  ),
)

export async function retryIndexing() {
  await answer(route.retry.$post())
}

export async function indexAgain() {
  await answer(route.again.$post())
}
