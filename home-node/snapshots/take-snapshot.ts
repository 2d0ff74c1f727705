import { createHash } from 'node:crypto'
import { frameHead } from '#contracts/frames'
import type { DiskId } from '#contracts/ids'
import type { DiskSet, MountedDisk } from '../disks/disk-set.ts'
import type { WorkerClient } from '../link/worker-client.ts'
import { beginSnapshot, type SnapshotFile } from './snapshot-file.ts'
import { snapshotName } from './snapshot-names.ts'

export interface TakeDeps {
  client: Pick<WorkerClient, 'snapshotHead' | 'snapshotPage'>
  disks: Pick<DiskSet, 'blame'>
  signal: AbortSignal
}

export interface TakenSnapshot {
  rows: number
  bytes: number
  /** Where it lies now. */
  disks: string[]
}

/**
 * Reads the tables of the vault once, page by page, and writes them to these disks at the same time. A
 * disk that fails drops out. Rejects when the Worker does not give all of it; then nothing is left.
 */
export async function takeSnapshot(deps: TakeDeps, disks: MountedDisk[]): Promise<TakenSnapshot> {
  const head = await deps.client.snapshotHead()
  const atMs = Date.now()
  const files = new Map<DiskId, { name: string; file: SnapshotFile }>()
  let bytes = 0

  async function each(work: (file: SnapshotFile) => Promise<void>): Promise<void> {
    await Promise.all(
      [...files].map(async ([diskId, { file }]) => {
        try {
          await work(file)
        } catch (error) {
          files.delete(diskId)
          deps.disks.blame(diskId, error)
          await file.abandon()
        }
      }),
    )
  }
  async function append(part: Uint8Array): Promise<void> {
    bytes += part.length
    await each((file) => file.append(part))
  }

  for (const disk of disks) {
    try {
      const file = await beginSnapshot(disk, snapshotName(atMs))
      files.set(disk.id, { name: disk.name, file })
    } catch (error) {
      deps.disks.blame(disk.id, error)
    }
  }
  try {
    await append(frameHead({ kind: 'cloudvault-snapshot', ...head, atMs }))
    let pages = 0
    let rows = 0
    for await (const { table, page } of pagesOf(deps, head.tables)) {
      const sha256 = createHash('sha256').update(page.sealed).digest('hex')
      await append(frameHead({ table, rows: page.rows, sizeBytes: page.sealed.length, sha256 }))
      await append(page.sealed)
      pages += 1
      rows += page.rows
    }
    await append(frameHead({ end: true, pages, rows }))
    await each((file) => file.commit())
    return { rows, bytes, disks: [...files.values()].map(({ name }) => name) }
  } catch (error) {
    await Promise.all([...files.values()].map(({ file }) => file.abandon()))
    throw error
  }
}

async function* pagesOf({ client, signal }: TakeDeps, tables: string[]) {
  for (const table of tables) {
    for (let after: number | null = 0; after !== null; ) {
      signal.throwIfAborted()
      const page = await client.snapshotPage(table, after)
      yield { table, page }
      after = page.next
    }
  }
}
