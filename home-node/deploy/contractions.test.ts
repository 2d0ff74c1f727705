import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findContractions } from './contractions.ts'

/** Migrations that take something away on purpose, before anybody had deployed what reads it. */
const known: string[] = []

test('no migration takes from the version before what it reads: both serve during an upgrade', async () => {
  const found = await findContractions(resolve(import.meta.dirname, '../../migrations'))
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(known.map((name) => [name, expect.anything()])),
  )
})

test.each([
  ['a column that goes', 'ALTER TABLE a DROP COLUMN b', ['a.b']],
  ['a column under another name', 'ALTER TABLE a RENAME COLUMN b TO c', ['a.b']],
  ['a table under another name', 'ALTER TABLE a RENAME TO d', ['table a']],
  [
    'a column that older versions leave out',
    "CREATE TABLE n (id TEXT, b TEXT, c TEXT NOT NULL); INSERT INTO n SELECT id, b, '' FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a",
    ['a.c must be given'],
  ],
])('%s is found', async (_, sql, losses) => {
  expect(await findContractions(await migrationsOf(sql))).toEqual(
    new Map([['0001_next.sql', losses]]),
  )
})

test.each([
  ['a column more', 'ALTER TABLE a ADD c TEXT'],
  ['a column with a default', "ALTER TABLE a ADD c TEXT NOT NULL DEFAULT ''"],
  [
    'a table that is rebuilt',
    'CREATE TABLE n (id TEXT, b TEXT, c TEXT); INSERT INTO n SELECT id, b, NULL FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a',
  ],
])('%s takes nothing away', async (_, sql) => {
  expect(await findContractions(await migrationsOf(sql))).toEqual(new Map())
})

async function migrationsOf(sql: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-contractions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, '0000_first.sql'), 'CREATE TABLE a (id TEXT, b TEXT);')
  await writeFile(join(folder, '0001_next.sql'), `${sql};`)
  return folder
}
