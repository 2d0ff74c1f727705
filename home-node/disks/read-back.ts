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

/**
 * Reads a file back from the medium itself and hashes it. Where O_DIRECT is refused (tmpfs, some
 * network file systems) it reads the ordinary way and says so. Rejects with the system's errors.
 */
export async function readBack(fs: DiskFs, path: string): Promise<ReadBack> {
  const blocks = takeMemory(1)
  const [block = new Uint8Array()] = blocks
  try {
    for (let isPastCache = true; ; isPastCache = false) {
      let file: DiskFile | undefined
      try {
        file = await fs.open(path, constants.O_RDONLY | (isPastCache ? constants.O_DIRECT : 0))
        const hash = createHash('sha256')
        for (let sizeBytes = 0; ; ) {
          const { bytesRead } = await file.read(block, 0, block.length, sizeBytes)
          hash.update(block.subarray(0, bytesRead))
          sizeBytes += bytesRead
          // A short read is the end of the file; asking again at an odd offset would be EINVAL.
          if (bytesRead < block.length) {
            return { sha256: hash.digest('hex'), sizeBytes, isPastCache }
          }
        }
      } catch (error) {
        if (!isPastCache || errnoOf(error) !== 'EINVAL') throw error
      } finally {
        await file?.close()
      }
    }
  } finally {
    giveMemory(blocks)
  }
}
