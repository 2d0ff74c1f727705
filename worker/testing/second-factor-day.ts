import { Secret, TOTP } from 'otpauth'
import { z } from 'zod'
import { passkeyViewSchema, totpOfferSchema } from '#contracts/second-factor'
import type { Env } from '../env.ts'
import { anAuthenticator } from './authenticator.ts'
import { anAddress, aUser, origin, request } from './harness.ts'

const optionsSchema = z.object({
  options: z.object({
    challenge: z.string(),
    rp: z.object({ id: z.string() }).optional(),
    rpId: z.string().optional(),
  }),
})

/** Everything that people do to protect their accounts, so that each of its statements is seen. */
export async function secondFactorDay(bindings: Env): Promise<void> {
  const [user, authenticator] = [await aUser(), await anAuthenticator()]
  const { username, password, cookie } = user
  const headers = {
    ...{ Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' },
    'CF-Connecting-IP': anAddress(),
  }
  const call = async (method: string, path: string, body?: object) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return await request(path, init, bindings)
  }
  const options = async (path: string) => {
    const answer = await call('POST', path, path.includes('account') ? { password } : {})
    return optionsSchema.parse(await answer.json()).options
  }
  const creation = await options('/api/account/passkeys/options')
  const made = await authenticator.create({ ...creation, rp: creation.rp ?? {} }, origin)
  const added = await call('POST', '/api/account/passkeys', { name: 'Phone', response: made })
  const { id } = passkeyViewSchema.parse(await added.json())
  const { challenge, rpId = '' } = await options('/api/session/passkey/options')
  const response = await authenticator.get({ challenge, rpId }, origin)
  await call('POST', '/api/session/passkey', { response })
  await call('GET', '/api/account/passkeys')
  await call('DELETE', `/api/account/passkeys/${id}`, { password })

  const offered = await call('POST', '/api/account/totp', { password })
  const { secret, setup } = totpOfferSchema.parse(await offered.json())
  const codeOf = (ms: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ms })
  await call('POST', '/api/account/totp/confirm', { setup, code: codeOf(0) })
  await call('POST', '/api/session', { username, password, secondFactor: codeOf(30_000) })
  await call('POST', '/api/session', { username, password, secondFactor: 'abcd-efgh-jkmn' })
  await call('POST', '/api/account/recovery-codes', { password })
  await call('DELETE', '/api/account/totp', { password })
}
