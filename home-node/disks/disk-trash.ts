import { dirname, join } from 'node:path'
import type { Sha256 } from '#contracts/ids'
import { toDiskError } from './disk-error.ts'
import { type DiskFs, errnoOf } from './disk-fs.ts'
import type { AtFailPoint } from './fail-point.ts'
import type { makeFolders } from './folders.ts'
import { objectPath, trashDir } from './layout.ts'

/** `trash/1795000000000.<sha256>`: since when it lies there needs no journal to be known. */
const namePattern = /^(\d{13})\.[0-9a-f]{64}$/

/** The trash of one disk: where copies wait whose original was purged in the cloud. */
export function makeDiskTrash(disk: {
  root: string
  fs: DiskFs
  folders: ReturnType<typeof makeFolders>
  checkMarker(): Promise<void>
}) {
  const { root, fs, folders } = disk
  const folder = trashDir(root)

  return {
    /**
     * R2 and R3: takes a copy out of `objects/`. Doing it again after a crash changes nothing: what is
     * not there any more was moved, and only the folders are flushed. Rejects with `DiskError`.
     */
    async put(sha256: Sha256, nowMs: number, at: AtFailPoint): Promise<void> {
      await disk.checkMarker()
      const path = objectPath(root, sha256)
      try {
        await folders.make(root, folder)
        await folders.settle(root, folder)
        await fs.rename(path, join(folder, `${nowMs}.${sha256}`))
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT') throw toDiskError(error)
        // A disk that is just going away has no files either.
        await disk.checkMarker()
      }
      at('R2')
      try {
        // The new name first: it is durable before the old one is gone from the medium.
        await folders.sync(folder)
        await folders.sync(dirname(path)).catch((error: unknown) => {
          if (errnoOf(error) !== 'ENOENT') throw error
        })
      } catch (error) {
        throw toDiskError(error)
      }
      at('R3')
    },

    /** Deletes what lies in the trash since `untilMs` or longer. Answers how many files those were. */
    async clear(untilMs: number): Promise<number> {
      await disk.checkMarker()
      let names: string[]
      try {
        names = await fs.readdir(folder)
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return 0
        throw toDiskError(error)
      }
      const due = names.filter((name) => {
        const since = namePattern.exec(name)?.[1]
        return since !== undefined && Number(since) <= untilMs
      })
      try {
        for (const name of due) {
          await disk.checkMarker()
          await fs.unlink(join(folder, name))
        }
        if (due.length > 0) await folders.sync(folder)
      } catch (error) {
        throw toDiskError(error)
      }
      return due.length
    },
  }
}
