import { max, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../db/client.ts'
import { changes } from '../db/schema/jobs.ts'
import type { KeptTable } from './tables.ts'

const rowSchema = z.looseObject({ page_row: z.int() })
export type SnapshotRow = z.infer<typeof rowSchema>

/** Rows of a table in the order of their numbers, each with its number as `page_row`. */
export async function rowsAfter(
  db: Db,
  table: KeptTable,
  after: number,
  limit: number,
): Promise<SnapshotRow[]> {
  // A name of tables.ts, never one that was sent.
  const name = sql.raw(`"${table}"`)
  const rows = await db.all(
    sql`select rowid as page_row, * from ${name} where rowid > ${after} order by rowid limit ${limit}`,
  )
  return z.array(rowSchema).parse(rows)
}

export async function lastChange(db: Db): Promise<number> {
  const [row] = await db.select({ seq: max(changes.seq) }).from(changes)
  return row?.seq ?? 0
}
