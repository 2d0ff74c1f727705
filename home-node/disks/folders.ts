import { dirname } from 'node:path'
import { type DiskFs, errnoOf } from './disk-fs.ts'

/**
 * Makes and flushes folders of one disk. Callers that want the same folder flushed share one
 * flush: whoever comes while it runs waits for the next, which covers them all.
 */
export function makeFolders(fs: DiskFs) {
  const durable = new Set<string>()
  const running = new Map<string, { current: Promise<void>; next: Promise<void> | null }>()

  async function syncNow(path: string): Promise<void> {
    const handle = await fs.open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  function start(path: string): Promise<void> {
    const entry = { current: syncNow(path), next: null }
    running.set(path, entry)
    const done = () => {
      if (running.get(path) === entry && entry.next === null) running.delete(path)
    }
    entry.current.then(done, done)
    return entry.current
  }

  function sync(path: string): Promise<void> {
    const entry = running.get(path)
    if (entry === undefined) return start(path)
    entry.next ??= entry.current.then(
      () => start(path),
      () => start(path),
    )
    return entry.next
  }

  return {
    sync,

    /**
     * Makes `path` below `root`, each new folder flushed into its parent. A folder that was there
     * before this start is flushed once too: its name may never have reached the medium.
     */
    async ensure(root: string, path: string): Promise<void> {
      if (path === root || durable.has(path)) return
      const parent = dirname(path)
      await this.ensure(root, parent)
      try {
        await fs.mkdir(path)
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') throw error
      }
      await sync(parent)
      durable.add(path)
    },
  }
}
export type Folders = ReturnType<typeof makeFolders>
