import type { PasskeyId } from '#contracts/ids'
import type { PasskeyView } from '#contracts/second-factor'
import { answer, api } from '../api.ts'
import { pagedList } from '../ui/paged.ts'
import { loadAccount } from './own-account.ts'

// How signing in is protected. Whatever changes it takes the password again; all throw `ApiError`.

/** A secret for an authenticator app; nothing is kept of it before `confirmTotp`. */
export function offerTotp(password: string) {
  return answer(api.api.account.totp.$post({ json: { password } }))
}

/** Answers the recovery codes, which are told this once. */
export async function confirmTotp(setup: string, code: string): Promise<string[]> {
  const { recoveryCodes } = await answer(
    api.api.account.totp.confirm.$post({ json: { setup, code } }),
  )
  await loadAccount()
  return recoveryCodes
}

export async function dropTotp(password: string) {
  await answer(api.api.account.totp.$delete({ json: { password } }))
  await loadAccount()
}

/** New recovery codes; the old ones open nothing any more. */
export async function renewRecoveryCodes(password: string): Promise<string[]> {
  const { recoveryCodes } = await answer(
    api.api.account['recovery-codes'].$post({ json: { password } }),
  )
  await loadAccount()
  return recoveryCodes
}

export const passkeys = pagedList<PasskeyView>(() => answer(api.api.account.passkeys.$get()))

export async function addPasskey(name: string, password: string) {
  const { makePasskey } = await import('./passkey-calls.ts')
  await makePasskey(name, password)
  await passkeys.load()
}

export async function removePasskey(passkeyId: PasskeyId, password: string) {
  await answer(
    api.api.account.passkeys[':passkeyId'].$delete({ param: { passkeyId }, json: { password } }),
  )
  passkeys.change((items) => items.filter(({ id }) => id !== passkeyId))
}
