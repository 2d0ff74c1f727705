import { type Signal, signal } from '@preact/signals'
import type { ApiKeyView, MakeApiKey } from '#contracts/api-keys'
import type { AuditEntry } from '#contracts/audit'
import type { ApiKeyId, SpaceId, UserId } from '#contracts/ids'
import type { MakeSpace, MemberView, Role, SpaceView } from '#contracts/spaces'
import { refreshMe } from '../account/state.ts'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

// What the pages of spaces show and do. Every call throws `ApiError` when it is refused.

export function spaceList(): PagedList<SpaceView> {
  return pagedList(() => answer(api.api.spaces.$get()))
}

/** Resolves to the new space, which is in the rail by then. */
export async function makeSpace(json: MakeSpace): Promise<SpaceView> {
  const made = await answer(api.api.spaces.$post({ json }))
  await refreshMe()
  return made
}

export async function takeSpaceFromTrash(spaces: PagedList<SpaceView>, id: SpaceId) {
  const space = await answer(api.api.spaces[':spaceId'].restore.$post({ param: { spaceId: id } }))
  spaces.change((items) => items.map((each) => (each.id === id ? space : each)))
  await refreshMe()
}

export type ActivityEntry = AuditEntry & { actorName: string | null }

/** One space with all that its page shows; what is only for its admins is read by their sheets. */
export interface OneSpace {
  id: SpaceId
  /** An error only while there is nothing to show. */
  view: Signal<{ value: SpaceView | null; error: unknown }>
  members: PagedList<MemberView>
  keys: PagedList<ApiKeyView>
  activity: PagedList<ActivityEntry>
}

export function oneSpace(id: SpaceId): OneSpace {
  const param = { spaceId: id }
  const here = api.api.spaces[':spaceId']
  return {
    id,
    view: signal<{ value: SpaceView | null; error: unknown }>({ value: null, error: null }),
    members: pagedList(() => answer(here.members.$get({ param }))),
    keys: pagedList(() => answer(here.keys.$get({ param }))),
    activity: pagedList((cursor) =>
      answer(here.audit.$get({ param, query: { limit: '20', ...(cursor ? { cursor } : {}) } })),
    ),
  }
}

export async function loadSpace({ id, view }: OneSpace) {
  try {
    const value = await answer(api.api.spaces[':spaceId'].$get({ param: { spaceId: id } }))
    view.value = { value, error: null }
  } catch (error) {
    view.value = { value: null, error }
  }
}

/** What this person is called, may do, or is in has changed: the page and the rail are read anew. */
async function readAnew(space: OneSpace) {
  await Promise.all([loadSpace(space), space.members.load(), refreshMe()])
}

export async function renameSpace(space: OneSpace, name: string) {
  const param = { spaceId: space.id }
  await answer(api.api.spaces[':spaceId'].$patch({ param, json: { name } }))
  await readAnew(space)
}

export async function transferSpace(space: OneSpace, username: string) {
  const param = { spaceId: space.id }
  await answer(api.api.spaces[':spaceId'].transfer.$post({ param, json: { username } }))
  await readAnew(space)
}

export async function trashSpace(space: OneSpace) {
  await answer(api.api.spaces[':spaceId'].$delete({ param: { spaceId: space.id } }))
  await refreshMe()
}

export async function addMember(space: OneSpace, username: string, role: Role) {
  const param = { spaceId: space.id }
  await answer(api.api.spaces[':spaceId'].members.$post({ param, json: { username, role } }))
  await readAnew(space)
}

export async function changeRole(space: OneSpace, userId: UserId, role: Role) {
  const param = { spaceId: space.id, userId }
  const changed = await answer(
    api.api.spaces[':spaceId'].members[':userId'].$patch({ param, json: { role } }),
  )
  space.members.change((items) => items.map((each) => (each.userId === userId ? changed : each)))
  // One may have taken something away from oneself.
  await Promise.all([loadSpace(space), refreshMe()])
}

export async function removeMember(space: OneSpace, userId: UserId) {
  const param = { spaceId: space.id, userId }
  await answer(api.api.spaces[':spaceId'].members[':userId'].$delete({ param }))
  space.members.change((items) => items.filter((each) => each.userId !== userId))
  await loadSpace(space)
}

export async function leaveSpace(space: OneSpace, userId: UserId) {
  const param = { spaceId: space.id, userId }
  await answer(api.api.spaces[':spaceId'].members[':userId'].$delete({ param }))
  await refreshMe()
}

/** Resolves to the key itself: it is told this once. */
export async function makeKey(space: OneSpace, json: MakeApiKey): Promise<string> {
  const param = { spaceId: space.id }
  const { key, view } = await answer(api.api.spaces[':spaceId'].keys.$post({ param, json }))
  space.keys.change((items) => [view, ...items])
  return key
}

export async function revokeKey(space: OneSpace, keyId: ApiKeyId) {
  const param = { spaceId: space.id, keyId }
  await answer(api.api.spaces[':spaceId'].keys[':keyId'].$delete({ param }))
  space.keys.change((items) => items.filter(({ id }) => id !== keyId))
}
