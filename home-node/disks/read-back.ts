import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { giveMemory, takeMemory } from './aligned-blocks.ts'
import { type DiskFile, type DiskFs, errnoOf } from './disk-fs.ts'

export interface ReadBack {
  sha256: string
  sizeBytes: number
  /** false where the file system cannot bypass the page cache, so memory may have answered. */
  isPastCache: boolean
}

async function hashFile(file: DiskFile, block: Uint8Array) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for (;;) {
    const { bytesRead } = await file.read(block, 0, block.length, sizeBytes)
    if (bytesRead > 0) hash.update(block.subarray(0, bytesRead))
    sizeBytes += bytesRead
    // A short read is the end of the file; asking again at an odd offset would be EINVAL.
    if (bytesRead < block.length) break
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

/**
 * Reads a file from the medium itself and hashes it. Where O_DIRECT is refused (tmpfs, some network
 * file systems) it reads the ordinary way and says so. Rejects with the system's errors.
 */
export async function readBack(fs: DiskFs, path: string): Promise<ReadBack> {
  const memory = takeMemory(1)
  const [block = new Uint8Array(0)] = memory
  try {
    for (const flags of [constants.O_RDONLY | constants.O_DIRECT, constants.O_RDONLY]) {
      const isPastCache = flags !== constants.O_RDONLY
      let file: DiskFile | undefined
      try {
        file = await fs.open(path, flags)
        return { ...(await hashFile(file, block)), isPastCache }
      } catch (error) {
        if (!isPastCache || errnoOf(error) !== 'EINVAL') throw error
      } finally {
        await file?.close()
      }
    }
    throw new Error('unreachable: the ordinary read returns or throws')
  } finally {
    giveMemory(memory)
  }
}
