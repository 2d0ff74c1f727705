import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { adminOverviewSchema } from '#contracts/admin'
import type { AuditEvent } from '#contracts/audit'
import { adminOverview } from '../admin/overview.ts'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'
import { aSharedSpace, uploadTo } from '../testing/spaces.ts'
import { checkQuotas, recountUser } from './check-quotas.ts'

const dayMs = 24 * 3_600_000

function watchedDeps(afterMs = 0) {
  const events: AuditEvent[] = []
  const errors: string[] = []
  const deps = testDeps({
    now: () => Date.now() + afterMs,
    audit: { record: (...more) => void events.push(...more) },
    log: { info() {}, error: (event) => void errors.push(event) },
  })
  return { deps, events, errors }
}

async function spoil(user: TestUser, change: string) {
  await env.DB.prepare(`update users set ${change} where id = ?`).bind(user.userId).run()
}

async function checkOf(user: TestUser) {
  return await env.DB.prepare(
    'select checked_at as at, drift_bytes as drift from quota_checks where user_id = ?',
  )
    .bind(user.userId)
    .first<{ at: number; drift: number }>()
}

describe('the nightly check of figures', () => {
  it('finds nothing after uploads of several people, trash, purges and a transfer', async () => {
    const [owner, editor] = [await aUser(), await aUser()]
    const space = await aSharedSpace(owner, [[editor, 'editor']])
    await owner.upload(jpegLike('own'))
    await uploadTo(editor, space.id, jpegLike('shared'))
    const gone = (await (await uploadTo(editor, space.id, jpegLike('gone'))).json()) as {
      file: { id: string }
    }
    await owner.fetch(`/api/files/${gone.file.id}`, { method: 'DELETE' })
    await owner.fetch(`/api/files/${gone.file.id}/purge`, { method: 'POST' })
    const { deps, events, errors } = watchedDeps()
    const used = jpegLike('own').length + jpegLike('shared').length
    expect(await recountUser(deps, owner.userId)).toEqual({
      ...{ usedBytes: used, countedUsedBytes: used },
      ...{ reservedBytes: 0, countedReservedBytes: 0, driftBytes: 0 },
    })
    expect(await recountUser(deps, editor.userId)).toMatchObject({ usedBytes: 0, driftBytes: 0 })
    expect([events, errors]).toEqual([[], []])
  })

  it('never takes an upload under way for drift', async () => {
    const user = await aUser()
    const { deps, events } = watchedDeps()
    const uploads = Array.from({ length: 15 }, (_, n) => user.upload(jpegLike(`under way ${n}`)))
    let isOver = false
    const recounts = (async () => {
      while (!isOver) expect((await recountUser(deps, user.userId)).driftBytes).toBe(0)
    })()
    await Promise.all(uploads)
    isOver = true
    await recounts
    expect(events).toEqual([])
  })

  it.each([
    ['what is used', 'used_bytes = used_bytes + 7', 7],
    ['what is used, too little', 'used_bytes = used_bytes - 3', -3],
    ['what is reserved', 'reserved_bytes = 11', 11],
    ['both, which make up for each other', 'used_bytes = used_bytes - 5, reserved_bytes = 5', -5],
  ])(
    'finds, writes down, logs and audits drift of %s, and changes nothing',
    async (_, change, by) => {
      const user = await aUser()
      await user.upload(jpegLike('figures'))
      await spoil(user, change)
      const { deps, events, errors } = watchedDeps()
      const found = await recountUser(deps, user.userId)
      expect(found.driftBytes).toBe(by)
      expect(found.countedUsedBytes).toBe(jpegLike('figures').length)
      expect((await checkOf(user))?.drift).toBe(by)
      expect(errors).toEqual(['quota.drift'])
      expect(events).toMatchObject([
        { chain: 'vault', action: 'quota.drift', actorId: 'system', subjectId: user.userId },
      ])
      expect(await recountUser(deps, user.userId)).toEqual(found)
      const overview = adminOverviewSchema.parse(await adminOverview(testDeps()))
      expect(overview.quotaCheck?.driftingUsers).toBeGreaterThan(0)
      await spoil(user, `used_bytes = ${found.countedUsedBytes}, reserved_bytes = 0`)
      await recountUser(watchedDeps(1_000).deps, user.userId)
      expect((await checkOf(user))?.drift).toBe(0)
    },
  )

  it('comes to everybody once a day, new users at once', async () => {
    const users = await Promise.all(Array.from({ length: 25 }, () => aUser()))
    const checkAll = async (afterMs: number) => {
      const { deps } = watchedDeps(afterMs)
      for (let run = 0; run < 4; run++) await checkQuotas(deps)
      return await Promise.all(users.map(async (user) => (await checkOf(user))?.at ?? 0))
    }
    const first = await checkAll(0)
    expect(Math.min(...first)).toBeGreaterThan(0)
    expect(await checkAll(dayMs - 60_000)).toEqual(first)
    expect(Math.min(...(await checkAll(dayMs)))).toBeGreaterThan(Date.now() + dayMs - 60_000)
  })
})
