import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const frozenSchema = z.record(z.string(), z.hash('sha256'))
export type MigrationHashes = z.infer<typeof frozenSchema>

/** SHA-256 in hex of every migration, by file name, in the order in which they are applied. */
export async function hashMigrations(folder: string): Promise<MigrationHashes> {
  const hashes: MigrationHashes = {}
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    hashes[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
  }
  return hashes
}

/** The hashes that were frozen so far. */
export async function readFrozenHashes(folder: string): Promise<MigrationHashes> {
  return frozenSchema.parse(JSON.parse(await readFile(join(folder, 'frozen.json'), 'utf8')))
}

/**
 * Adds new migrations to `frozen.json` and answers their names. Throws a sentence, and writes
 * nothing, when a frozen one was changed or removed: somebody's database has run it.
 */
export async function freezeMigrations(folder: string): Promise<string[]> {
  const present = await hashMigrations(folder)
  const frozen = await readFrozenHashes(folder).catch((error: unknown): MigrationHashes => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  })
  for (const [name, hash] of Object.entries(frozen)) {
    if (present[name] === hash) continue
    throw new Error(`${name} is frozen and was changed or removed; put it back and add a new one.`)
  }
  await writeFile(join(folder, 'frozen.json'), `${JSON.stringify(present, null, 2)}\n`)
  return Object.keys(present).filter((name) => frozen[name] === undefined)
}
