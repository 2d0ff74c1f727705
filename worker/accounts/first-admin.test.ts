import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { meSchema, setupStateSchema } from '#contracts/accounts'
import { problemSchema } from '#contracts/problem'
import { origin, request } from '../testing/harness.ts'

const token = 'setup-token-for-tests-only'

async function setUp(change: Record<string, unknown> = {}): Promise<Response> {
  const body = { token, username: 'ada', password: 'a fine long password', ...change }
  return await request('/api/setup', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function isNeeded(): Promise<boolean> {
  return setupStateSchema.parse(await (await request('/api/setup')).json()).needed
}

const count = async (table: string) =>
  await env.DB.prepare(`select count(*) n from ${table}`).first('n')

// The first admin is made once a vault: each test starts with a vault of nobody.
beforeEach(async () => {
  for (const table of ['sessions', 'members', 'spaces', 'users']) {
    await env.DB.prepare(`delete from ${table}`).run()
  }
})

describe('the link that the start prints', () => {
  it('makes the first admin, signs them in, and is spent', async () => {
    expect(await isNeeded()).toBe(true)
    const response = await setUp()
    expect(response.status).toBe(201)
    const me = meSchema.parse(await response.json())
    expect(me).toMatchObject({ username: 'ada', isAdmin: true, usedBytes: 0 })
    const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const again = await request('/api/me', { headers: { Cookie: cookie } })
    expect(meSchema.parse(await again.json())).toEqual(me)
    expect(await isNeeded()).toBe(false)
    const second = await setUp({ username: 'grace' })
    expect(second.status).toBe(409)
    expect(problemSchema.parse(await second.json()).code).toBe('setup_done')
    expect(second.headers.get('Set-Cookie')).toBeNull()
  })

  it('makes one admin when it is used five times at once', async () => {
    const names = ['ada', 'grace', 'joan', 'mary', 'edith']
    const responses = await Promise.all(names.map((username) => setUp({ username })))
    const statuses = responses.map((response) => response.status).sort()
    expect(statuses).toEqual([201, 409, 409, 409, 409])
    expect(await count('users')).toBe(1)
    expect(await count('spaces')).toBe(1)
    expect(await count('members')).toBe(1)
    expect(await count('sessions')).toBe(1)
  })

  it('opens nothing with another token, before or after', async () => {
    for (const wrong of ['x', `${token}x`, token.slice(1), token.toUpperCase()]) {
      expect((await setUp({ token: wrong })).status).toBe(404)
    }
    expect(await count('users')).toBe(0)
    await setUp()
    expect((await setUp({ token: 'x' })).status).toBe(404)
  })

  it.each([
    ['a short password', { password: '1234567' }],
    ['a password of 257 characters', { password: 'x'.repeat(257) }],
    ['no username', { username: '' }],
    ['a username with a space', { username: 'ada lovelace' }],
    ['a username that turns round', { username: 'ada\u202egpj' }],
    ['a username with markup', { username: '<b>ada</b>' }],
    ['a wish to be more', { isAdmin: true, quotaBytes: 1e15 }],
    ['a number for a name', { username: 12 }],
  ])('refuses %s with a sentence, and stays good', async (_, change) => {
    const response = await setUp(change)
    expect(response.status).toBe(400)
    const problem = problemSchema.parse(await response.json())
    expect(problem.code).toBe('validation_failed')
    expect(problem.detail).not.toBe('')
    expect(await count('users')).toBe(0)
    expect((await setUp()).status).toBe(201)
  })
})
