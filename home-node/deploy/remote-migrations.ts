import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CloudflareError } from './cloudflare-api.ts'
import { DeployError } from './deploy-error.ts'
import type { Account } from './part.ts'

const rowsSchema = z.array(z.object({ results: z.array(z.unknown()) }))
const appliedSchema = z.array(z.object({ name: z.string() }))

/** File names of all migrations, in the order in which they are applied. */
export async function readMigrationNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}

/** What was applied to a database, by wrangler's own table; empty where nothing was. */
export async function readApplied(account: Account, databaseId: string): Promise<string[]> {
  const tables = await query(
    account,
    databaseId,
    "select name from sqlite_master where type = 'table' and name = 'd1_migrations'",
  )
  if (appliedSchema.parse(tables).length === 0) return []
  const applied = await query(account, databaseId, 'select name from d1_migrations order by id')
  return appliedSchema.parse(applied).map(({ name }) => name)
}

/**
 * Applies one migration and notes it where `wrangler d1 migrations apply` would, both in one
 * transaction: D1 runs the statements of one call together or not at all.
 */
export async function applyMigration(
  account: Account,
  databaseId: string,
  folder: string,
  name: string,
): Promise<void> {
  // As wrangler does: D1 takes no line ends of Windows.
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
  const table =
    'create table if not exists d1_migrations(id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null);'
  const note = `insert into d1_migrations (name) values ('${name.replaceAll("'", "''")}');`
  try {
    await query(account, databaseId, `${table}\n${sql.trim().replace(/;?$/, ';')}\n${note}`)
  } catch (cause) {
    if (!(cause instanceof CloudflareError) || !cause.codes.includes(7500)) throw cause
    throw new DeployError(`The migration ${name} failed and changed nothing: ${cause.message}`, {
      cause,
    })
  }
}

/** A point in time to which the database can be set back, for 30 days (7 on the free plan). */
export async function readBookmark({ api, path }: Account, databaseId: string): Promise<string> {
  const schema = z.object({ bookmark: z.string() })
  return (await api.get(`${path}/d1/database/${databaseId}/time_travel/bookmark`, schema)).bookmark
}

async function query({ api, path }: Account, databaseId: string, sql: string): Promise<unknown[]> {
  const address = `${path}/d1/database/${databaseId}/query`
  const answers = await api.post(address, { sql }, rowsSchema)
  return answers.at(-1)?.results ?? []
}
