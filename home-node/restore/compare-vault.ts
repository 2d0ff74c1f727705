import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { OriginalId } from '#contracts/ids'
import { originalIdSchema } from '#contracts/ids'
import type { SnapshotRow } from '#contracts/restore'
import { ensureEnrolled } from '../link/enrol.ts'
import { makeWorkerClient, type WorkerClient, WorkerRefusedError } from '../link/worker-client.ts'
import { openPage } from './open-page.ts'
import type { OpenSnapshot } from './open-snapshot.ts'

/** What a restored vault says otherwise: work under way, who was connected, and what R2 held. */
const ignoredColumns: Record<string, readonly string[]> = {
  users: ['reserved_bytes'],
  indexed_files: ['queued_for'],
  home_nodes: ['revoked_at'],
  disks: ['state'],
  originals: ['places'],
}
const isIgnored = (table: string, row: SnapshotRow) =>
  table === 'vault' || table === 'tiered_originals' || (table === 'copies' && row.place === 'r2')

export interface Comparison {
  rows: number
  originals: number
  bytes: number
  /** What is missing or different, as `table` or `original {sha256}`, with how often. */
  wrong: { what: string; times: number }[]
}

/**
 * Compares a vault with the snapshot that it was restored from: every row of every table, and the SHA-256
 * of every original. It asks as a home node does, and so joins. `part`: of the originals, from 0 to 1.
 */
export async function compareVault(
  vault: { url: string; stateDir: string; joinCode: string },
  { snapshot, recoveryKey }: { snapshot: OpenSnapshot; recoveryKey: string },
  { part = 1, lost = [] }: { part?: number; lost?: readonly string[] } = {},
): Promise<Comparison> {
  const stopping = new AbortController()
  const { signal } = stopping
  const config = {
    ...{ stateDir: join(vault.stateDir, 'comparing'), workerUrl: vault.url },
    ...{ disks: [], port: 0, joinCode: vault.joinCode, trashDays: 7, scrubDays: 30, name: 'drill' },
    ...{ modelsDir: '', modelHub: '', accessToken: null },
  }
  const identity = await ensureEnrolled(config, { say() {}, error() {} }, signal)
  const client = makeWorkerClient({ ...config, identity, signal })
  const found: Comparison = { rows: 0, originals: 0, bytes: 0, wrong: [] }
  for (const table of snapshot.counts.keys()) {
    const times = await compareTable(client, table, { snapshot, recoveryKey }, found)
    if (times > 0) found.wrong.push({ what: table, times })
  }
  for await (const page of snapshot.pagesOf('originals')) {
    for (const row of page) {
      const sha256 = String(row.sha256)
      // By its hash: another drill of the same disk reads the same ones.
      const isMeant = Number.parseInt(sha256.slice(0, 8), 16) / 0x1_0000_0000 < part
      if (row.removed_at !== null || !isMeant || lost.includes(sha256)) continue
      const bytes = await readOriginal(client, originalIdSchema.parse(row.id), sha256)
      if (bytes === null) found.wrong.push({ what: `original ${sha256}`, times: 1 })
      found.originals += 1
      found.bytes += bytes ?? 0
    }
  }
  return found
}

async function compareTable(
  client: WorkerClient,
  table: string,
  { snapshot, recoveryKey }: { snapshot: OpenSnapshot; recoveryKey: string },
  found: Comparison,
): Promise<number> {
  const wanted = new Map<string, number>()
  for await (const page of snapshot.pagesOf(table)) {
    for (const row of page) {
      found.rows += 1
      if (isIgnored(table, row)) continue
      const mark = markOf(table, row)
      wanted.set(mark, (wanted.get(mark) ?? 0) + 1)
    }
  }
  if (wanted.size === 0) return 0
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<WorkerClient['snapshotPage']>> = await client.snapshotPage(
      table,
      after,
    )
    for (const row of await openPage(page.sealed, recoveryKey)) {
      const mark = markOf(table, row)
      const left = (wanted.get(mark) ?? 0) - 1
      if (left > 0) wanted.set(mark, left)
      else wanted.delete(mark)
    }
    after = page.next
  }
  return [...wanted.values()].reduce((sum, times) => sum + times, 0)
}

/** The same for the same row, whatever the order of its columns; columns that came since are not in it. */
function markOf(table: string, row: SnapshotRow): string {
  const cells = Object.entries(row)
    .filter(([name]) => !ignoredColumns[table]?.includes(name))
    .sort(([one], [two]) => (one < two ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(cells)).digest('base64')
}

/** How many bytes an original has; null when they are not those of this hash, or not there. */
async function readOriginal(
  client: WorkerClient,
  id: OriginalId,
  sha256: string,
): Promise<number | null> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    const { body } = await client.openOriginal(id)
    for await (const chunk of body) {
      hash.update(chunk)
      bytes += chunk.length
    }
  } catch (error) {
    if (error instanceof WorkerRefusedError) return null
    throw error
  }
  return hash.digest('hex') === sha256 ? bytes : null
}
