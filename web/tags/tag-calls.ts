import { signal } from '@preact/signals'
import type { SpaceId } from '#contracts/ids'
import type { ChangingTag, TagCount } from '#contracts/tags'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

export type TagSort = 'files' | 'name'

/** The tags of a space, and those of them that are on their way to another name. */
export function tagList(space: SpaceId, sort: TagSort, q: string) {
  const changing = signal<ChangingTag[]>([])
  const list: PagedList<TagCount> = pagedList(async (cursor) => {
    const query = { space, sort, limit: '200', ...(q && { q }), ...(cursor && { cursor }) }
    const page = await answer(api.api.tags.$get({ query }))
    changing.value = page.changing
    return page
  })
  return { ...list, changing }
}

/** The client puts parts of a path in as they are. */
export const renameTag = (space: SpaceId, tag: string, name: string) =>
  answer(
    api.api.tags[':tag'].$patch({ param: { tag: encodeURIComponent(tag) }, json: { name, space } }),
  )

export const mergeTags = (space: SpaceId, tags: string[], into: string) =>
  answer(api.api.tags.merge.$post({ json: { tags, into, space } }))

export const deleteTags = (space: SpaceId, tags: string[]) =>
  answer(api.api.tags.delete.$post({ json: { tags, space } }))
