import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type SnapshotRow, snapshotRowSchema } from '#contracts/restore'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { KeptTable } from '../snapshots/tables.ts'
import { adjustRow } from './adjust-row.ts'
import { type Column, columnsOf } from './queries.ts'
import { countedColumns, isKeptTable, laterColumns, overwrittenTables } from './steps.ts'

interface Page {
  table: string
  /** Null: whole rows. Else only this column, of rows that are there. */
  only: string | null
  rows: SnapshotRow[]
}

/**
 * Writes rows of a snapshot as they are, but what triggers count. Rows that are there already stay. What
 * refers to something that the snapshot does not hold is left out; answers how many. Throws
 * `not_found` for a table that is not kept and `validation_failed` for rows that do not fit it.
 */
export async function putRows(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { table, only, rows }: Page,
): Promise<number> {
  if (!isKeptTable(table)) throw new AppError('not_found', 'A snapshot keeps no such table.')
  const columns = await columnsOf(db, table)
  const shape = rowShape(columns)
  const adjusted = rows.flatMap((row) => {
    const meant = adjustRow(table, row, now())
    return meant === null ? [] : [parseRow(shape, table, meant)]
  })
  if (adjusted.length === 0) return 0
  if (only !== null) {
    if (!laterColumns[table]?.includes(only)) {
      throw new AppError('validation_failed', 'This column is not written later.')
    }
    await updateColumn(db, table, only, columns, adjusted)
    return 0
  }
  const skipped = [...(countedColumns[table] ?? []), ...(laterColumns[table] ?? [])]
  // A snapshot of an earlier version lacks columns that have come since: these take their defaults.
  const given = columns.filter(({ name }) => {
    return !skipped.includes(name) && adjusted.every((row) => row[name] !== undefined)
  })
  return await insertRows(db, table, { columns, given }, adjusted)
}

function parseRow(shape: z.ZodType<SnapshotRow>, table: string, row: SnapshotRow): SnapshotRow {
  const parsed = shape.safeParse(row)
  if (parsed.success) return parsed.data
  const why = z.prettifyError(parsed.error)
  const detail = `A row of the table ${table} does not fit this version of CloudVault: ${why}`
  throw new AppError('validation_failed', detail)
}

/** What a row of a table may hold, by the table itself: an unknown column is of a later version. */
function rowShape(columns: Column[]): z.ZodType<SnapshotRow> {
  const cells = columns.map(({ name, type, notnull }) => {
    const cell = cellOf(type)
    return [name, (notnull ? cell : cell.nullable()).optional()] as const
  })
  return z.strictObject(Object.fromEntries(cells)).pipe(snapshotRowSchema)
}

function cellOf(type: string) {
  if (type === 'integer') return z.int()
  if (type === 'real') return z.number()
  if (type === 'blob') return z.strictObject({ base64: z.base64() })
  return z.string()
}

async function insertRows(
  db: Db,
  table: KeptTable,
  { columns, given }: { columns: Column[]; given: Column[] },
  rows: SnapshotRow[],
): Promise<number> {
  const names = given.map(({ name }) => `"${name}"`)
  const key = columns.filter(({ pk }) => pk > 0).sort((one, two) => one.pk - two.pk)
  const target = key.map(({ name }) => `"${name}"`).join(', ')
  const conflict = overwrittenTables.includes(table)
    ? `do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
    : 'do nothing'
  const insert = (some: SnapshotRow[]) =>
    db.run(sql`insert into ${sql.raw(`"${table}" (${names.join(', ')})`)}
      select ${sql.raw(given.map(readCell).join(', '))} from json_each(${packed(some)})
      where true on conflict (${sql.raw(target)}) ${sql.raw(conflict)}`)
  try {
    await runBatch(db, [insert(rows)])
    return 0
  } catch (error) {
    if (!isForeignKeyError(error)) throw error
  }
  let orphans = 0
  for (const row of rows) {
    try {
      await runBatch(db, [insert([row])])
    } catch (error) {
      if (!isForeignKeyError(error)) throw error
      orphans += 1
    }
  }
  return orphans
}

async function updateColumn(
  db: Db,
  table: KeptTable,
  column: string,
  columns: Column[],
  rows: SnapshotRow[],
): Promise<void> {
  const key = columns.find(({ pk }) => pk === 1)?.name ?? 'id'
  const meant = rows.filter((row) => row[column] !== null && row[column] !== undefined)
  if (meant.length === 0) return
  const [name, id] = [sql.raw(`"${column}"`), sql.raw(`"${key}"`)]
  await runBatch(
    db,
    meant.map((row) =>
      db.run(sql`update ${sql.raw(`"${table}"`)} set ${name} = ${row[column]}
        where ${id} = ${row[key]} and exists (select 1 from files where id = ${row[column]})`),
    ),
  )
}

/** Bytes travel as hex, which SQLite reads by itself. */
function packed(rows: SnapshotRow[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    isBytes(value) ? Buffer.from(value.base64, 'base64').toString('hex') : value,
  )
}

function isBytes(value: unknown): value is { base64: string } {
  return typeof value === 'object' && value !== null && 'base64' in value
}

function readCell({ name, type }: Column): string {
  return type === 'blob' ? `unhex(value ->> '$.${name}')` : `value ->> '$.${name}'`
}

const isForeignKeyError = (error: unknown) => String(error).includes('FOREIGN KEY')
