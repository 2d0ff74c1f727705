import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  type AuditAction,
  type AuditEvent,
  type AuditList,
  auditExportLineSchema,
  auditListSchema,
} from '#contracts/audit'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'

async function record(...events: AuditEvent[]) {
  const deps = testDeps()
  deps.audit.record(...events)
  await deps.settled()
}

async function recordIn(chain: string, actorId: string, ...actions: AuditAction[]) {
  await record(...actions.map((action) => ({ chain, action, actorId, subjectId: null })))
}

async function list(reader: TestUser, path: string): Promise<AuditList> {
  const response = await reader.fetch(path)
  expect(response.status).toBe(200)
  return auditListSchema.parse(await response.json())
}

async function exported(reader: TestUser, query: string) {
  const response = await reader.fetch(`/api/admin/audit/export?${query}`)
  expect(response.headers.get('Content-Type')).toContain('jsonl')
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => auditExportLineSchema.parse(JSON.parse(line)))
}

describe('the audit of the vault', () => {
  it('tells at once what was recorded, newest first, with names', async () => {
    const admin = await aUser({ isAdmin: true })
    await recordIn('vault', admin.userId, 'invite.made', 'quota.changed')
    const { items } = await list(admin, `/api/admin/audit?actorId=${admin.userId}`)
    const actions = items.map((item) => item.action)
    expect(actions).toEqual(['quota.changed', 'invite.made', 'login.succeeded'])
    expect(items[0]).toMatchObject({ chain: 'vault', actorName: admin.username })
  })

  it('names to whom something was done, and nobody for what is no user', async () => {
    const [admin, other] = [await aUser({ isAdmin: true }), await aUser()]
    const event = { chain: 'vault', action: 'quota.changed', actorId: admin.userId } as const
    await record({ ...event, subjectId: other.userId }, { ...event, subjectId: admin.spaceId })
    const { items } = await list(admin, `/api/admin/audit?actorId=${admin.userId}&limit=2`)
    expect(items.map(({ subjectName }) => subjectName)).toEqual([null, other.username])
  })

  it('pages without missing or repeating an entry, also of the same millisecond', async () => {
    const admin = await aUser({ isAdmin: true })
    const event = { chain: admin.spaceId, action: 'file.purged', actorId: null } as const
    const subjects = Array.from({ length: 25 }, (_, index) => `file ${index}`)
    await record(...subjects.map((subjectId) => ({ ...event, subjectId })))
    const seen: (string | null)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`
      const path = `/api/admin/audit?chain=${admin.spaceId}&limit=7${from}`
      const page: AuditList = await list(admin, path)
      seen.push(...page.items.map((item) => item.subjectId))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(subjects.toReversed())
  })

  it('filters by chain, action, actor and time', async () => {
    const [admin, other] = [await aUser({ isAdmin: true }), await aUser()]
    await recordIn(admin.spaceId, admin.userId, 'file.trashed', 'file.restored')
    await recordIn(admin.spaceId, other.userId, 'file.trashed')
    const found = async (filter: string) => {
      const path = `/api/admin/audit?chain=${admin.spaceId}&${filter}`
      return (await list(admin, path)).items.length
    }
    expect(await found('')).toBe(3)
    expect(await found('action=file.trashed')).toBe(2)
    expect(await found(`action=file.trashed&actorId=${other.userId}`)).toBe(1)
    const soon = new Date(Date.now() + 60_000).toISOString()
    expect([await found(`until=${soon}`), await found(`since=${soon}`)]).toEqual([3, 0])
    expect((await admin.fetch('/api/admin/audit?chain=nowhere')).status).toBe(400)
    expect((await admin.fetch('/api/admin/audit?cursor=none')).status).toBe(400)
  })

  it('is not there for whoever is no admin', async () => {
    const user = await aUser()
    for (const path of ['/api/admin/audit', '/api/admin/audit/export']) {
      expect((await user.fetch(path)).status).toBe(404)
    }
  })

  it('shows an entry that somebody has made unreadable', async () => {
    const admin = await aUser({ isAdmin: true })
    await recordIn(admin.spaceId, admin.userId, 'file.trashed')
    await list(admin, `/api/admin/audit?chain=${admin.spaceId}`)
    await env.DB.prepare(`update audit set details = '{' where chain = ?`).bind(admin.spaceId).run()
    const { items } = await list(admin, `/api/admin/audit?chain=${admin.spaceId}`)
    expect(items[0]?.details).toEqual({ unreadable: true })
  })
})

describe('an export', () => {
  it('holds heads and every entry of a chain in order, over several pages', async () => {
    const admin = await aUser({ isAdmin: true })
    const event = { chain: admin.spaceId, action: 'file.purged', actorId: null } as const
    await record(
      ...Array.from({ length: 1_001 }, (_, index) => ({ ...event, subjectId: `file ${index}` })),
    )
    const [first, ...rest] = await exported(admin, `chain=${admin.spaceId}`)
    const entries = rest.flatMap((line) => ('head' in line ? [] : [line]))
    const last = entries.at(-1)
    expect(first).toEqual({ head: { chain: admin.spaceId, seq: 1_001, hash: last?.hash } })
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(entries).toHaveLength(1_001)
  })

  it('of everything names the heads of all chains, also of one whose entries are all gone', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    await recordIn('vault', admin.userId, 'invite.made')
    await recordIn(admin.spaceId, admin.userId, 'file.trashed')
    await recordIn(user.spaceId, user.userId, 'file.trashed')
    await exported(admin, '')
    await env.DB.prepare('delete from audit where chain = ?').bind(user.spaceId).run()
    const lines = await exported(admin, '')
    const heads = lines.flatMap((line) => ('head' in line ? [line.head.chain] : []))
    expect(heads).toEqual(expect.arrayContaining(['vault', admin.spaceId, user.spaceId]))
    expect(lines.some((line) => 'seq' in line && line.chain === user.spaceId)).toBe(false)
  })

  it('with a filter holds what fits it, and no heads', async () => {
    const admin = await aUser({ isAdmin: true })
    await recordIn(admin.spaceId, admin.userId, 'file.trashed', 'file.restored')
    await list(admin, `/api/admin/audit?chain=${admin.spaceId}`)
    const lines = await exported(admin, `chain=${admin.spaceId}&action=file.restored`)
    expect(lines).toMatchObject([{ action: 'file.restored', seq: 2 }])
  })
})

describe('the audit of a space', () => {
  it('tells its admins what happened in it, and nothing else', async () => {
    const user = await aUser()
    await recordIn('vault', user.userId, 'login.succeeded')
    await recordIn(user.spaceId, user.userId, 'file.trashed')
    const path = `/api/spaces/${user.spaceId}/audit`
    const { items } = await list(user, path)
    expect(items.map((item) => item.action)).toEqual(['file.trashed'])
    expect(await list(user, `${path}?chain=vault`)).toEqual({ items, nextCursor: null })
  })

  it('is refused to members who are no admins, and is not there for strangers', async () => {
    const [owner, member] = [await aUser(), await aUser()]
    const path = `/api/spaces/${owner.spaceId}/audit`
    expect((await member.fetch(path)).status).toBe(404)
    await env.DB.prepare('insert into members values (?, ?, ?, ?)')
      .bind(owner.spaceId, member.userId, 'editor', Date.now())
      .run()
    expect((await member.fetch(path)).status).toBe(403)
  })
})
