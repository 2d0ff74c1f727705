import { signal } from '@preact/signals'
import type { Account, ChangePassword, SessionView } from '#contracts/accounts'
import type { SessionId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { pagedList } from '../ui/paged.ts'
import { refreshMe } from './state.ts'

// What the account page shows and does. Every call throws `ApiError` when it is refused.

/** How the account is protected and what its trash holds; an error only while there is nothing to show. */
export const account = signal<{ value: Account | null; error: unknown }>({
  value: null,
  error: null,
})

export async function loadAccount() {
  try {
    account.value = { value: await answer(api.api.account.$get()), error: null }
  } catch (error) {
    account.value = { value: account.value.value, error }
  }
}

export const sessions = pagedList<SessionView>(() => answer(api.api.account.sessions.$get()))

/** `null` takes the e-mail address away. */
export async function changeEmail(email: string | null) {
  await answer(api.api.account.$patch({ json: { email } }))
  await refreshMe()
}

/** Ends all other sessions, so that the list of them is read anew. */
export async function changePassword(change: ChangePassword) {
  await answer(api.api.account.password.$post({ json: change }))
  await sessions.load()
}

export async function endSession(sessionId: SessionId) {
  await answer(api.api.account.sessions[':sessionId'].$delete({ param: { sessionId } }))
  sessions.change((items) => items.filter(({ id }) => id !== sessionId))
}

export async function signOutElsewhere() {
  await answer(api.api.account['sign-out-everywhere'].$post({ json: { keepThis: true } }))
  sessions.change((items) => items.filter(({ isCurrent }) => isCurrent))
}
