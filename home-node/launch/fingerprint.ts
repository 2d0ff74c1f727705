import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One hash over the names and contents of all files below these places, or of the files themselves. */
export async function fingerprint(root: string, places: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const path of await filesBelow(join(root, place))) {
      hash.update(`${path.slice(root.length)}\0`)
      hash.update(await readFile(path))
    }
  }
  return hash.digest('hex')
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (entries === null) return [path]
  const skipped = new Set(['dist', 'node_modules', 'e2e'])
  const nested = entries
    .filter((entry) => !skipped.has(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
    )
  return (await Promise.all(nested)).flat()
}
