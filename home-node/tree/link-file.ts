import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ulid } from 'ulid'
import { errnoOf } from '../disks/disk-fs.ts'
import { incomingDir } from '../disks/layout.ts'

/** File systems without hard links, or with too many of one file. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EMLINK', 'ENOSYS'])

/**
 * Lets `path` be the same file as `object`, or a copy of it where links do not work. One that is there
 * already and the same stays; answers false when there is no such object.
 */
export async function linkFile(root: string, object: string, path: string): Promise<boolean> {
  const source = await stat(object).catch(() => null)
  if (source === null) return false
  const there = await stat(path).catch(() => null)
  if (there !== null && isSame(source, there)) return true
  await mkdir(dirname(path), { recursive: true })
  await mkdir(incomingDir(root), { recursive: true })
  // By way of another name: whoever looks finds the old one or the new one, never half a copy.
  const temporary = join(incomingDir(root), `${ulid()}.part`)
  try {
    await link(object, temporary).catch(async (error: unknown) => {
      if (!withoutLinks.has(errnoOf(error) ?? '')) throw error
      await copyFile(object, temporary)
    })
    await rename(temporary, path)
    // Renaming one link of a file to another of the same does nothing, and leaves the first.
    await rm(temporary, { force: true })
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  return true
}

interface Stat {
  ino: number
  dev: number
  size: number
  nlink: number
}

/** The same file; where there are no links, a copy of the same length. */
function isSame(source: Stat, there: Stat): boolean {
  if (source.ino === there.ino && source.dev === there.dev) return true
  return there.nlink === 1 && source.nlink === 1 && source.size === there.size
}
