import { join } from 'node:path'
import type { ByteRange, OpenOriginal, OriginalStat, Originals } from '#contracts/originals'
import { type DiskFile, type DiskFs, errnoOf } from './disk-fs.ts'
import { objectPath, objectsDir, parseObjectName } from './layout.ts'
import { streamRange } from './stream-range.ts'

export type DiskReader = Pick<Originals, 'open' | 'stat' | 'list'>

/** The reading half of a disk store: what lies there under final names. It changes nothing. */
export function makeDiskReader(fs: DiskFs, root: string): DiskReader {
  async function open(key: string, range?: ByteRange): Promise<OpenOriginal | null> {
    const sha256 = parseObjectName(key)
    if (sha256 === null) return null
    let file: DiskFile
    try {
      file = await fs.open(objectPath(root, sha256), 'r')
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null
      throw error
    }
    try {
      const sizeBytes = (await file.stat()).size
      const start = range?.start ?? 0
      const end = range?.end ?? sizeBytes - 1
      if (range !== undefined && (start < 0 || start > end || end >= sizeBytes)) {
        throw new RangeError('the range lies outside the original')
      }
      return { sizeBytes, range: { start, end }, body: streamRange(file, start, end) }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async function stat(key: string): Promise<OriginalStat | null> {
    const sha256 = parseObjectName(key)
    if (sha256 === null) return null
    try {
      const { size } = await fs.stat(objectPath(root, sha256))
      return { key, sizeBytes: size }
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null
      throw error
    }
  }

  async function list(options: { prefix?: string; cursor?: string; limit?: number }): Promise<{
    items: OriginalStat[]
    cursor: string | null
  }> {
    const { prefix = '', cursor = '', limit = 1_000 } = options
    const items: OriginalStat[] = []
    for await (const name of namesOf(prefix, cursor)) {
      if (items.length === limit) return { items, cursor: items[limit - 1]?.key ?? null }
      const found = await stat(name)
      if (found !== null) items.push(found)
    }
    return { items, cursor: null }
  }

  /** Names after `cursor` that start with `prefix`, in order; folders that cannot match stay shut. */
  async function* namesOf(prefix: string, cursor: string): AsyncGenerator<string> {
    const folder = async (...parts: string[]) => {
      try {
        return (await fs.readdir(join(objectsDir(root), ...parts))).sort()
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return []
        throw error
      }
    }
    const mayHold = (start: string) =>
      (start.startsWith(prefix) || prefix.startsWith(start)) &&
      start >= cursor.slice(0, start.length)
    for (const first of (await folder()).filter(mayHold)) {
      for (const second of (await folder(first)).filter((name) => mayHold(first + name))) {
        for (const name of await folder(first, second)) {
          if (name > cursor && name.startsWith(prefix) && parseObjectName(name) !== null) yield name
        }
      }
    }
  }

  return { open, stat, list }
}
