import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sha256Schema } from '#contracts/ids'
import { incomingDir, objectPath, objectsDir } from '../disks/layout.ts'

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Reads disks from outside, as an auditor would: by their files alone. Unchanged files are read once. */
export function makeAuditor() {
  const seen = new Map<string, { mtimeMs: number; size: number; sha256: string }>()

  async function hashOf(path: string): Promise<string> {
    const { mtimeMs, size } = await stat(path)
    const known = seen.get(path)
    if (known?.mtimeMs === mtimeMs && known.size === size) return known.sha256
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    seen.set(path, { mtimeMs, size, sha256 })
    return sha256
  }

  return {
    /** Visible objects whose bytes are not what their name says. */
    async torn(root: string): Promise<string[]> {
      const torn: string[] = []
      for (const path of await filesBelow(objectsDir(root))) {
        if ((await hashOf(path)) !== basename(path)) torn.push(path)
      }
      return torn
    },

    /** Whether this disk has this original, whole. */
    async holds(root: string, sha256: string): Promise<boolean> {
      const path = objectPath(root, sha256Schema.parse(sha256))
      return (await hashOf(path).catch(() => null)) === sha256
    },

    temporaries: (root: string): Promise<string[]> => filesBelow(incomingDir(root)),

    /** One hash over every path below the disk and its bytes, the marker aside. */
    async treeHash(root: string): Promise<string> {
      const hash = createHash('sha256')
      for (const path of (await filesBelow(root)).sort()) {
        if (basename(path) === 'cloudvault-disk.json') continue
        hash.update(`${path.slice(root.length)} ${await hashOf(path)}\n`)
      }
      return hash.digest('hex')
    },
  }
}
export type Auditor = ReturnType<typeof makeAuditor>
