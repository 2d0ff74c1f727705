import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fillTables, tablesOf } from './fill-tables.ts'
import { freezeMigrations, hashMigrations, readFrozenHashes } from './migration-hashes.ts'

const migrations = resolve(import.meta.dirname, '../../migrations')

test('every migration is frozen: it is listed, and nobody changed it since', async () => {
  expect(await hashMigrations(migrations)).toEqual(await readFrozenHashes(migrations))
})

test('a filled database upgrades: every row survives, and every key still holds', async () => {
  const all = await Promise.all(
    Object.keys(await hashMigrations(migrations)).map((name) =>
      readFile(join(migrations, name), 'utf8'),
    ),
  )
  const newest = all.at(-1) ?? ''
  const before = all.length > 1 ? all.slice(0, -1) : all
  using db = new DatabaseSync(':memory:')
  db.exec('PRAGMA foreign_keys = ON')
  for (const sql of before) db.exec(sql)
  fillTables(db)
  const filled = tablesOf(db)
  expect(filled).toContain('files')

  // D1 applies a migration in a transaction, where switching foreign keys off does nothing: a table
  // that is rebuilt would take along what cascades from it.
  if (all.length > 1) db.exec(`BEGIN; ${newest}; COMMIT`)

  const kept = new Set(tablesOf(db))
  for (const table of filled.filter((name) => kept.has(name))) {
    expect(db.prepare(`SELECT count(*) AS rows FROM "${table}"`).get(), table).toEqual({ rows: 1 })
  }
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
})

describe('npm run db:freeze', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudvault-migrations-'))
    await writeFile(join(folder, '0000_first.sql'), 'CREATE TABLE a (id TEXT);')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('adds what is new', async () => {
    expect(await freezeMigrations(folder)).toEqual(['0000_first.sql'])
    await writeFile(join(folder, '0001_second.sql'), 'CREATE TABLE b (id TEXT);')
    expect(await freezeMigrations(folder)).toEqual(['0001_second.sql'])
    expect(await freezeMigrations(folder)).toEqual([])
    expect(await readFrozenHashes(folder)).toEqual(await hashMigrations(folder))
  })

  test('refuses a frozen migration that was changed or removed, and leaves the list alone', async () => {
    await freezeMigrations(folder)
    const frozen = await readFrozenHashes(folder)
    await writeFile(join(folder, '0000_first.sql'), 'CREATE TABLE other (id TEXT);')
    await expect(freezeMigrations(folder)).rejects.toThrow('0000_first.sql is frozen')
    await rm(join(folder, '0000_first.sql'))
    await expect(freezeMigrations(folder)).rejects.toThrow('0000_first.sql is frozen')
    expect(await readFrozenHashes(folder)).toEqual(frozen)
  })
})
