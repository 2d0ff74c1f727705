import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { openDisks } from '../disks/disk-set.ts'
import { openJournal } from '../disks/journal.ts'
import { markerName } from '../disks/layout.ts'
import { WorkerAwayError } from '../link/worker-client.ts'
import { aFolder, aLog, until } from '../testing.ts'
import { keepSnapshots, readSnapshotReport } from './keep-snapshots.ts'
import { readSnapshot } from './read-snapshot.ts'
import { expiredSnapshots, snapshotName, snapshotTime } from './snapshot-names.ts'
import { takeSnapshot } from './take-snapshot.ts'

const tables: Record<string, Record<string, unknown>[]> = {
  files: Array.from({ length: 2_500 }, (_, index) => ({ id: `fil_${index}`, name: 'a', size: 1 })),
  spaces: [{ id: 'spc_1', vector: { base64: 'AAEC' }, gone: null }],
  users: [],
}

/** What the Worker's routes answer, sealed as it seals. */
async function aCloud() {
  const recoveryKey = await generateX25519Identity()
  const recipient = await identityToRecipient(recoveryKey)
  const cloud = {
    recoveryKey,
    asked: 0,
    breaksOffAt: Number.POSITIVE_INFINITY,
    snapshotHead: async () => ({
      ...{ format: 1 as const, recipient, lastSeq: 7 },
      tables: Object.keys(tables),
    }),
    async snapshotPage(table: string, after: number) {
      cloud.asked += 1
      if (cloud.asked > cloud.breaksOffAt) throw new WorkerAwayError('gone')
      const rows = (tables[table] ?? []).slice(after, after + 1_000)
      const encrypter = new Encrypter()
      encrypter.addRecipient(recipient)
      const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
      const sealed = await encrypter.encrypt(new Uint8Array(gzipSync(lines)))
      return { sealed, rows: rows.length, next: rows.length < 1_000 ? null : after + 1_000 }
    },
  }
  return cloud
}

async function aHome() {
  const [root, client, log] = [await aFolder(), await aCloud(), aLog()]
  const stateDir = join(root, 'state')
  const journal = openJournal(stateDir)
  const places = ['1tb', '8tb'].map((name) => ({ name, path: join(root, name) }))
  const disks = await openDisks({ places, journal, log, reserveBytes: 0 })
  const stopping = new AbortController()
  const deps = { client, disks, log, stateDir, signal: stopping.signal }
  const snapshotsOn = (disk: string) =>
    readdir(join(root, disk, 'snapshots')).catch((): string[] => [])
  return { root, client, disks, deps, stopping, snapshotsOn }
}

async function rowsOf(path: string, key: string) {
  const found = new Map<string, unknown[]>()
  for await (const { table, rows } of readSnapshot(path, key)) {
    found.set(table, [...(found.get(table) ?? []), ...rows])
  }
  return found
}

describe('a snapshot', () => {
  it('lies on every disk, and the recovery key gives every row back', async () => {
    const { root, client, disks, deps, snapshotsOn } = await aHome()
    const taken = await takeSnapshot(deps, disks.all())
    expect([taken.rows, taken.disks]).toEqual([2_501, ['1tb', '8tb']])
    for (const disk of ['1tb', '8tb']) {
      const [name = ''] = await snapshotsOn(disk)
      const rows = await rowsOf(join(root, disk, 'snapshots', name), client.recoveryKey)
      expect(Object.fromEntries(rows)).toEqual(tables)
      expect(await readdir(join(root, disk, 'incoming'))).toEqual([])
    }
  })

  it('opens with no other key, and not when a byte of it changed or its end is missing', async () => {
    const { root, client, disks, deps, snapshotsOn } = await aHome()
    await takeSnapshot(deps, disks.all())
    const [name = ''] = await snapshotsOn('1tb')
    const path = join(root, '1tb', 'snapshots', name)
    const bytes = await readFile(path)
    await expect(rowsOf(path, await generateX25519Identity())).rejects.toThrow('this recovery key')
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(path, changed)
    await expect(rowsOf(path, client.recoveryKey)).rejects.toThrow('damaged')
    await writeFile(path, bytes.subarray(0, -60))
    await expect(rowsOf(path, client.recoveryKey)).rejects.toThrow(/damaged|not finished/)
    await writeFile(path, 'something else')
    await expect(rowsOf(path, client.recoveryKey)).rejects.toThrow('damaged')
  })

  it('that breaks off leaves nothing', async () => {
    const { root, client, disks, deps, snapshotsOn } = await aHome()
    client.breaksOffAt = 2
    await expect(takeSnapshot(deps, disks.all())).rejects.toThrow(WorkerAwayError)
    for (const disk of ['1tb', '8tb']) {
      expect(await snapshotsOn(disk)).toEqual([])
      expect(await readdir(join(root, disk, 'incoming'))).toEqual([])
    }
  })

  it('is written on the other disk when one goes away', async () => {
    const { root, disks, deps, snapshotsOn } = await aHome()
    await rm(join(root, '1tb', markerName))
    const taken = await takeSnapshot(deps, disks.all())
    expect(taken.disks).toEqual(['8tb'])
    expect(await snapshotsOn('8tb')).toHaveLength(1)
    expect(await readdir(join(root, '1tb'))).toEqual([])
  })

  it('is taken by itself, once in its time, and said', async () => {
    const { client, deps, stopping, snapshotsOn } = await aHome()
    client.breaksOffAt = 1
    const kept = keepSnapshots({ ...deps, lookMs: 100 })
    await until(
      async () => (await readSnapshotReport(deps.stateDir))?.note === 'The Worker is away.',
    )
    client.breaksOffAt = Number.POSITIVE_INFINITY
    await until(async () => (await snapshotsOn('8tb')).length === 1)
    await until(async () => (await readSnapshotReport(deps.stateDir))?.note === null)
    const asked = client.asked
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(client.asked).toBe(asked)
    stopping.abort()
    await kept
    const report = await readSnapshotReport(deps.stateDir)
    expect(report?.disks.map(({ name, count }) => [name, count])).toEqual([
      ['1tb', 1],
      ['8tb', 1],
    ])
  })
})

it('a name tells when a snapshot was taken, and other names tell nothing', () => {
  const atMs = Date.parse('2026-03-01T12:00:05Z')
  expect(snapshotName(atMs)).toBe('2026-03-01T120005Z.cvsnapshot')
  expect(snapshotTime(snapshotName(atMs))).toBe(atMs)
  expect(snapshotTime('2026-03-01.txt')).toBeNull()
})

it('of old snapshots the last 14 days and the first of 12 months stay', () => {
  const dayMs = 86_400_000
  const end = Date.parse('2026-03-31T03:00:00Z')
  const names = Array.from({ length: 600 }, (_, day) => snapshotName(end - day * dayMs))
  const twice = snapshotName(end - dayMs / 8)
  const expired = new Set(expiredSnapshots([...names, twice, 'notes.txt']))
  const kept = names.filter((name) => !expired.has(name))
  expect(kept.slice(0, 14)).toEqual(names.slice(0, 14))
  expect(expired.has(twice)).toBe(true)
  expect(expired.has('notes.txt')).toBe(false)
  expect(kept.slice(14).map((name) => name.slice(0, 10))).toEqual(
    ['03', '02', '01']
      .map((month) => `2026-${month}-01`)
      .concat(
        ['12', '11', '10', '09', '08', '07', '06', '05', '04'].map((month) => `2025-${month}-01`),
      ),
  )
})
