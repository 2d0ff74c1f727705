import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { frameHeadLength, frameLengthBytes, parseFrameHead } from '#contracts/frames'
import type { SnapshotRow } from '#contracts/restore'
import { vaultRowSchema } from '#contracts/snapshots'
import { snapshotsDir } from '../disks/layout.ts'
import { SnapshotError } from '../snapshots/read-snapshot.ts'
import { firstFrameSchema, lastFrameSchema, pageFrameSchema } from '../snapshots/snapshot-frames.ts'
import { snapshotTime } from '../snapshots/snapshot-names.ts'
import { openPage } from './open-page.ts'

const headSchema = z.union([firstFrameSchema, pageFrameSchema, lastFrameSchema])
type PageHead = z.infer<typeof pageFrameSchema>

export interface OpenSnapshot {
  path: string
  /** Unix milliseconds. */
  atMs: number
  recipient: string
  /** Rows of each table. */
  counts: ReadonlyMap<string, number>
  /** The rows of one table, page by page. Throws `SnapshotError` when a page is damaged. */
  pagesOf(table: string): AsyncGenerator<SnapshotRow[]>
  /** Throws `SnapshotError` when the recovery key is another. */
  vaultRow(): Promise<z.infer<typeof vaultRowSchema>>
  close(): Promise<void>
}

/** The snapshots of a disk, the newest first. */
export async function snapshotsOf(root: string): Promise<string[]> {
  const names = await readdir(snapshotsDir(root)).catch((): string[] => [])
  return names
    .flatMap((name) => {
      const atMs = snapshotTime(name)
      return atMs === null ? [] : [{ path: join(snapshotsDir(root), name), atMs }]
    })
    .sort((one, two) => two.atMs - one.atMs)
    .map(({ path }) => path)
}

/**
 * Opens a snapshot for reading its tables in any order; its heads are read, its pages only when they are
 * asked for. Rejects with `SnapshotError` when it is none or was not finished.
 */
export async function openSnapshot(path: string, recoveryKey: string): Promise<OpenSnapshot> {
  const file = await open(path, 'r')
  const pages: { head: PageHead; at: number }[] = []
  let first: z.infer<typeof firstFrameSchema> | null = null
  let isWhole = false
  try {
    const { size } = await file.stat()
    for (let at = 0; at < size; ) {
      const { head, bodyAt } = await readHead(file, at)
      at = bodyAt
      if ('kind' in head) first = head
      if ('end' in head) isWhole = head.pages === pages.length
      if (!('table' in head)) continue
      pages.push({ head, at })
      at += head.sizeBytes
    }
  } catch (cause) {
    await file.close()
    throw new SnapshotError('The snapshot cannot be read: it is damaged.', { cause })
  }
  if (first === null || !isWhole) {
    await file.close()
    throw new SnapshotError('The snapshot was not finished.')
  }
  const counts = new Map<string, number>()
  for (const { head } of pages) counts.set(head.table, (counts.get(head.table) ?? 0) + head.rows)

  async function* pagesOf(table: string): AsyncGenerator<SnapshotRow[]> {
    for (const { head, at } of pages) {
      if (head.table === table) yield await readPage(file, recoveryKey, head, at)
    }
  }
  return {
    ...{ path, atMs: first.atMs, recipient: first.recipient, counts, pagesOf },
    async vaultRow() {
      for await (const [row] of pagesOf('vault')) return vaultRowSchema.parse(row)
      throw new SnapshotError('The snapshot does not say what passwords are bound to.')
    },
    close: () => file.close(),
  }
}

async function readHead(file: FileHandle, at: number) {
  const start = await readExactly(file, at, frameLengthBytes)
  const json = await readExactly(file, at + frameLengthBytes, frameHeadLength(start))
  const head = headSchema.parse(parseFrameHead(json))
  return { head, bodyAt: at + frameLengthBytes + json.length }
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead !== length) throw new RangeError('the snapshot ends within a frame')
  return buffer
}

async function readPage(
  file: FileHandle,
  recoveryKey: string,
  head: PageHead,
  at: number,
): Promise<SnapshotRow[]> {
  const sealed = await readExactly(file, at, head.sizeBytes)
  if (createHash('sha256').update(sealed).digest('hex') !== head.sha256) {
    throw new SnapshotError(`The snapshot is damaged in its table ${head.table}.`)
  }
  return await openPage(sealed, recoveryKey)
}
