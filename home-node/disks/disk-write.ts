import type { Block } from './aligned-blocks.ts'
import type { DirectFile } from './direct-file.ts'
import { toDiskError } from './disk-error.ts'
import type { DiskFs } from './disk-fs.ts'
import type { AtFailPoint } from './fail-point.ts'

/** An original being written to one disk; the caller hashes what it appends. */
export interface DiskWrite {
  /** M3. Rejects with `DiskError`; the write must then be abandoned. */
  append(block: Block): Promise<void>
  /** M5, M7 and M8, once length and hash are known to be as promised. Reads nothing back. */
  commit(): Promise<void>
  /** Removes the temporary file. Never rejects. */
  abandon(): Promise<void>
}

/**
 * A write into a new, open file at `temporary`. `publish` gives the synced file its final name and
 * makes that durable.
 */
export function makeDiskWrite(options: {
  fs: DiskFs
  file: DirectFile
  temporary: string
  publish(): Promise<void>
  at: AtFailPoint
}): DiskWrite {
  const { fs, temporary, publish, at } = options
  let file: DirectFile | null = options.file

  async function close(): Promise<void> {
    const open = file
    file = null
    await open?.close()
  }

  return {
    async append(block) {
      if (file === null) throw new Error('this write has ended')
      try {
        await file.append(block)
      } catch (error) {
        throw toDiskError(error)
      }
    },
    async commit() {
      if (file === null) throw new Error('this write has ended')
      try {
        await file.sync()
        at('M5')
        await close()
        await publish()
      } catch (error) {
        throw toDiskError(error)
      }
    },
    async abandon() {
      // Best effort: what cannot be removed now is removed at the next start.
      await close().catch(() => undefined)
      await fs.unlink(temporary).catch(() => undefined)
    },
  }
}
