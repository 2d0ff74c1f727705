import { dirname } from 'node:path'
import { type DiskFs, errnoOf } from './disk-fs.ts'

/**
 * Makes and flushes folders of one disk. Callers that want the same folder flushed share one
 * flush: whoever comes while it runs waits for the next, which covers them all.
 */
export function makeFolders(fs: DiskFs) {
  const made = new Set<string>()
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

  /** Makes `path` and what lacks above it, below `root`. Not durable yet. */
  async function make(root: string, path: string): Promise<void> {
    if (path === root || made.has(path)) return
    await make(root, dirname(path))
    try {
      await fs.mkdir(path)
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error
    }
    made.add(path)
  }

  return {
    sync,
    make,

    /**
     * Makes the names of `path` and of the folders above it durable, each by a flush of its parent.
     * A folder that was there before this start is flushed once too: its name may never have
     * reached the medium.
     */
    async settle(root: string, path: string): Promise<void> {
      if (path === root || durable.has(path)) return
      const parent = dirname(path)
      await Promise.all([this.settle(root, parent), sync(parent)])
      durable.add(path)
    },

    /** Forgets what it knew: the disk went away, and another state of it may have come back. */
    forget(): void {
      made.clear()
      durable.clear()
    },
  }
}
