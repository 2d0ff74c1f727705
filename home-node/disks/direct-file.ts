import { constants } from 'node:fs'
import { alignBytes, type Block } from './aligned-blocks.ts'
import { DiskError } from './disk-error.ts'
import { type DiskFile, type DiskFs, errnoOf } from './disk-fs.ts'

const { O_CREAT, O_DIRECT, O_EXCL, O_WRONLY } = constants

/** A new file that is written from its start to its end, then synced. */
export interface DirectFile {
  append(block: Block): Promise<void>
  /** Cuts the padding off and flushes the file to the medium. */
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * Makes a new file that is written past the page cache (O_DIRECT): an original is written once and
 * read back from the medium, so a copy in memory would only cost the processor. Where the file
 * system refuses that, it goes through the page cache like any other file.
 */
export async function createDirectFile(fs: DiskFs, path: string): Promise<DirectFile> {
  let isDirect = true
  let writtenBytes = 0
  let file: DiskFile
  try {
    file = await fs.open(path, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT, 0o644)
  } catch (error) {
    if (errnoOf(error) !== 'EINVAL') throw error
    // The refused call may have made the file all the same.
    file = await fs.open(path, O_WRONLY | O_CREAT, 0o644)
    isDirect = false
  }

  async function writeAll(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const left = bytes.length - done
      const { bytesWritten } = await file.write(bytes, done, left, writtenBytes + done)
      if (bytesWritten === 0) throw new DiskError('full', 'the disk takes no more')
      done += bytesWritten
    }
  }

  return {
    async append({ bytes, padded }) {
      if (isDirect && writtenBytes % alignBytes !== 0) {
        throw new Error('only the last block may be shorter')
      }
      try {
        await writeAll(isDirect ? padded : bytes)
      } catch (error) {
        if (!isDirect || errnoOf(error) !== 'EINVAL') throw error
        await file.close()
        file = await fs.open(path, O_WRONLY)
        isDirect = false
        await writeAll(bytes)
      }
      writtenBytes += bytes.length
    },
    async sync() {
      if (writtenBytes % alignBytes !== 0) await file.truncate(writtenBytes)
      await file.sync()
    },
    close: () => file.close(),
  }
}
