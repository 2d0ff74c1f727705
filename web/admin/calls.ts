import { signal } from '@preact/signals'
import type { z } from 'zod'
import type {
  AccessRequestView,
  AdminOverview,
  AdminUser,
  ChangeUser,
  Invite,
  limitHitSchema,
  MakeInvite,
} from '#contracts/admin'
import type { AccessRequestId, InviteId, UserId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'

// What the administration shows and does. Every call throws `ApiError` when it is refused.

const admin = api.api.admin
const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

/** The figures at the head; an error only while there is nothing to show. */
export const overview = signal<{ value: AdminOverview | null; error: unknown }>({
  value: null,
  error: null,
})

export async function loadOverview() {
  try {
    overview.value = { value: await answer(admin.overview.$get()), error: null }
  } catch (error) {
    overview.value = { value: overview.value.value, error }
  }
}

/** The start of a username or e-mail address that the list is narrowed to. */
export const userSearch = signal('')

export const users: PagedList<AdminUser> = pagedList((cursor) => {
  const search = userSearch.value.trim()
  return answer(
    admin.users.$get({ query: { limit: '25', ...from(cursor), ...(search ? { search } : {}) } }),
  )
})

/** Shows what the vault answered for a user, and the figures that may hang on it. */
function show(changed: AdminUser) {
  users.change((items) => items.map((each) => (each.id === changed.id ? changed : each)))
  void loadOverview()
}

export async function setQuota(id: UserId, quotaBytes: number) {
  show(await answer(admin.users[':id'].quota.$put({ param: { id }, json: { quotaBytes } })))
}

export async function changeUser(id: UserId, json: ChangeUser) {
  show(await answer(admin.users[':id'].$patch({ param: { id }, json })))
}

export async function deleteUser(id: UserId) {
  show(await answer(admin.users[':id'].$delete({ param: { id } })))
}

export async function restoreUser(id: UserId) {
  show(await answer(admin.users[':id'].restore.$post({ param: { id } })))
}

/** Resolves to the address of a link; it lets the user choose a new password once. */
export async function makeResetLink(id: UserId): Promise<{ url: string; expiresAt: string }> {
  return await answer(admin.users[':id']['reset-link'].$post({ param: { id } }))
}

/** Where the zip of a user's personal space is downloaded. */
export function exportAddress(id: UserId): string {
  return `/api/admin/users/${id}/export`
}

/** Whether invites that open nothing more are listed too. */
export const showsAllInvites = signal(false)

export const invites: PagedList<Invite> = pagedList((cursor) => {
  const all = showsAllInvites.value ? 'true' : 'false'
  return answer(admin['invite-codes'].$get({ query: { limit: '25', all, ...from(cursor) } }))
})

export async function makeInvite(json: MakeInvite): Promise<Invite> {
  const made = await answer(admin['invite-codes'].$post({ json }))
  invites.change((items) => [made, ...items])
  void loadOverview()
  return made
}

export async function revokeInvite(id: InviteId) {
  await answer(admin['invite-codes'][':id'].$delete({ param: { id } }))
  await invites.load()
  void loadOverview()
}

export type RequestState = AccessRequestView['state']

/** Which requests are listed. */
export const requestState = signal<RequestState>('pending')

export const requests: PagedList<AccessRequestView> = pagedList((cursor) =>
  answer(
    admin['access-requests'].$get({
      query: { limit: '25', state: requestState.value, ...from(cursor) },
    }),
  ),
)

/** Resolves to the request with the link to send; it leaves the list with the next load. */
export async function approveRequest(id: AccessRequestId): Promise<AccessRequestView> {
  const decided = await answer(admin['access-requests'][':id'].approve.$post({ param: { id } }))
  showDecided(decided)
  return decided
}

export async function declineRequest(id: AccessRequestId) {
  showDecided(await answer(admin['access-requests'][':id'].decline.$post({ param: { id } })))
}

function showDecided(decided: AccessRequestView) {
  requests.change((items) => items.map((each) => (each.id === decided.id ? decided : each)))
  void loadOverview()
}

export type LimitHit = z.infer<typeof limitHitSchema>

export const limitHits: PagedList<LimitHit> = pagedList((cursor) =>
  answer(admin['rate-limit-hits'].$get({ query: { limit: '50', ...from(cursor) } })),
)
