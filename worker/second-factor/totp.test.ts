import { env } from 'cloudflare:workers'
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountSchema } from '#contracts/accounts'
import { tokenResponseSchema } from '#contracts/auth'
import { problemSchema } from '#contracts/problem'
import { recoveryCodesSchema, totpOfferSchema } from '#contracts/second-factor'
import { anAddress, aUser, origin, request, type TestUser } from '../testing/harness.ts'
import { stepOfCode } from './totp.ts'

const json = { 'Content-Type': 'application/json' }

async function post(user: TestUser, path: string, body: object, method = 'POST') {
  return await user.fetch(path, { method, headers: json, body: JSON.stringify(body) })
}

function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

/** A user with an authenticator app, and what belongs to it. The first code is spent on setting up. */
async function withApp() {
  const user = await aUser()
  const offered = await post(user, '/api/account/totp', { password: user.password })
  const { secret, setup } = totpOfferSchema.parse(await offered.json())
  const code = codeAt(secret, Date.now())
  const confirmed = await post(user, '/api/account/totp/confirm', { setup, code })
  expect(confirmed.status).toBe(201)
  const { recoveryCodes } = recoveryCodesSchema.parse(await confirmed.json())
  return { user, secret, recoveryCodes, setup }
}

async function signIn(user: TestUser, secondFactor?: string) {
  const { username, password } = user
  const body = JSON.stringify({ username, password, ...(secondFactor && { secondFactor }) })
  const headers = { ...json, Origin: origin, 'CF-Connecting-IP': anAddress() }
  return await request('/api/session', { method: 'POST', headers, body })
}

async function codeOf(response: Response) {
  return problemSchema.parse(await response.json()).code
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => vi.useRealTimers())

function later(ms: number) {
  vi.setSystemTime(Date.now() + ms)
}

describe('a code', () => {
  // RFC 6238, appendix B, cut to six digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('of second %i is the one of the standard', (second, code) => {
    expect(stepOfCode(secret, code, second * 1_000)).toBe(Math.floor(second / 30))
  })

  it('is taken half a minute early and late, and no longer', () => {
    const now = 1_700_000_010_000
    const code = codeAt(secret, now)
    const steps = [-60_000, -30_000, 0, 30_000, 60_000].map((ms) =>
      stepOfCode(secret, code, now + ms),
    )
    const step = Math.floor(now / 30_000)
    expect(steps).toEqual([null, step, step, step, null])
  })
})

describe('an account with an authenticator app', () => {
  it('asks for the code after the right password only, and opens with it', async () => {
    const { user, secret } = await withApp()
    expect(await codeOf(await signIn({ ...user, password: 'not the password' }))).toBe(
      'wrong_credentials',
    )
    const asked = await signIn(user)
    expect([asked.status, asked.headers.get('Set-Cookie')]).toEqual([401, null])
    expect(await codeOf(asked)).toBe('second_factor_required')
    later(30_000)
    expect((await signIn(user, codeAt(secret, Date.now()))).status).toBe(200)
  })

  it('takes each code once, also from requests at the same moment', async () => {
    const { user, secret } = await withApp()
    expect((await signIn(user, codeAt(secret, Date.now()))).status).toBe(401)
    later(30_000)
    const code = codeAt(secret, Date.now())
    const answers = await Promise.all([1, 2, 3, 4].map(() => signIn(user, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await signIn(user, codeAt(secret, Date.now() - 30_000))).status).toBe(401)
  })

  it('opens once with each recovery code, however it is typed, and tells how many are left', async () => {
    const { user, recoveryCodes } = await withApp()
    expect(new Set(recoveryCodes).size).toBe(10)
    const [first = '', second = ''] = recoveryCodes
    expect((await signIn(user, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect((await signIn(user, first)).status).toBe(401)
    const account = accountSchema.parse(await (await user.fetch('/api/account')).json())
    expect(account).toMatchObject({ hasTotp: true, recoveryCodesLeft: 9 })
    const { password } = user
    expect((await post(user, '/api/account/recovery-codes', { password })).status).toBe(201)
    expect((await signIn(user, second)).status).toBe(401)
  })

  it('gives tokens to programs only with a code', async () => {
    const { user, secret } = await withApp()
    later(30_000)
    const logIn = async (more: object) => {
      const body = JSON.stringify({ username: user.username, password: user.password, ...more })
      return await request('/login', { method: 'POST', headers: json, body })
    }
    expect(await codeOf(await logIn({}))).toBe('second_factor_required')
    const answer = await logIn({ second_factor: codeAt(secret, Date.now()) })
    expect(tokenResponseSchema.parse(await answer.json()).user_id).toBe(user.userId)
  })

  it('locks after five wrong codes, for the right one too', async () => {
    const { user, secret } = await withApp()
    later(30_000)
    const right = codeAt(secret, Date.now())
    const wrong = right === '000000' ? '111111' : '000000'
    for (let n = 0; n < 5; n++) expect((await signIn(user, wrong)).status).toBe(401)
    expect((await signIn(user, right)).status).toBe(429)
  })

  it('goes back to the password alone when the app is removed, with the password', async () => {
    const { user, recoveryCodes } = await withApp()
    const remove = (password: string) => post(user, '/api/account/totp', { password }, 'DELETE')
    expect((await remove('not the password')).status).toBe(401)
    expect((await signIn(user)).status).toBe(401)
    expect((await remove(user.password)).status).toBe(204)
    expect((await signIn(user)).status).toBe(200)
    const [row] = await env.DB.prepare('select count(*) as n from recovery_codes where user_id = ?')
      .bind(user.userId)
      .all<{ n: number }>()
      .then(({ results }) => results)
    expect([row?.n, recoveryCodes.length]).toEqual([0, 10])
  })
})

describe('setting up an authenticator app', () => {
  it('changes nothing before the first right code, nor with the set-up of somebody else', async () => {
    const [user, other] = [await aUser(), await aUser()]
    const offered = await post(user, '/api/account/totp', { password: user.password })
    const { secret, setup, uri } = totpOfferSchema.parse(await offered.json())
    expect(uri).toContain(`secret=${secret}`)
    const code = codeAt(secret, Date.now())
    const confirm = (who: TestUser, body: object) => post(who, '/api/account/totp/confirm', body)
    expect((await confirm(other, { setup, code })).status).toBe(400)
    expect((await confirm(user, { setup: `${setup}x`, code })).status).toBe(400)
    expect(
      (await confirm(user, { setup, code: code === '000000' ? '111111' : '000000' })).status,
    ).toBe(400)
    expect((await signIn(user)).status).toBe(200)
    later(11 * 60_000)
    expect((await confirm(user, { setup, code: codeAt(secret, Date.now()) })).status).toBe(400)
  })

  it('leaves no secret in the database that the database alone could read', async () => {
    const { user, secret, recoveryCodes } = await withApp()
    const row = await env.DB.prepare('select * from users where id = ?').bind(user.userId).first()
    const codes = await env.DB.prepare('select * from recovery_codes where user_id = ?')
      .bind(user.userId)
      .all()
    const kept = JSON.stringify([row, codes.results])
    expect(kept).not.toContain(secret)
    for (const code of recoveryCodes) expect(kept).not.toContain(code)
  })
})
