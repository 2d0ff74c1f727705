import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { adminUserListSchema } from '#contracts/admin'
import type { AuditEvent } from '#contracts/audit'
import { uploadOutcomeSchema } from '#contracts/files'
import { memberListSchema } from '#contracts/spaces'
import { sweep } from '../jobs/sweep.ts'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, callAs, uploadTo } from '../testing/spaces.ts'

const dayMs = 24 * 3_600_000

/** Deletes a user; answers a sweep that runs so long after that. */
async function deleted(user: TestUser, admin: TestUser) {
  const path = `/api/admin/users/${user.userId}`
  expect((await callAs(admin, 'DELETE', path)).status).toBe(200)
  const row = await env.DB.prepare('select deleted_at as at from users where id = ?')
    .bind(user.userId)
    .first<{ at: number }>()
  // The sweep of a month later ends the sessions of all others, too.
  await env.DB.prepare('update sessions set expires_at = expires_at * 2').run()
  const events: AuditEvent[] = []
  const sweepAfter = async (ms: number) => {
    const now = () => (row?.at ?? 0) + ms
    const audit = { record: (...more: AuditEvent[]) => void events.push(...more) }
    for (const _ of [1, 2, 3]) await sweep(testDeps({ now, audit }))
  }
  return { sweepAfter, events }
}

/** Every text of every table in which something of the user could be. */
async function everythingSaid(): Promise<string> {
  const tables = ['users', 'spaces', 'members', 'sessions', 'passkeys', 'recovery_codes']
  tables.push('password_resets', 'invites', 'access_requests', 'api_keys', 'quota_checks', 'audit')
  const rows = await Promise.all(
    tables.map(async (table) => (await env.DB.prepare(`select * from ${table}`).all()).results),
  )
  return JSON.stringify(rows)
}

async function count(of: string, ...values: string[]) {
  const counted = env.DB.prepare(`select count(*) as n from ${of}`).bind(...values)
  return await counted.first<number>('n')
}

async function register(username: string, email: string): Promise<number> {
  const body = JSON.stringify({ username, email, password: 'a fine long password' })
  const headers = { 'Content-Type': 'application/json', Origin: origin }
  const bindings = { ...env, REGISTRATION_OPEN: 'true' }
  return (await request('/api/register', { method: 'POST', headers, body }, bindings)).status
}

describe('a user who was deleted 30 days ago', () => {
  it('is forgotten: files, pictures, memberships and everything that says who it was', async () => {
    const [admin, user, other] = [await aUser({ isAdmin: true }), await aUser(), await aUser()]
    const email = `${user.username}@Example.org`
    await callAs(user, 'PATCH', '/api/account', { email })
    const ask = { email, message: 'Please let me in.' }
    await callAs(user, 'POST', '/request-access', ask)
    await callAs(admin, 'POST', '/api/admin/invite-codes', { email, note: user.username })
    await user.upload(jpegLike('of a deleted user'))
    const space = await aSharedSpace(other, [[user, 'editor']])
    const uploaded = await uploadTo(user, space.id, jpegLike('given to a space of others'))
    const { file } = uploadOutcomeSchema.parse(await uploaded.json())
    expect(await everythingSaid()).toContain(user.username)

    const { sweepAfter, events } = await deleted(user, admin)
    await sweepAfter(30 * dayMs - 1)
    expect(await count('files where space_id = ?', user.spaceId)).toBe(1)
    expect(await everythingSaid()).toContain(user.username)

    await sweepAfter(30 * dayMs)
    expect((await everythingSaid()).toLowerCase()).not.toContain(user.username)
    expect(await count('files where space_id = ?', user.spaceId)).toBe(0)
    const { objects } = await env.BUCKET.list({ prefix: `o/${user.spaceId}/` })
    expect(objects).toEqual([])
    expect(await count('members where user_id = ?', user.userId)).toBe(0)
    expect(await count('sessions where user_id = ?', user.userId)).toBe(0)
    expect(await count('users where id = ? and used_bytes + reserved_bytes = 0', user.userId)).toBe(
      1,
    )
    const purged = events.filter(({ subjectId }) => subjectId === user.userId)
    expect(purged.map(({ action }) => action)).toEqual(['account.purged'])

    const members = await (await other.fetch(`/api/spaces/${space.id}/members`)).json()
    expect(memberListSchema.parse(members).items.map(({ userId }) => userId)).toEqual([
      other.userId,
    ])
    expect((await other.fetch(`/api/files/${file.id}/download`)).status).toBe(200)
  })

  it('is in no list, cannot be brought back, and leaves name and address to others', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    const email = `${user.username}@example.org`
    await callAs(user, 'PATCH', '/api/account', { email })
    const { sweepAfter } = await deleted(user, admin)
    expect(await register(user.username, email)).toBe(409)
    await sweepAfter(30 * dayMs)
    const path = `/api/admin/users/${user.userId}`
    expect((await admin.fetch(path)).status).toBe(404)
    expect((await callAs(admin, 'POST', `${path}/restore`)).status).toBe(404)
    for (const query of ['limit=100', 'limit=100&search=deleted', `search=${user.userId}`]) {
      const list = await (await admin.fetch(`/api/admin/users?${query}`)).json()
      const ids = adminUserListSchema.parse(list).items.map(({ id }) => id)
      expect(ids).not.toContain(user.userId)
    }
    for (const username of ['deleted user', user.userId, user.username]) {
      const body = JSON.stringify({ username, password: user.password })
      const headers = { 'Content-Type': 'application/json', Origin: origin }
      const signIn = await request('/api/session', { method: 'POST', headers, body })
      expect([400, 401]).toContain(signIn.status)
    }
    expect(await register(user.username, email)).toBe(201)
  })

  it('is not forgotten while something of theirs is not purged', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    const { sweepAfter } = await deleted(user, admin)
    await env.DB.prepare('update spaces set trashed_at = trashed_at + ? where id = ?')
      .bind(dayMs, user.spaceId)
      .run()
    await sweepAfter(30 * dayMs)
    expect(await everythingSaid()).toContain(user.username)
    await sweepAfter(31 * dayMs)
    expect(await everythingSaid()).not.toContain(user.username)
  })
})
