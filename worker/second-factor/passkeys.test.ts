import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { accountSchema, meSchema } from '#contracts/accounts'
import { problemSchema } from '#contracts/problem'
import { passkeyListSchema, passkeyViewSchema } from '#contracts/second-factor'
import { anAuthenticator, type TestAuthenticator } from '../testing/authenticator.ts'
import { anAddress, aUser, origin, request, type TestUser } from '../testing/harness.ts'

const json = { 'Content-Type': 'application/json' }
const creation = z.object({
  options: z.object({ challenge: z.string(), rp: z.object({ id: z.string() }) }),
})
const assertion = z.object({ options: z.object({ challenge: z.string(), rpId: z.string() }) })

async function call(user: TestUser, path: string, body: object, method = 'POST') {
  return await user.fetch(path, { method, headers: json, body: JSON.stringify(body) })
}

async function offered(user: TestUser) {
  const { password } = user
  const answer = await call(user, '/api/account/passkeys/options', { password })
  return creation.parse(await answer.json()).options
}

async function register(user: TestUser, authenticator: TestAuthenticator, name = 'Phone') {
  const response = await authenticator.create(await offered(user), origin)
  return await call(user, '/api/account/passkeys', { name, response })
}

async function fromPage(path: string, body: object, host = origin) {
  const headers = { ...json, Origin: host, 'CF-Connecting-IP': anAddress() }
  return await request(host + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function signInOptions() {
  const answer = await fromPage('/api/session/passkey/options', {})
  return assertion.parse(await answer.json()).options
}

async function signIn(authenticator: TestAuthenticator, from = origin) {
  const response = await authenticator.get(await signInOptions(), from)
  return await fromPage('/api/session/passkey', { response })
}

describe('a passkey', () => {
  it('signs its user in without a password, and is listed with when it was used', async () => {
    const [user, authenticator] = [await aUser(), await anAuthenticator()]
    const added = await register(user, authenticator)
    expect([added.status, passkeyViewSchema.parse(await added.json()).name]).toEqual([201, 'Phone'])
    const answer = await signIn(authenticator)
    expect(answer.status).toBe(200)
    expect(meSchema.parse(await answer.json()).userId).toBe(user.userId)
    expect(answer.headers.get('Set-Cookie')).toContain('__Host-session=')
    const list = await (await user.fetch('/api/account/passkeys')).json()
    expect(passkeyListSchema.parse(list).items[0]?.lastUsedAt).not.toBeNull()
    const account = accountSchema.parse(await (await user.fetch('/api/account')).json())
    expect(account.passkeyCount).toBe(1)
  })

  it('is good on the page of this host alone', async () => {
    const [user, authenticator] = [await aUser(), await anAuthenticator()]
    const foreign = await authenticator.create(await offered(user), 'https://evil.example')
    expect(
      (await call(user, '/api/account/passkeys', { name: 'x', response: foreign })).status,
    ).toBe(400)
    await register(user, authenticator)
    expect((await signIn(authenticator, 'https://evil.example')).status).toBe(401)
    expect((await signIn(authenticator)).status).toBe(200)
  })

  it('answers each challenge once: what was overheard opens nothing', async () => {
    const [user, authenticator] = [await aUser(), await anAuthenticator()]
    await register(user, authenticator)
    const response = await authenticator.get(await signInOptions(), origin)
    expect((await fromPage('/api/session/passkey', { response })).status).toBe(200)
    expect((await fromPage('/api/session/passkey', { response })).status).toBe(401)
    const invented = Buffer.from('a challenge of my own').toString('base64url')
    const answer = await authenticator.get({ challenge: invented, rpId: 'vault.test' }, origin)
    expect((await fromPage('/api/session/passkey', { response: answer })).status).toBe(401)
  })

  it('cannot be added with a challenge that was made for somebody else', async () => {
    const [user, other, authenticator] = [await aUser(), await aUser(), await anAuthenticator()]
    const response = await authenticator.create(await offered(user), origin)
    expect((await call(other, '/api/account/passkeys', { name: 'x', response })).status).toBe(400)
  })

  it('is refused when its counter falls back, as that of a copy does', async () => {
    const [user, authenticator] = [await aUser(), await anAuthenticator()]
    await register(user, authenticator)
    expect((await signIn(authenticator)).status).toBe(200)
    expect((await signIn(authenticator)).status).toBe(200)
    authenticator.signCount = 0
    expect((await signIn(authenticator)).status).toBe(401)
  })

  it('opens nothing once it is removed, and is removed with the password only', async () => {
    const [user, authenticator] = [await aUser(), await anAuthenticator()]
    const { id } = passkeyViewSchema.parse(await (await register(user, authenticator)).json())
    const remove = (who: TestUser, password: string) =>
      call(who, `/api/account/passkeys/${id}`, { password }, 'DELETE')
    const stranger = await aUser()
    expect((await remove(stranger, stranger.password)).status).toBe(404)
    expect((await remove(user, 'not the password')).status).toBe(401)
    expect((await remove(user, user.password)).status).toBe(204)
    const refused = await signIn(authenticator)
    expect(problemSchema.parse(await refused.json()).code).toBe('wrong_credentials')
  })

  it('belongs to one account', async () => {
    const [user, other, authenticator] = [await aUser(), await aUser(), await anAuthenticator()]
    expect((await register(user, authenticator)).status).toBe(201)
    expect((await register(other, authenticator)).status).toBe(409)
  })

  it('is not offered on an address of digits, which says what to open instead', async () => {
    const answer = await fromPage('/api/session/passkey/options', {}, 'https://127.0.0.1:8787')
    const problem = problemSchema.parse(await answer.json())
    expect([problem.code, problem.detail]).toEqual([
      'conflict',
      expect.stringContaining('https://localhost:8787'),
    ])
  })
})
