import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from '../disks/disk-fs.ts'

/** Paths of all files below a folder, in no certain order; none when the folder is not there. */
export async function* namesBelow(folder: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) yield* namesBelow(path)
      else if (entry.isFile()) yield path
    }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}
