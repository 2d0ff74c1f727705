import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type Sha256, sha256Schema } from '#contracts/ids'
import type { FoundFile } from './walk-tree.ts'

/*
 * What imports remember, so that a second run is quick. The vault is the truth: all of it may be lost.
 *
 * | table | a row says |
 * |---|---|
 * | hashes | this file, with this size and time, has this SHA-256 |
 * | uploads | these bytes are on their way to this place, at this address |
 * | told | what stands beside these bytes was written into the vault, at this place |
 */
const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS hashes (
    path TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
    sha256 TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS uploads (place TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS told (place TEXT PRIMARY KEY) WITHOUT ROWID;
`

const hashRow = z.object({ sha256: sha256Schema })
const urlRow = z.object({ url: z.string() })

export type ImportLedger = ReturnType<typeof openImportLedger>

/** Opens, or makes, `imports.sqlite` in this folder. Several imports may hold it at once. */
export function openImportLedger(stateDir: string) {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(join(stateDir, 'imports.sqlite'))
  db.exec(schema)
  const findHash = db.prepare(
    'SELECT sha256 FROM hashes WHERE path = ? AND size_bytes = ? AND modified_ms = ?',
  )
  const putHash = db.prepare('INSERT OR REPLACE INTO hashes VALUES (?, ?, ?, ?)')
  const findUpload = db.prepare('SELECT url FROM uploads WHERE place = ?')
  const putUpload = db.prepare('INSERT OR REPLACE INTO uploads VALUES (?, ?)')
  const dropUpload = db.prepare('DELETE FROM uploads WHERE place = ?')
  const findTold = db.prepare('SELECT place FROM told WHERE place = ?')
  const putTold = db.prepare('INSERT OR IGNORE INTO told VALUES (?)')
  return {
    hashOf({ path, sizeBytes, modifiedMs }: FoundFile): Sha256 | null {
      return hashRow.safeParse(findHash.get(path, sizeBytes, modifiedMs)).data?.sha256 ?? null
    },
    keepHash({ path, sizeBytes, modifiedMs }: FoundFile, sha256: Sha256): void {
      putHash.run(path, sizeBytes, modifiedMs, sha256)
    },
    uploadAt(place: string): string | null {
      return urlRow.safeParse(findUpload.get(place)).data?.url ?? null
    },
    keepUpload(place: string, url: string): void {
      putUpload.run(place, url)
    },
    dropUpload(place: string): void {
      dropUpload.run(place)
    },
    wasTold: (place: string) => findTold.get(place) !== undefined,
    keepTold(place: string): void {
      putTold.run(place)
    },
    close: () => db.close(),
  }
}
