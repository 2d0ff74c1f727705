import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isJunk } from './junk.ts'

/** A file that lies in a tree, before anything of it was read. */
export interface FoundFile {
  name: string
  path: string
  sizeBytes: number
  modifiedMs: number
}

/** One folder of a tree with what lies in it itself; its sub-folders come after it. */
export interface FoundFolder {
  /** From the top of the tree; empty at the top. */
  trail: string[]
  files: FoundFile[]
}

/** What is left out, with the reason for people. */
export type OnSkipped = (path: string, reason: string) => void

export const skipReasons = {
  junk: 'made by a system, not by a person',
  link: 'a link, which is not followed',
  empty: 'empty',
  special: 'neither a file nor a folder',
  unreadable: 'cannot be read',
} as const

/**
 * Every folder of a tree, the names in each in order, one folder in memory at a time. A tree may lie
 * in several parts (an export in several archives): folders at the same place in them are one. Links
 * are never followed, so nothing outside comes in and no ring is entered.
 */
export async function* walkTree(
  roots: string[],
  onSkipped: OnSkipped,
  trail: string[] = [],
): AsyncGenerator<FoundFolder> {
  const files: FoundFile[] = []
  const below = new Map<string, string[]>()
  for (const root of roots) {
    for (const entry of await entriesOf(root, onSkipped)) {
      const path = join(root, entry.name)
      if (isJunk(entry.name)) onSkipped(path, skipReasons.junk)
      else if (entry.isSymbolicLink()) onSkipped(path, skipReasons.link)
      else if (entry.isDirectory()) below.set(entry.name, [...(below.get(entry.name) ?? []), path])
      else if (entry.isFile()) {
        const found = await look(entry.name, path)
        if (found === null) onSkipped(path, skipReasons.unreadable)
        else if (found.sizeBytes === 0) onSkipped(path, skipReasons.empty)
        else files.push(found)
      } else onSkipped(path, skipReasons.special)
    }
  }
  yield { trail, files: files.sort(byName) }
  for (const [name, paths] of [...below].sort(([one], [other]) => compare(one, other))) {
    yield* walkTree(paths, onSkipped, [...trail, name])
  }
}

async function entriesOf(folder: string, onSkipped: OnSkipped): Promise<Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => {
    onSkipped(folder, skipReasons.unreadable)
    return []
  })
}

async function look(name: string, path: string): Promise<FoundFile | null> {
  const stat = await lstat(path).catch(() => null)
  return stat?.isFile()
    ? { name, path, sizeBytes: stat.size, modifiedMs: Math.trunc(stat.mtimeMs) }
    : null
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const byName = (one: FoundFile, other: FoundFile) =>
  compare(one.name, other.name) || compare(one.path, other.path)
