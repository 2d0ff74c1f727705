import { signal } from '@preact/signals'
import type { LoginRequest, Me, RegisterRequest, ResetPassword } from '#contracts/accounts'
import { ApiError, answer, api, onSignedOut } from '../api.ts'

/** `loading` until the first answer, then who is signed in, or nobody, or why it cannot be told. */
export type Session =
  | { state: 'loading' }
  | { state: 'signed-in'; me: Me }
  | { state: 'signed-out' }
  | { state: 'setup' }
  | { state: 'failed'; error: unknown }

export const session = signal<Session>({ state: 'loading' })

// A session ends by itself after a while, or is ended from another page.
onSignedOut(() => {
  if (session.value.state === 'signed-in') session.value = { state: 'signed-out' }
})

export async function loadSession() {
  try {
    session.value = { state: 'signed-in', me: await answer(api.api.me.$get()) }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) {
      session.value = { state: 'failed', error }
      return
    }
    const { needed } = await answer(api.api.setup.$get()).catch(() => ({ needed: false }))
    session.value = { state: needed ? 'setup' : 'signed-out' }
  }
}

/** Reads the storage figures anew; what is shown stays when that fails. Answers whether it did not. */
export async function refreshMe(): Promise<boolean> {
  const me = await answer(api.api.me.$get()).catch(() => null)
  if (me) session.value = { state: 'signed-in', me }
  return me !== null
}

/** Throws `second_factor_required` when the account asks for a code too: the same again, with it. */
export async function signIn(request: LoginRequest) {
  const me = await answer(api.api.session.$post({ json: request }))
  session.value = { state: 'signed-in', me }
}

export async function signInWithPasskey() {
  const { openWithPasskey } = await import('./passkey-calls.ts')
  session.value = { state: 'signed-in', me: await openWithPasskey() }
}

export async function register(request: RegisterRequest) {
  const me = await answer(api.api.register.$post({ json: request }))
  session.value = { state: 'signed-in', me }
}

/** Sets a password with an admin's link. That ends the sessions of whose it is, perhaps this one. */
export async function resetPassword(reset: ResetPassword) {
  await answer(api.api['password-reset'].$post({ json: reset }))
  await loadSession()
}

export async function makeFirstAdmin(token: string, username: string, password: string) {
  const me = await answer(api.api.setup.$post({ json: { token, username, password } }))
  session.value = { state: 'signed-in', me }
}

export async function signOut() {
  await answer(api.api.session.$delete())
  session.value = { state: 'signed-out' }
}
