import { and, asc, desc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { AuditAction, AuditEntry, AuditHead } from '#contracts/audit'
import type { Db } from '../db/client.ts'
import { maxBoundParameters } from '../db/in-chunks.ts'
import { runBatch } from '../db/run-batch.ts'
import { audit } from '../db/schema/audit.ts'
import { users } from '../db/schema/users.ts'
import type { TimeCursor } from '../db/time-cursor.ts'

const columnCount = 9
const rowsOfStatement = Math.floor(maxBoundParameters / columnCount)

/** What a list or an export is of. Times are Unix ms: from `since` on, before `until`. */
export interface AuditFilter {
  chain: string | undefined
  action: AuditAction | undefined
  actorId: string | undefined
  since: number | undefined
  until: number | undefined
}

/** To whom it was done, where that was a user. */
const subjects = alias(users, 'subjects')

const entryColumns = {
  chain: audit.chain,
  seq: audit.seq,
  at: audit.at,
  action: audit.action,
  actorId: audit.actorId,
  subjectId: audit.subjectId,
  details: audit.details,
  prevHash: audit.prevHash,
  hash: audit.hash,
}
export type EntryRow = typeof audit.$inferSelect

/**
 * Writes entries of one chain, one `seq` after the other, unless they are there already. Answers the
 * hashes that D1 has at their places, in order: others than theirs were written by somebody else.
 */
export async function insertEntries(db: Db, entries: AuditEntry[]): Promise<unknown[]> {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return []
  const rows = entries.map((entry) => ({ ...entry, details: JSON.stringify(entry.details) }))
  const inserts = []
  for (let start = 0; start < rows.length; start += rowsOfStatement) {
    const values = rows.slice(start, start + rowsOfStatement)
    inserts.push(db.insert(audit).values(values).onConflictDoNothing())
  }
  const kept = db
    .select({ hash: audit.hash })
    .from(audit)
    .where(
      and(eq(audit.chain, first.chain), gte(audit.seq, first.seq), lt(audit.seq, last.seq + 1)),
    )
    .orderBy(asc(audit.seq))
  const results = await runBatch(db, [...inserts, kept])
  return (results.at(-1) ?? []).map(({ hash }) => hash)
}

/** The last entry of a chain; null when it has none. */
export async function findHead(db: Db, chain: string): Promise<AuditHead | null> {
  const [row] = await db
    .select({ chain: audit.chain, seq: audit.seq, hash: audit.hash })
    .from(audit)
    .where(eq(audit.chain, chain))
    .orderBy(desc(audit.seq))
    .limit(1)
  return row ?? null
}

/**
 * The first chain after `chain`, by name: of those that have entries, and of all spaces, so that a
 * chain whose entries are all gone is not forgotten. Null after the last.
 */
export async function findNextChain(db: Db, chain: string): Promise<string | null> {
  const [row] = await db.all<{ chain: string | null }>(sql`
    select min(chain) as chain from (
      select min(chain) as chain from audit where chain > ${chain}
      union all select min(id) from spaces where id > ${chain})`)
  return row?.chain ?? null
}

/** Entries, the newest first, one more than `limit` when there are more. The cursor's id is a row id. */
export async function selectEntries(
  db: Db,
  filter: AuditFilter,
  page: { before: TimeCursor | null; limit: number },
) {
  const { chain, action, actorId, since, until } = filter
  const { before, limit } = page
  const rowId = sql<number>`audit.rowid`
  return await db
    .select({ ...entryColumns, rowId, actorName: users.username, subjectName: subjects.username })
    .from(audit)
    .leftJoin(users, sql`${users.id} = ${audit.actorId}`)
    .leftJoin(subjects, sql`${subjects.id} = ${audit.subjectId}`)
    .where(
      and(
        chain === undefined ? undefined : eq(audit.chain, chain),
        action === undefined ? undefined : eq(audit.action, action),
        actorId === undefined ? undefined : eq(audit.actorId, actorId),
        until === undefined ? undefined : lt(audit.at, until),
        gte(audit.at, since ?? 0),
        before === null
          ? undefined
          : sql`(${audit.at}, ${rowId}) < (${before.timeMs}, ${Number(before.id)})`,
      ),
    )
    .orderBy(desc(audit.at), desc(rowId))
    .limit(limit + 1)
}

/**
 * Entries by chain and `seq`, at most `limit`, after that place. All pages together read the chains
 * once: the pluses keep the planner from sorting what an index by action or actor finds.
 */
export async function selectToExport(
  db: Db,
  { chain, action, actorId, since, until }: AuditFilter,
  after: { chain: string; seq: number },
  limit: number,
): Promise<EntryRow[]> {
  return await db
    .select(entryColumns)
    .from(audit)
    .where(
      and(
        chain === undefined
          ? sql`(${audit.chain}, ${audit.seq}) > (${after.chain}, ${after.seq})`
          : and(eq(audit.chain, chain), gt(audit.seq, after.seq)),
        action === undefined ? undefined : sql`+${audit.action} = ${action}`,
        actorId === undefined ? undefined : sql`+${audit.actorId} = ${actorId}`,
        since === undefined ? undefined : sql`+${audit.at} >= ${since}`,
        until === undefined ? undefined : sql`+${audit.at} < ${until}`,
      ),
    )
    .orderBy(asc(audit.chain), asc(audit.seq))
    .limit(limit)
}
