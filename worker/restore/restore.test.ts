import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { Decrypter } from 'age-encryption'
import { beforeAll, describe, expect, it } from 'vitest'
import { frameHead } from '#contracts/frames'
import {
  finishedRestoreSchema,
  missingOriginalsSchema,
  restoredRowsSchema,
  restorePlanSchema,
  type SnapshotRow,
  snapshotRowSchema,
  storedOriginalsSchema,
} from '#contracts/restore'
import { newId } from '../ids.ts'
import { sweep } from '../jobs/sweep.ts'
import { originalKey } from '../originals/keys.ts'
import { snapshotPage } from '../snapshots/read-snapshot.ts'
import { derivedTables, keptTables, passingTables } from '../snapshots/tables.ts'
import { duplicatesDay } from '../testing/duplicates-day.ts'
import { foldersDay } from '../testing/folders-day.ts'
import { aUser, request, testDeps } from '../testing/harness.ts'
import { indexingDay } from '../testing/indexing-day.ts'
import { metadataDay } from '../testing/metadata-day.ts'

/** The secret half of the recipient of vitest.config.ts; it opens nothing else. */
const identity = 'AGE-SECRET-KEY-10RFYTP6H3Y6N69HKFRLXSVXUQJQ6ZLE5A55UPFLYEAUSX6627TZS3PRWGV'
const diskId = newId('disk', 1)
const snapshotAtMs = 1_700_000_000_000

type Rows = Record<string, SnapshotRow[]>

