import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  accessRequestListSchema,
  accessRequestViewSchema,
  type Invite,
  inviteListSchema,
  inviteSchema,
} from '#contracts/admin'
import { runBatch } from '../db/run-batch.ts'
import { newId } from '../ids.ts'
import { aUser, origin, request, type TestUser, testDeps } from '../testing/harness.ts'
import { claimInviteStatement } from './claim-invite.ts'
import { findInvite } from './find-invite.ts'
import { hashInviteCode, inviteCode, normaliseCode } from './invite-code.ts'

const dayMs = 24 * 3_600_000

function jsonInit(body: unknown): RequestInit {
  const headers = { 'Content-Type': 'application/json', Origin: origin }
  return { method: 'POST', headers, body: JSON.stringify(body) }
}

async function anInvite(admin: TestUser, wish: object = {}): Promise<Invite> {
  const response = await admin.fetch('/api/admin/invite-codes', jsonInit(wish))
  expect(response.status).toBe(201)
  return inviteSchema.parse(await response.json())
}

async function listed(admin: TestUser, query = ''): Promise<Invite[]> {
  const response = await admin.fetch(`/api/admin/invite-codes?limit=200${query}`)
  return inviteListSchema.parse(await response.json()).items
}

async function askFor(body: object, address: string) {
  const init = jsonInit(body)
  const headers = new Headers(init.headers)
  headers.set('CF-Connecting-IP', address)
  return await request('/api/auth/request-access', { ...init, headers })
}

async function requests(admin: TestUser, state: string, email: string) {
  const response = await admin.fetch(`/api/admin/access-requests?state=${state}&limit=200`)
  const { items } = accessRequestListSchema.parse(await response.json())
  return items.filter((item) => item.email.toLowerCase() === email.toLowerCase())
}

describe('an invite’s code', () => {
  it('is the same however somebody writes it', () => {
    const id = newId('invite', Date.now())
    const code = inviteCode(testDeps().config, id)
    expect(code).toMatch(/^cv-[0-9a-hjkmnp-tv-z]{6}(-[0-9a-hjkmnp-tv-z]{5}){4}$/)
    const misread = code.slice(3).replaceAll('0', 'O').replaceAll('1', 'l')
    const ways = [
      code.toUpperCase(),
      ` ${code} `,
      code.replaceAll('-', ''),
      code.replaceAll('-', ' '),
      misread,
    ]
    for (const way of ways) expect(hashInviteCode(way)).toBe(hashInviteCode(code))
    expect(normaliseCode(code)).toHaveLength(26)
  })

  it('cannot be made without the secret, and is in no row', async () => {
    const admin = await aUser({ isAdmin: true })
    const { id, code } = await anInvite(admin)
    const other = inviteCode({ passwordPepper: new Uint8Array(32) }, id)
    expect(other).not.toBe(code)
    const row = await env.DB.prepare('select * from invites where id = ?').bind(id).first()
    expect(JSON.stringify(row)).not.toContain(normaliseCode(code))
    expect(row?.code_hash).toBe(hashInviteCode(code))
  })
})

