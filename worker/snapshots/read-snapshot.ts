import type { z } from 'zod'
import type { SnapshotHead, vaultRowSchema } from '#contracts/snapshots'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { lastChange, rowsAfter, type SnapshotRow } from './queries.ts'
import { sealRows } from './seal-rows.ts'
import { type KeptTable, keptTables } from './tables.ts'

/** Rows of a page: embeddings of 768 dimensions make 1.5 MB of it. */
const pageRows = 1_000

export interface SnapshotPage {
  sealed: Uint8Array<ArrayBuffer>
  rows: number
  /** Where the next page goes on; null after the last. */
  next: number | null
}

/** What is to be read for a snapshot. Throws `capability_missing` where there is no recovery key. */
export async function snapshotHead(deps: Pick<Deps, 'db' | 'config'>): Promise<SnapshotHead> {
  return {
    format: 1,
    recipient: recipientOf(deps),
    lastSeq: await lastChange(deps.db),
    tables: ['vault', ...keptTables],
  }
}

/**
 * One page of a table, sealed for the recovery key. Throws `not_found` for tables that a snapshot does
 * not keep.
 */
export async function snapshotPage(
  deps: Pick<Deps, 'db' | 'config' | 'now'>,
  table: string,
  after: number,
): Promise<SnapshotPage> {
  const recipient = recipientOf(deps)
  if (table === 'vault') {
    return { sealed: await sealRows(recipient, [vaultRow(deps)]), rows: 1, next: null }
  }
  if (!isKept(table)) throw new AppError('not_found', 'A snapshot keeps no such table.')
  const rows = await rowsAfter(deps.db, table, after, pageRows)
  return {
    sealed: await sealRows(recipient, rows.map(withoutNumber)),
    rows: rows.length,
    next: rows.length < pageRows ? null : (rows.at(-1)?.page_row ?? null),
  }
}

function vaultRow({ config, now }: Pick<Deps, 'config' | 'now'>): z.infer<typeof vaultRowSchema> {
  const passwordPepper = Buffer.from(config.passwordPepper).toString('base64url')
  return { format: 1, atMs: now(), passwordPepper }
}

function withoutNumber({ page_row: _, ...row }: SnapshotRow): Record<string, unknown> {
  return row
}

function isKept(table: string): table is KeptTable {
  return keptTables.some((each) => each === table)
}

function recipientOf({ config }: Pick<Deps, 'config'>): string {
  if (config.recoveryRecipient !== null) return config.recoveryRecipient
  const detail = 'There is no recovery key: set RECOVERY_RECIPIENT to have snapshots kept on disks.'
  throw new AppError('capability_missing', detail)
}
