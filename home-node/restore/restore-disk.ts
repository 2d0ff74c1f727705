import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type DiskId, type Sha256, sha256Schema } from '#contracts/ids'
import type { SnapshotRow } from '#contracts/restore'
import { objectsDir, parseObjectName } from '../disks/layout.ts'
import { namesBelow } from './names-below.ts'
import type { OpenSnapshot } from './open-snapshot.ts'
import type { RestoreClient } from './restore-client.ts'
import { type LostOriginal, type SentOriginals, sendOriginals } from './send-originals.ts'

/** The Worker takes a megabyte of JSON. */
const pageMaxBytes = 700_000
const pageMaxRows = 500

export interface RestoreReport {
  format: 1
  disk: string
  diskId: DiskId
  snapshot: string
  snapshotAt: string
  tookMs: number
  rows: number
  /** Rows that refer to something that was removed while the snapshot was read. */
  orphans: number
  originals: number
  bytes: number
  lost: LostOriginal[]
  /** Originals on the disk that the snapshot does not know, by their hash: they are newer, or were purged. */
  unknown: string[]
}

export interface RestoreFrom {
  /** Root of the disk. */
  root: string
  disk: { id: DiskId; name: string }
  snapshot: OpenSnapshot
}

export type RestoreProgress =
  | { step: 'rows'; table: string; rows: number }
  | ({ step: 'originals' } & SentOriginals)

/**
 * Rebuilds an empty vault from one disk: the rows of its snapshot, parents first, then its originals,
 * then what makes it work again. `beforeEnd` runs while the vault still rests: nothing in it changes by
 * itself until it has ended. Killed anywhere, the same call goes on. Rejects with
 * `SnapshotError`, `RestoreRefusedError`, or as `fetch` does.
 */
export async function restoreDisk(
  client: RestoreClient,
  { root, disk, snapshot }: RestoreFrom,
  onProgress: (progress: RestoreProgress) => void,
  beforeEnd: (lost: readonly LostOriginal[]) => Promise<void> = async () => {},
): Promise<RestoreReport> {
  const startedMs = Date.now()
  const { passwordPepper } = await snapshot.vaultRow()
  const plan = await client.begin({
    diskId: disk.id,
    snapshotAtMs: snapshot.atMs,
    pepperSha256: sha256Of(passwordPepper),
  })
  const known = new Set<string>()
  let [rows, orphans] = [0, 0]
  for (const { table, sortBy, only } of plan.steps) {
    for await (const page of rowsOf(snapshot, table, sortBy)) {
      if (table === 'originals') for (const row of page) known.add(String(row.sha256))
      orphans += await client.putRows(table, only, page)
      if (only === null) rows += page.length
      onProgress({ step: 'rows', table, rows })
    }
  }
  const sent = await sendOriginals(client, root, (now) => onProgress({ step: 'originals', ...now }))
  await beforeEnd(sent.lost)
  await client.finish()
  return {
    format: 1,
    disk: disk.name,
    diskId: disk.id,
    snapshot: snapshot.path,
    snapshotAt: new Date(snapshot.atMs).toISOString(),
    tookMs: Date.now() - startedMs,
    ...{ rows, orphans },
    ...sent,
    unknown: await unknownOriginals(root, known),
  }
}

function sha256Of(text: string): Sha256 {
  return sha256Schema.parse(createHash('sha256').update(text).digest('hex'))
}

/** Rows in portions that one request takes; sorted by the length of a column where that is asked for. */
async function* rowsOf(
  snapshot: OpenSnapshot,
  table: string,
  sortBy: string | null,
): AsyncGenerator<SnapshotRow[]> {
  if (sortBy === null) {
    for await (const page of snapshot.pagesOf(table)) yield* portions(page)
    return
  }
  const all: SnapshotRow[] = []
  for await (const page of snapshot.pagesOf(table)) all.push(...page)
  const lengthOf = (row: SnapshotRow) => String(row[sortBy] ?? '').length
  yield* portions(all.sort((one, two) => lengthOf(one) - lengthOf(two)))
}

function* portions(rows: SnapshotRow[]): Generator<SnapshotRow[]> {
  let portion: SnapshotRow[] = []
  let bytes = 0
  for (const row of rows) {
    const length = Buffer.byteLength(JSON.stringify(row))
    if (portion.length === pageMaxRows || (portion.length > 0 && bytes + length > pageMaxBytes)) {
      yield portion
      portion = []
      bytes = 0
    }
    portion.push(row)
    bytes += length
  }
  if (portion.length > 0) yield portion
}

async function unknownOriginals(root: string, known: ReadonlySet<string>): Promise<string[]> {
  const unknown: string[] = []
  for await (const path of namesBelow(objectsDir(root))) {
    const name = parseObjectName(path.split('/').at(-1) ?? '')
    if (name !== null && !known.has(name)) unknown.push(name)
  }
  return unknown.sort()
}

/** Where the report of a restore is left, as JSON and in words. */
export const reportPaths = (folder: string) => ({
  json: join(folder, 'restore-report.json'),
  text: join(folder, 'restore-report.txt'),
})