describe('an invite', () => {
  it('is shown with its code and link to admins for as long as it opens', async () => {
    const admin = await aUser({ isAdmin: true })
    const made = await anInvite(admin, { note: 'Aunt', maxUses: 2, quotaBytes: 7 })
    expect(made).toMatchObject({ usesLeft: 2, quotaBytes: 7, state: 'active', email: null })
    expect(made.url).toBe(`${origin}/register#${made.code}`)
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * dayMs)
    const [first] = await listed(admin)
    expect(first).toEqual({ ...made, createdByUsername: admin.username })
    const path = `/api/admin/invite-codes/${made.id}`
    expect((await admin.fetch(path, { method: 'DELETE' })).status).toBe(204)
    expect((await listed(admin)).map(({ id }) => id)).not.toContain(made.id)
    const all = await listed(admin, '&all=true')
    expect(all.find(({ id }) => id === made.id)?.state).toBe('revoked')
  })

  it('opens nothing once it is revoked, over or used, nor for another address', async () => {
    const admin = await aUser({ isAdmin: true })
    const deps = testDeps()
    const open = await anInvite(admin, { email: 'Mia@example.org' })
    expect(await findInvite(deps, open.code, 'mia@EXAMPLE.org')).toMatchObject({ id: open.id })
    expect(await findInvite(deps, open.code, 'max@example.org')).toBeNull()
    expect(await findInvite(deps, open.code, null)).toBeNull()
    const later = testDeps({ now: () => Date.parse(open.expiresAt) })
    expect(await findInvite(later, open.code, 'mia@example.org')).toBeNull()
    await admin.fetch(`/api/admin/invite-codes/${open.id}`, { method: 'DELETE' })
    expect(await findInvite(deps, open.code, 'mia@example.org')).toBeNull()
    const used = await anInvite(admin)
    await runBatch(deps.db, [claimInviteStatement(deps.db, used.id, Date.now())])
    expect(await findInvite(deps, used.code, null)).toBeNull()
    for (const bad of ['', 'cv-', 'x'.repeat(80), '💥']) {
      expect(await findInvite(deps, bad, null)).toBeNull()
    }
  })

  it('is taken as often as it says, whoever comes at once', async () => {
    const admin = await aUser({ isAdmin: true })
    const { db } = testDeps()
    const { id } = await anInvite(admin, { maxUses: 3 })
    const claim = claimInviteStatement(db, id, Date.now()).getQuery()
    const claims = Array.from({ length: 10 }, async () => {
      const { meta } = await env.DB.prepare(claim.sql)
        .bind(...claim.params)
        .run()
      return meta.changes
    })
    const taken = (await Promise.all(claims)).filter((changes) => changes === 1)
    expect(taken).toHaveLength(3)
    const shown = (await listed(admin, '&all=true')).find((invite) => invite.id === id)
    expect(shown).toMatchObject({ usesLeft: 0, state: 'used' })
  })
})

describe('asking for access', () => {
  it('answers the same for strangers, for who asked before, and for who has an account', async () => {
    const admin = await aUser({ isAdmin: true })
    const user = await aUser()
    await env.DB.prepare('update users set email = ?1, email_folded = ?1 where id = ?2')
      .bind('has@example.org', user.userId)
      .run()
    const answers = []
    for (const [index, email] of [
      'new@example.org',
      'NEW@example.org',
      'has@example.org',
    ].entries()) {
      const response = await askFor({ email, message: `try ${index}` }, '192.0.2.1')
      answers.push([response.status, await response.text()])
    }
    expect(new Set(answers.map(String)).size).toBe(1)
    const open = await requests(admin, 'pending', 'new@example.org')
    expect(open).toMatchObject([{ email: 'NEW@example.org', message: 'try 1', inviteUrl: null }])
  })

  it('is approved once, into a link for that address alone', async () => {
    const admin = await aUser({ isAdmin: true })
    const email = 'once@example.org'
    await askFor({ email }, '192.0.2.2')
    const [open] = await requests(admin, 'pending', email)
    const path = `/api/admin/access-requests/${open?.id}/approve`
    const answers = await Promise.all([1, 2, 3].map(() => admin.fetch(path, { method: 'POST' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const right = answers.find(({ status }) => status === 200)
    const { inviteUrl } = accessRequestViewSchema.parse(await right?.json())
    const code = inviteUrl?.split('#')[1] ?? ''
    expect(await findInvite(testDeps(), code, email)).not.toBeNull()
    expect(await findInvite(testDeps(), code, 'other@example.org')).toBeNull()
    const bound = (await listed(admin)).filter((invite) => invite.email === email)
    expect(bound).toHaveLength(1)
    expect(await requests(admin, 'approved', email)).toMatchObject([{ inviteUrl }])
    expect(await requests(admin, 'pending', email)).toEqual([])
  })

  it('may be declined, and asked again', async () => {
    const admin = await aUser({ isAdmin: true })
    const email = 'again@example.org'
    await askFor({ email }, '192.0.2.3')
    const [first] = await requests(admin, 'pending', email)
    const path = `/api/admin/access-requests/${first?.id}`
    expect((await admin.fetch(`${path}/decline`, { method: 'POST' })).status).toBe(200)
    expect((await admin.fetch(`${path}/approve`, { method: 'POST' })).status).toBe(409)
    await askFor({ email }, '192.0.2.3')
    const [second] = await requests(admin, 'pending', email)
    expect(second?.id).not.toBe(first?.id)
  })

  it('takes no field that it does not know', async () => {
    const response = await askFor({ email: 'x@example.org', state: 'approved' }, '192.0.2.4')
    expect(response.status).toBe(400)
  })
})
