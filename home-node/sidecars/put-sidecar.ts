import { dirname, join } from 'node:path'
import { ulid } from 'ulid'
import { toDiskError } from '../disks/disk-error.ts'
import { type DiskFs, errnoOf } from '../disks/disk-fs.ts'
import type { MountedDisk } from '../disks/disk-set.ts'
import type { makeFolders } from '../disks/folders.ts'
import { incomingDir, sidecarPath } from '../disks/layout.ts'
import type { DueSidecar } from './sidecar-ledger.ts'

/**
 * Brings one sidecar to a disk, by the protocol of originals: temporary file, fsync, rename, fsync of
 * the folder. After power loss the old or the new one is there, whole. One that should not be is
 * removed; no original is ever touched. Rejects with `DiskError`.
 */
export async function putSidecar(
  fs: DiskFs,
  folders: ReturnType<typeof makeFolders>,
  { store }: Pick<MountedDisk, 'store'>,
  { sha256, fileId, text }: DueSidecar,
): Promise<void> {
  const { root } = store
  const path = sidecarPath(root, sha256, fileId)
  const folder = dirname(path)
  await store.checkMarker()
  try {
    if (text === null) {
      await fs.unlink(path).catch(unless('ENOENT'))
      await folders.sync(folder).catch(unless('ENOENT'))
      return
    }
    await folders.make(root, incomingDir(root))
    await folders.make(root, folder)
    const temporary = join(incomingDir(root), `${sha256}.${ulid()}.part`)
    try {
      await writeSynced(fs, temporary, Buffer.from(text))
      // The disk may have been taken away meanwhile: nothing is published beneath its mount point.
      await store.checkMarker()
      await folders.settle(root, folder)
      await fs.rename(temporary, path)
    } catch (error) {
      await fs.unlink(temporary).catch(() => undefined)
      throw error
    }
    await folders.sync(folder)
  } catch (error) {
    throw toDiskError(error)
  }
}

async function writeSynced(fs: DiskFs, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'wx', 0o640)
  try {
    for (let at = 0; at < bytes.length; ) {
      at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

const unless = (code: string) => (error: unknown) => {
  if (errnoOf(error) !== code) throw error
}
