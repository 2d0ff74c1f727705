import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { uploadOutcomeSchema } from '#contracts/files'
import { changesResponseSchema } from '#contracts/home-node'
import { type CopiesReport, copiesReportSchema } from '#contracts/ledger'
import { newId } from '../ids.ts'
import { aUser, type TestUser } from '../testing/harness.ts'
import { aHomeNode } from '../testing/home-node.ts'
import { jpegLike } from '../testing/pictures.ts'

/** A user with so many originals that are verified in R2, and a home node with two disks. */
async function aVault(count: number) {
  const [user, node] = [await aUser(), await aHomeNode()]
  const start = await env.DB.prepare('select coalesce(max(seq), 0) as seq from changes').first(
    'seq',
  )
  const files = []
  for (let index = 0; index < count; index++) {
    const sent = await user.upload(jpegLike(`${user.userId} ${index}`))
    files.push(uploadOutcomeSchema.parse(await sent.json()).file)
  }
  const diskIds = ['a', 'b'].map(() => newId('disk', Date.now()))
  const disks = diskIds.map((id) => ({
    ...{ id, name: id, state: 'ok', totalBytes: 9_000, freeBytes: 4_000 },
  }))
  await node.fetch('PUT', '/api/home/disks', { disks })
  const changes = await node.fetch('GET', `/api/home/changes?after=${start}&limit=1000`)
  const originals = changesResponseSchema
    .parse(await changes.json())
    .changes.flatMap(({ kind, original }) =>
      kind === 'original.stored' && original !== null ? [original] : [],
    )
  const say = async (index: number, disk: 0 | 1, found: 'verified' | 'received' | 'bad') => {
    const original = originals[index]
    const at = Date.now()
    const copy = {
      ...{ originalId: original?.id, sha256: original?.sha256, diskId: diskIds[disk] },
      verifiedAtMs: found === 'verified' ? at - 1_000 : null,
      badAtMs: found === 'bad' ? at : null,
    }
    const response = await node.fetch('POST', '/api/home/copies', { copies: [copy] })
    expect(response.status).toBe(200)
  }
  const report = (body: object) => node.fetch('PUT', '/api/home/disks', body)
  return { user, files, disks, diskIds, say, report }
}

async function reportOf(user: TestUser, path = '/api/copies'): Promise<CopiesReport> {
  const response = await user.fetch(path)
  expect(response.status).toBe(200)
  return copiesReportSchema.parse(await response.json())
}

const lostWith = (report: CopiesReport, place: string | null) =>
  report.losses.find((loss) => loss.place === place)?.originals

describe('the report of copies', () => {
  it('says what would be lost with each place, by what was read back there', async () => {
    const { user, diskIds, say } = await aVault(3)
    const [one = '', two = ''] = diskIds
    const before = await reportOf(user)
    expect([before.originals, lostWith(before, 'r2'), lostWith(before, one)]).toEqual([3, 3, 0])
    await say(0, 0, 'verified')
    await say(0, 1, 'verified')
    await say(1, 0, 'verified')
    await say(2, 0, 'received')
    const after = await reportOf(user)
    expect(lostWith(after, 'r2')).toBe(1)
    expect([lostWith(after, one), lostWith(after, two), lostWith(after, null)]).toEqual([0, 0, 0])
    const counts = new Map(after.byCopies.map(({ copies, originals }) => [copies, originals]))
    expect([counts.get(0), counts.get(1), counts.get(2), counts.get(3)]).toEqual([0, 1, 1, 1])
    const bytes = after.places.find(({ place }) => place === 'r2')?.bytes
    expect(bytes).toBe(after.bytes)
  })

  it('no longer counts a copy that was found wrong, and counts it again once it is whole', async () => {
    const { user, diskIds, say } = await aVault(1)
    const [one = ''] = diskIds
    await say(0, 0, 'verified')
    expect(lostWith(await reportOf(user), 'r2')).toBe(0)
    await say(0, 0, 'bad')
    const wrong = await reportOf(user)
    expect(lostWith(wrong, 'r2')).toBe(1)
    expect(wrong.places.find(({ place }) => place === one)?.originals).toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await say(0, 0, 'verified')
    expect(lostWith(await reportOf(user), 'r2')).toBe(0)
  })

  it('forgets a disk that another took over from, and tells how far home is', async () => {
    const { user, disks, diskIds, say, report } = await aVault(1)
    const [one = '', two = ''] = diskIds
    await say(0, 0, 'verified')
    const stranger = await aVault(1)
    await stranger.report({ disks: stranger.disks, retired: [one] })
    expect(lostWith(await reportOf(user), 'r2')).toBe(0)
    const removals = { isHeld: true, copies: 51, untilMs: 7 }
    const mirror = { copies: 1, bytes: 9, bytesPerSecond: 3, removals }
    const answer = await report({ disks: disks.slice(1), mirror, retired: [one] })
    expect(await answer.json()).toEqual({ removalsAllowedUntilMs: null })
    const after = await reportOf(user)
    expect(lostWith(after, 'r2')).toBe(1)
    const places = after.places.map(({ place }) => place)
    expect([places.includes(one), places.includes(two)]).toEqual([false, true])
    const home = after.homeNodes.find((node) => node.mirror?.removals.isHeld)
    const admin = await aUser({ isAdmin: true })
    const allowed = await admin.fetch('/api/admin/copies/removals', {
      ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
      body: JSON.stringify({ homeNodeId: home?.id, untilMs: 7 }),
    })
    expect(allowed.status).toBe(204)
    const next = await report({ disks: disks.slice(1), mirror })
    expect(await next.json()).toEqual({ removalsAllowedUntilMs: 7 })
  })

  it('forgets what was purged', async () => {
    const { user, files } = await aVault(2)
    const [file] = files
    await user.fetch(`/api/files/${file?.id}`, { method: 'DELETE' })
    expect((await reportOf(user)).originals).toBe(2)
    const purged = await user.fetch('/api/trash/empty', { method: 'POST' })
    expect(purged.status).toBeLessThan(300)
    expect((await reportOf(user)).originals).toBe(1)
  })

  it('is of one’s own spaces; of all of the vault for an admin alone', async () => {
    const [{ user }, other, admin] = [
      await aVault(2),
      await aUser(),
      await aUser({ isAdmin: true }),
    ]
    expect((await reportOf(other)).originals).toBe(0)
    expect((await other.fetch(`/api/copies?space=${user.spaceId}`)).status).toBe(404)
    expect((await other.fetch('/api/admin/copies')).status).toBe(404)
    expect((await reportOf(admin, '/api/admin/copies')).originals).toBeGreaterThanOrEqual(2)
  })

  it('counts as the ledger itself does', async () => {
    const { user, say } = await aVault(4)
    await say(0, 0, 'verified')
    await say(1, 1, 'verified')
    await say(1, 1, 'bad')
    await say(2, 1, 'verified')
    const { results } = await env.DB.prepare(
      `select places, count(*) as originals, sum(size_bytes) as bytes from (
        select o.size_bytes, coalesce((select group_concat(place) from (select place from copies c
          where c.original_id = o.id and c.state = 'verified' order by place)), '') as places
        from originals o where o.space_id = ? and o.removed_at is null) group by 1 order by 1`,
    )
      .bind(user.spaceId)
      .all()
    const kept = await env.DB.prepare(
      'select places, originals, bytes from copy_patterns where space_id = ? order by 1',
    )
      .bind(user.spaceId)
      .all()
    expect(kept.results).toEqual(results)
    expect(results.length).toBeGreaterThan(2)
  })
})
