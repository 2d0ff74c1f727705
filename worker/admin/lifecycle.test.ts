import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { adminUserSchema, linkSchema } from '#contracts/admin'
import type { AuditEvent } from '#contracts/audit'
import { problemSchema } from '#contracts/problem'
import { spaces } from '../db/schema/spaces.ts'
import { newId } from '../ids.ts'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { makeResetLink } from './manage-users.ts'
import { openSessionFor } from './open-session-for.ts'
import { deleteUser, restoreUser } from './remove-user.ts'

const dayMs = 24 * 3_600_000

async function call(admin: TestUser, method: string, user: TestUser, end = '') {
  return await admin.fetch(`/api/admin/users/${user.userId}${end}`, { method })
}

/** Dependencies whose audit and clock the test can read and set. */
function watchedDeps(start = Date.now()) {
  const events: AuditEvent[] = []
  const clock = { now: start }
  const audit = { record: (...more: AuditEvent[]) => void events.push(...more) }
  return { events, clock, deps: testDeps({ audit, now: () => clock.now }) }
}

async function ownASpace(user: TestUser) {
  const { db } = testDeps()
  const id = newId('space', Date.now())
  const row = { id, kind: 'shared', name: 'Ours', ownerId: user.userId, createdAt: 1 } as const
  await db.insert(spaces).values(row)
  return id
}

describe('deleting an account', () => {
  it('signs it out and trashes its space; restoring gives everything back', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    await user.upload('a file that stays')
    const deleted = adminUserSchema.parse(await (await call(admin, 'DELETE', user)).json())
    const [at, until] = [Date.parse(deleted.deletedAt ?? ''), Date.parse(deleted.purgeAt ?? '')]
    expect(until - at).toBe(30 * dayMs)
    expect((await user.fetch('/api/me')).status).toBe(401)

    const init = { username: user.username, password: user.password }
    const logIn = async () =>
      await request('/api/session', {
        method: 'POST',
        headers: { Origin: origin, 'Content-Type': 'application/json' },
        body: JSON.stringify(init),
      })
    expect((await logIn()).status).toBe(401)
    const restored = adminUserSchema.parse(
      await (await call(admin, 'POST', user, '/restore')).json(),
    )
    expect(restored).toMatchObject({ deletedAt: null, purgeAt: null, usedBytes: 17 })
    const response = await logIn()
    expect(response.status).toBe(200)
    const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const list = await request('/api/files', { headers: { Cookie: cookie } })
    expect(((await list.json()) as { items: unknown[] }).items).toHaveLength(1)
  })

  it('waits until the shared spaces are in other hands, and says how many there are', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    const ids = [await ownASpace(user), await ownASpace(user)]
    const refused = await call(admin, 'DELETE', user)
    expect(refused.status).toBe(409)
    expect(problemSchema.parse(await refused.json()).detail).toContain('2 shared spaces')
    for (const id of ids) {
      await env.DB.prepare('update spaces set trashed_at = 1 where id = ?').bind(id).run()
    }
    expect((await call(admin, 'DELETE', user)).status).toBe(200)
  })

  it('can be undone for 30 days and no longer, and is audited', async () => {
    const user = await aUser()
    const { deps, clock, events } = watchedDeps()
    await deleteUser(deps, 'operator', user.userId)
    clock.now += 30 * dayMs
    await expect(restoreUser(deps, 'operator', user.userId)).rejects.toMatchObject({ code: 'gone' })
    clock.now -= 1
    await restoreUser(deps, 'operator', user.userId)
    expect(events.map(({ action }) => action)).toEqual([
      ...['account.deleted', 'space.trashed', 'account.restored', 'space.restored'],
    ])
  })
})

describe('a session that the command line opens for a user', () => {
  it('is told once, and audited without its token', async () => {
    const user = await aUser()
    const { deps, events } = watchedDeps()
    const { token } = await openSessionFor(deps, 'operator', user.userId)
    expect(events).toMatchObject([
      { action: 'login.succeeded' },
      { action: 'session.opened_by_operator', actorId: 'operator', subjectId: user.userId },
    ])
    expect(JSON.stringify(events)).not.toContain(token)
  })
})

describe('a link to choose a new password', () => {
  it('is kept as a hash alone, lives a day, and takes the place of older ones', async () => {
    const user = await aUser()
    const { deps, clock, events } = watchedDeps()
    const maker = { adminId: 'operator', origin } as const
    const first = await makeResetLink(deps, maker, user.userId)
    const second = linkSchema.parse(await makeResetLink(deps, maker, user.userId))
    expect(second.url).toMatch(/^https:\/\/vault\.test\/reset-password#[A-Za-z0-9_-]{43}$/)
    expect(second.url).not.toBe(first.url)
    expect(Date.parse(second.expiresAt)).toBe(clock.now + dayMs)
    const rows = await env.DB.prepare('select * from password_resets where user_id = ?')
      .bind(user.userId)
      .all()
    expect(rows.results).toHaveLength(1)
    expect(JSON.stringify(rows.results)).not.toContain(second.url.split('#')[1])
    expect(JSON.stringify(events)).not.toContain(second.url.split('#')[1])
    expect(events.map(({ action }) => action)).toEqual([
      ...['password.reset_link_made', 'password.reset_link_made'],
    ])
  })

  it('is not made for a deleted account', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    expect((await call(admin, 'POST', user, '/reset-link')).status).toBe(201)
    await call(admin, 'DELETE', user)
    expect((await call(admin, 'POST', user, '/reset-link')).status).toBe(409)
  })
})
