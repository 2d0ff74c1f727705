import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type AlignedMemory, type Block, giveMemory, takeMemory } from './aligned-blocks.ts'
import { type DiskFile, type DiskFs, errnoOf } from './disk-fs.ts'

export interface ReadBack {
  sha256: string
  sizeBytes: number
  /** false where the file system cannot bypass the page cache, so memory may have answered. */
  isPastCache: boolean
}

/**
 * Reads a file from the medium itself, in blocks of the size of `memory`, up to its end or until
 * `visit` answers false. Where O_DIRECT is refused (tmpfs, some network file systems) it reads the
 * ordinary way and says so. Rejects with the system's errors.
 */
async function readPastCache(
  fs: DiskFs,
  path: string,
  memory: AlignedMemory,
  visit: (bytes: Uint8Array, position: number) => boolean,
): Promise<{ sizeBytes: number; isPastCache: boolean }> {
  for (let isPastCache = true; ; isPastCache = false) {
    let file: DiskFile | undefined
    try {
      file = await fs.open(path, constants.O_RDONLY | (isPastCache ? constants.O_DIRECT : 0))
      for (let sizeBytes = 0; ; ) {
        const { bytesRead } = await file.read(memory, 0, memory.length, sizeBytes)
        const goesOn = visit(memory.subarray(0, bytesRead), sizeBytes)
        sizeBytes += bytesRead
        // A short read is the end of the file; asking again at an odd offset would be EINVAL.
        if (!goesOn || bytesRead < memory.length) return { sizeBytes, isPastCache }
      }
    } catch (error) {
      if (!isPastCache || errnoOf(error) !== 'EINVAL') throw error
    } finally {
      await file?.close()
    }
  }
}

/** Reads a file back from the medium and hashes it. */
export async function readBack(fs: DiskFs, path: string): Promise<ReadBack> {
  const memory = takeMemory(1)
  try {
    let hash = createHash('sha256')
    const [block = new Uint8Array()] = memory
    const read = await readPastCache(fs, path, block, (bytes, position) => {
      if (position === 0) hash = createHash('sha256')
      hash.update(bytes)
      return true
    })
    return { ...read, sha256: hash.digest('hex') }
  } finally {
    giveMemory(memory)
  }
}

/** Whether a file, read back from the medium, is these blocks (of 1 MiB but the last) and no more. */
export async function readsBackAs(fs: DiskFs, path: string, blocks: Block[]): Promise<boolean> {
  const memory = takeMemory(1)
  try {
    let isSame = true
    const [block = new Uint8Array()] = memory
    const { sizeBytes } = await readPastCache(fs, path, block, (bytes, position) => {
      const expected = blocks[position / block.length]?.bytes ?? new Uint8Array()
      isSame = Buffer.compare(bytes, expected) === 0
      return isSame
    })
    return isSame && sizeBytes === blocks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  } finally {
    giveMemory(memory)
  }
}
