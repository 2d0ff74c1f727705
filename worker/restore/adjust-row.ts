import type { SnapshotRow } from '#contracts/restore'
import type { KeptTable } from '../snapshots/tables.ts'

/** What was true only of the vault as it ran: work under way, and who was connected to it. */
const adjustments: Partial<
  Record<KeptTable, (row: SnapshotRow, nowMs: number) => Record<string, SnapshotRow[string]>>
> = {
  users: () => ({ reserved_bytes: 0 }),
  // A job that was made is gone with its table.
  indexed_files: ({ engines }) => ({ queued_for: engines ?? '' }),
  // Its key may be in other hands now: a home node joins anew, and takes its disks over.
  home_nodes: ({ revoked_at: revokedAt }, nowMs) => ({ revoked_at: revokedAt ?? nowMs }),
  disks: () => ({ state: 'missing' }),
}

/**
 * A row as it is to be written into a vault that starts anew; null when it is not: the bytes that R2 held
 * are gone, and its copies are noted as they come back.
 */
export function adjustRow(table: KeptTable, row: SnapshotRow, nowMs: number): SnapshotRow | null {
  if (table === 'copies' && row.place === 'r2') return null
  if (table === 'tiered_originals') return null
  return { ...row, ...adjustments[table]?.(row, nowMs) }
}
