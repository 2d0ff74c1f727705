import type { CopiesReport } from '#contracts/ledger'
import type { FailedJobs, Operations } from '#contracts/operations'
import type { TransformFigures } from '#contracts/transform-figures'
import { answer, api } from '../api.ts'
import { followed } from '../ui/followed.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

// Every call throws `ApiError` when it is refused.

const route = api.api.admin.operations

export interface HowItFares extends Operations {
  copies: CopiesReport
  transforms: TransformFigures
}

/** How the vault fares, as of some seconds ago. */
export const operations = followed<HowItFares>(
  async () => {
    const [figures, copies, transforms] = await Promise.all([
      answer(route.$get()),
      answer(api.api.admin.copies.$get()),
      answer(api.api.admin.transforms.$get()),
    ])
    return { ...figures, copies, transforms }
  },
  () => 15_000,
)

export const failedJobs: PagedList<FailedJobs['items'][number]> = pagedList((cursor) =>
  answer(
    route['failed-jobs'].$get({
      query: { limit: '25', ...(cursor === undefined ? {} : { cursor }) },
    }),
  ),
)

/** All of them, or those with these ids. */
export async function retryJobs(ids?: FailedJobs['items'][number]['id'][]) {
  await answer(route['failed-jobs'].retry.$post({ json: ids === undefined ? {} : { ids } }))
}
