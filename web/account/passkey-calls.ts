import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { ApiError, answer, api } from '../api.ts'

// Fetched when a passkey is first asked for: most people on most days need none of it.

/** Signs in with a passkey that the browser offers. Answers who that is; throws `ApiError`. */
export async function openWithPasskey() {
  const { options } = await answer(api.api.session.passkey.options.$post())
  const { challenge, rpId, userVerification } = options
  const response = await ask(() =>
    startAuthentication({
      optionsJSON: {
        challenge,
        ...(rpId !== undefined && { rpId }),
        ...(userVerification && { userVerification }),
      },
    }),
  )
  const clientExtensionResults = { ...response.clientExtensionResults }
  const json = { response: { ...response, clientExtensionResults } }
  return await answer(api.api.session.passkey.$post({ json }))
}

/** Makes a passkey on this device and keeps it in the vault under `name`. Throws `ApiError`. */
export async function makePasskey(name: string, password: string) {
  const { options } = await answer(api.api.account.passkeys.options.$post({ json: { password } }))
  const { challenge, rp, user, pubKeyCredParams, authenticatorSelection } = options
  const { excludeCredentials = [] } = options
  const response = await ask(() =>
    startRegistration({
      optionsJSON: {
        ...{ challenge, rp, user, pubKeyCredParams, excludeCredentials },
        ...(authenticatorSelection && { authenticatorSelection }),
        attestation: 'none',
      },
    }),
  )
  const clientExtensionResults = { ...response.clientExtensionResults }
  const json = { name, response: { ...response, clientExtensionResults } }
  await answer(api.api.account.passkeys.$post({ json }))
}

/** The browser's own dialog: what it refuses is said in words of ours. */
async function ask<Response>(open: () => Promise<Response>): Promise<Response> {
  try {
    return await open()
  } catch (error) {
    throw new ApiError(0, 'wrong_credentials', sentenceFor(error))
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof WebAuthnError) {
    if (error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      return 'This device already holds a passkey of this account.'
    if (error.code === 'ERROR_INVALID_DOMAIN' || error.code === 'ERROR_INVALID_RP_ID')
      return 'Passkeys need the vault opened by its name (https or localhost), not by an IP address.'
  }
  return 'No passkey was used: it was cancelled, or none fits this vault.'
}
