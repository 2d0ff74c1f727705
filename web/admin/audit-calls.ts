import { signal } from '@preact/signals'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'
import { filterQuery, noFilter } from './audit-filter.ts'
import type { NamedEntry } from './audit-words.ts'

export const auditFilter = signal(noFilter)

export const auditEntries: PagedList<NamedEntry> = pagedList((cursor) =>
  answer(
    api.api.admin.audit.$get({
      query: { limit: '50', ...filterQuery(auditFilter.value), ...(cursor ? { cursor } : {}) },
    }),
  ),
)

/** Usernames by id, to choose from whose entries are shown. */
export const names = signal<ReadonlyMap<string, string>>(new Map())

/** The newest 200. Without names the entries still show. */
export async function loadNames() {
  const page = await answer(api.api.admin.users.$get({ query: { limit: '200' } })).catch(() => null)
  if (page) names.value = new Map(page.items.map(({ id, username }) => [id, username]))
}