async function call(method: string, path: string, body?: object | Uint8Array) {
  const isBytes = body instanceof Uint8Array
  return await request(`/api/restore${path}`, {
    method,
    headers: {
      Authorization: `Bearer opr_${env.OPERATOR_TOKEN}`,
      ...(body && { 'Content-Type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  })
}

/** All that a snapshot holds, opened with the recovery key. */
async function takeSnapshot(): Promise<Rows> {
  const all: Rows = {}
  for (const table of keptTables) {
    const rows: SnapshotRow[] = []
    for (let after: number | null = 0; after !== null; ) {
      const page = await snapshotPage(testDeps(), table, after)
      after = page.next
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      const zipped = new Uint8Array(await decrypter.decrypt(page.sealed))
      const lines = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'))
      const text = (await new Response(lines).text()).split('\n').filter((line) => line !== '')
      rows.push(...text.map((line) => snapshotRowSchema.parse(JSON.parse(line))))
    }
    all[table] = rows
  }
  return all
}

/** When something was counted last, and in which order, says nothing of what is kept. */
const passing = ['changed_at', 'position', 'change', 'changes', 'positions', 'verified_at']
function withoutPassing(key: string, value: unknown): unknown {
  const isNumbered = key === 'id' && typeof value === 'number'
  return isNumbered || passing.includes(key) ? undefined : value
}

async function rowsOf(tables: readonly string[]): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const table of tables) {
    const { results } = await env.DB.prepare(`select * from ${table}`).all()
    all[table] = results.map((row) => JSON.stringify(row, withoutPassing)).sort()
  }
  return all
}

async function wipe(): Promise<void> {
  const tables = [...passingTables, ...keptTables, ...derivedTables]
  await env.DB.batch([
    env.DB.prepare('pragma defer_foreign_keys = on'),
    ...tables.map((table) => env.DB.prepare(`delete from ${table}`)),
    // Triggers count what goes, some of them below nothing.
    ...derivedTables.map((table) => env.DB.prepare(`delete from ${table}`)),
    ...passingTables.map((table) => env.DB.prepare(`delete from ${table}`)),
  ])
}

function begin(pepper = Buffer.from(testDeps().config.passwordPepper).toString('base64url')) {
  const pepperSha256 = createHash('sha256').update(pepper).digest('hex')
  return call('POST', '', { diskId, snapshotAtMs, pepperSha256 })
}

async function writeRows(snapshot: Rows): Promise<number> {
  const plan = restorePlanSchema.parse(await (await begin()).json())
  let orphans = 0
  for (const { table, sortBy, only } of plan.steps) {
    const rows = (snapshot[table] ?? []).toSorted((one, two) =>
      sortBy === null ? 0 : String(one[sortBy]).length - String(two[sortBy]).length,
    )
    for (let from = 0; from < rows.length; from += 200) {
      const body = { table, only, rows: rows.slice(from, from + 200) }
      const answer = await call('POST', '/rows', body)
      expect([table, answer.status]).toEqual([table, 200])
      orphans += restoredRowsSchema.parse(await answer.json()).orphans
    }
  }
  return orphans
}

let before: Record<string, unknown>
let snapshot: Rows
const originalBytes = new Map<string, Uint8Array>()

beforeAll(async () => {
  await foldersDay(env)
  await metadataDay(env)
  await indexingDay(env)
  await duplicatesDay(env)
  const user = await aUser()
  await user.upload('alone')
  await testDeps().auditChain('vault').flush('vault')
  // As when nothing is under way.
  await env.DB.batch([
    env.DB.prepare('delete from tiered_originals'),
    env.DB.prepare('update indexed_files set queued_for = engines'),
    env.DB.prepare('update users set reserved_bytes = 0'),
    env.DB.prepare('update home_nodes set revoked_at = 1'),
    env.DB.prepare(`update disks set state = 'missing'`),
    env.DB.prepare(`delete from copies where original_id in
      (select id from originals where removed_at is not null)`),
    env.DB.prepare('update copies set created_at = 0'),
    // What happened to what is purged by now is told by no file or folder any more.
    env.DB.prepare(`delete from activity where
      (file_id is not null and not exists (select 1 from files where id = file_id))
      or (folder_id is not null and not exists (select 1 from folders where id = folder_id))`),
  ])
  before = await rowsOf([...keptTables, ...derivedTables])
  snapshot = await takeSnapshot()
  const { results } = await env.DB.prepare(
    'select id, space_id from originals where removed_at is null',
  ).all<{ id: never; space_id: never }>()
  for (const { id, space_id } of results) {
    const key = originalKey(space_id, id)
    const stored = await env.BUCKET.get(key)
    if (stored) originalBytes.set(id, new Uint8Array(await stored.arrayBuffer()))
    await env.BUCKET.delete(key)
  }
}, 120_000)

describe('a restore', () => {
  it('is refused where there is a user, under another pepper, and before it began', async () => {
    expect((await begin()).status).toBe(409)
    await wipe()
    expect((await begin('another')).status).toBe(409)
    expect((await call('POST', '/rows', { table: 'users', only: null, rows: [{}] })).status).toBe(
      409,
    )
  })

  it('writes every row of every table, twice without a change, and triggers do the rest', async () => {
    expect(await writeRows(snapshot)).toBe(0)
    expect(await writeRows(snapshot)).toBe(0)
  })

  it('sweeps nothing until it has ended', async () => {
    await env.DB.prepare('update users set used_bytes = used_bytes + 1').run()
    await sweep(testDeps())
    await env.DB.prepare('update users set used_bytes = used_bytes - 1').run()
    expect(await rowsOf(['quota_checks'])).toEqual({ quota_checks: [] })
  })

  it('takes the bytes of originals, and only their own', async () => {
    const missing = missingOriginalsSchema.parse(await (await call('GET', '/originals')).json())
    const originals = missing.originals.filter(({ id }) => originalBytes.has(id))
    expect(originals).toHaveLength(originalBytes.size)
    const [wrong, alone, lost, ...rest] = originals
    if (!wrong || !alone || !lost) throw new Error('The vault holds too few originals.')
    const framed = (id: string, bytes: Uint8Array) => [
      ...[frameHead({ originalId: id, sizeBytes: bytes.length }), bytes],
    ]
    const parts = [
      ...framed(wrong.id, new Uint8Array(wrong.sizeBytes)),
      ...[...rest, lost].flatMap(({ id }) => framed(id, originalBytes.get(id) ?? new Uint8Array())),
    ]
    const sent = storedOriginalsSchema.parse(
      await (await call('POST', '/originals', Buffer.concat(parts))).json(),
    )
    expect(sent).toEqual({ stored: rest.length + 1, refused: [wrong.id] })
    for (const { id } of [wrong, alone]) {
      const bytes = originalBytes.get(id) ?? new Uint8Array()
      expect((await call('PUT', `/originals/${id}`, Uint8Array.of(1, 2))).status).toBe(422)
      expect((await call('PUT', `/originals/${id}`, bytes)).status).toBe(204)
    }
    const left = missingOriginalsSchema.parse(await (await call('GET', '/originals')).json())
    expect(left.originals).toHaveLength(missing.originals.length - originals.length)
  })

  it('ends with every table and every byte as it was, and with work for the home node', async () => {
    let next: string | null = null
    do {
      const answer = await call('POST', '/finish', { after: next })
      next = finishedRestoreSchema.parse(await answer.json()).next
    } while (next !== null)
    await env.DB.prepare('update copies set created_at = 0').run()
    const after = await rowsOf([...keptTables, ...derivedTables])
    for (const [table, rows] of Object.entries(before)) {
      expect([table, after[table]]).toEqual([table, rows])
    }
    const counts = await env.DB.prepare(
      `select (select count(*) from jobs) as jobs, (select count(*) from files where preview <> 'none' and exists (select 1 from copies
          where original_id = files.original_id and state = 'verified')) as files,
        (select count(*) from changes where kind = 'original.stored') as stored,
        (select count(*) from files) as all_files`,
    ).first<Record<string, number>>()
    expect(counts?.jobs).toBe(counts?.files)
    expect(counts?.stored).toBe(counts?.all_files)
    expect((await begin()).status).toBe(409)
  })
})
