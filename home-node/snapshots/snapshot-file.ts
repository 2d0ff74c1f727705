import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { toDiskError } from '../disks/disk-error.ts'
import { type DiskFile, errnoOf, realFs } from '../disks/disk-fs.ts'
import type { MountedDisk } from '../disks/disk-set.ts'
import { makeFolders } from '../disks/folders.ts'
import { incomingDir, snapshotsDir } from '../disks/layout.ts'
import { expiredSnapshots, snapshotTime } from './snapshot-names.ts'

export interface SnapshotFile {
  append(bytes: Uint8Array): Promise<void>
  /** Durable under its name when it resolves; older ones that have had their time are gone. */
  commit(): Promise<void>
  /** Nothing of it is left. Never rejects. */
  abandon(): Promise<void>
}

/**
 * Begins a snapshot on a disk, by the protocol of originals: temporary file, fsync, rename, fsync of the
 * folder. Its methods and itself reject with `DiskError`.
 */
export async function beginSnapshot(
  { store }: Pick<MountedDisk, 'store'>,
  name: string,
): Promise<SnapshotFile> {
  const { root } = store
  const folders = makeFolders(realFs)
  const folder = snapshotsDir(root)
  const temporary = join(incomingDir(root), `${name}.${ulid()}.part`)
  let position = 0
  let file: DiskFile
  try {
    await store.checkMarker()
    await folders.make(root, incomingDir(root))
    await folders.make(root, folder)
    file = await realFs.open(temporary, 'wx', 0o600)
  } catch (error) {
    throw toDiskError(error)
  }
  return {
    async append(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position)
          at += bytesWritten
          position += bytesWritten
        }
      } catch (error) {
        throw toDiskError(error)
      }
    },
    async commit() {
      try {
        await file.sync()
        await file.close()
        await store.checkMarker()
        await folders.settle(root, folder)
        await realFs.rename(temporary, join(folder, name))
        await folders.sync(folder)
        for (const old of expiredSnapshots(await readdir(folder))) {
          await realFs.unlink(join(folder, old))
        }
      } catch (error) {
        throw toDiskError(error)
      }
    },
    async abandon() {
      await file.close().catch(() => undefined)
      await realFs.unlink(temporary).catch(() => undefined)
    },
  }
}

/** When the newest snapshot on a disk was taken, and how many there are; null when there is none. */
export async function newestSnapshot(
  root: string,
): Promise<{ atMs: number; count: number } | null> {
  try {
    const times = (await readdir(snapshotsDir(root))).flatMap((name) => snapshotTime(name) ?? [])
    return times.length === 0 ? null : { atMs: Math.max(...times), count: times.length }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw toDiskError(error)
  }
}
