import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { readMigrationNames } from './remote-migrations.ts'

const columnsSchema = z.array(
  z.object({
    table: z.string(),
    column: z.string(),
    notnull: z.number(),
    dflt_value: z.unknown(),
    pk: z.number(),
  }),
)

/**
 * Migrations with which the version before cannot work, by file name, with what they take from it: a
 * table, a column, or the right to leave a new column out. Each is applied to an empty database and
 * the tables are compared, so a table that is rebuilt with all its columns is no loss.
 */
export async function findContractions(folder: string): Promise<Map<string, string[]>> {
  using db = new DatabaseSync(':memory:')
  const found = new Map<string, string[]>()
  let before = readColumns(db)
  for (const name of await readMigrationNames(folder)) {
    db.exec(await readFile(join(folder, name), 'utf8'))
    const after = readColumns(db)
    const losses = lossesBetween(before, after)
    if (losses.length > 0) found.set(name, losses)
    before = after
  }
  return found
}

type Columns = Map<string, Map<string, { mustBeGiven: boolean }>>

function lossesBetween(before: Columns, after: Columns): string[] {
  const losses: string[] = []
  for (const [table, columns] of before) {
    const now = after.get(table)
    if (now === undefined) {
      losses.push(`table ${table}`)
      continue
    }
    for (const column of columns.keys()) if (!now.has(column)) losses.push(`${table}.${column}`)
    for (const [column, { mustBeGiven }] of now) {
      const mustNow = mustBeGiven && columns.get(column)?.mustBeGiven !== true
      if (mustNow) losses.push(`${table}.${column} must be given`)
    }
  }
  return losses
}

function readColumns(db: DatabaseSync): Columns {
  const rows = columnsSchema.parse(
    db
      .prepare(
        `select t.name as "table", c.name as "column", c."notnull", c.dflt_value, c.pk
         from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`,
      )
      .all(),
  )
  const tables: Columns = new Map()
  for (const { table, column, notnull, dflt_value, pk } of rows) {
    const columns = tables.get(table) ?? new Map()
    columns.set(column, { mustBeGiven: notnull === 1 && dflt_value === null && pk === 0 })
    tables.set(table, columns)
  }
  return tables
}
