import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const columnsSchema = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    notnull: z.number(),
    pk: z.number(),
  }),
)
const foreignKeysSchema = z.array(
  z.object({ table: z.string(), from: z.string(), to: z.string().nullable() }),
)
const triggersSchema = z.array(z.object({ name: z.string(), sql: z.string() }))
const namesSchema = z.array(z.object({ name: z.string() }))

/** The names of all tables, without SQLite's own and those of virtual tables. */
export function tablesOf(db: DatabaseSync): string[] {
  const rows = db
    .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
  return namesSchema.parse(rows).map((row) => row.name)
}

/**
 * Puts one row into every table, whatever the tables are: every column has a value, and every
 * foreign key names the row of the table it points to. Foreign keys must be on; throws what SQLite
 * says when a row is refused. Triggers rest meanwhile: what they write would be rows besides.
 */
export function fillTables(db: DatabaseSync): void {
  const triggers = triggersSchema.parse(
    db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all(),
  )
  db.exec('BEGIN; PRAGMA defer_foreign_keys = ON')
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  for (const table of tablesOf(db)) {
    const columns = columnsSchema.parse(db.prepare(`PRAGMA table_info("${table}")`).all())
    const keys = foreignKeysSchema.parse(db.prepare(`PRAGMA foreign_key_list("${table}")`).all())
    const values = columns.map((column) => {
      const key = keys.find(({ from }) => from === column.name)
      return sampleValue(key?.table ?? table, key?.to ?? column.name, column.type)
    })
    const names = columns.map(({ name }) => `"${name}"`)
    db.prepare(
      `INSERT INTO "${table}" (${names.join()}) VALUES (${names.map(() => '?').join()})`,
    ).run(...values)
  }
  for (const { sql } of triggers) db.exec(sql)
  db.exec('COMMIT')
}

/** The same for the column that is pointed to and the column that points. */
function sampleValue(table: string, column: string, type: string): string | number | Uint8Array {
  const kind = type.toUpperCase()
  if (kind.includes('INT')) return 1
  if (kind.includes('REAL') || kind.includes('NUM')) return 0.5
  if (kind.includes('BLOB')) return new Uint8Array([1, 2, 3])
  return `${table}.${column}`
}
