import type { RestoreStep } from '#contracts/restore'
import { type KeptTable, keptTables } from '../snapshots/tables.ts'

/** Columns that triggers count up as the rows arrive that they count. */
export const countedColumns: Partial<Record<KeptTable, readonly string[]>> = {
  folders: ['file_count', 'folder_count'],
  originals: ['places'],
}

/** Columns that refer to rows of later tables: written once these are there. */
export const laterColumns: Partial<Record<KeptTable, readonly string[]>> = {
  folders: ['cover_file_id'],
}

/** Rows that a trigger has made already when theirs arrive: they are overwritten. */
export const overwrittenTables: readonly KeptTable[] = ['indexed_files']

/** What refers to rows of its own table, and the column whose length says how deep a row lies. */
const nested: Partial<Record<KeptTable, string>> = { folders: 'path' }

/** Parents before children; a snapshot lies the other way round. */
export function restoreSteps(): RestoreStep[] {
  const whole = keptTables.toReversed().map((table) => {
    return { table, sortBy: nested[table] ?? null, only: null }
  })
  const later = keptTables.flatMap((table) =>
    (laterColumns[table] ?? []).map((only) => ({ table, sortBy: null, only })),
  )
  return [...whole, ...later]
}

export function isKeptTable(name: string): name is KeptTable {
  return keptTables.some((table) => table === name)
}
