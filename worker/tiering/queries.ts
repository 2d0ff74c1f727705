import { and, eq, gte, isNull, lte, sql } from 'drizzle-orm'
import type { OriginalId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { copyPatterns, originals } from '../db/schema/files.ts'
import { disks } from '../db/schema/home-nodes.ts'
import { tieredOriginals } from '../db/schema/policies.ts'

/** How much lies where while what is wanted, over all spaces: a row for each combination. */
export async function patternsOfVault(db: Db) {
  const [patterns, allDisks] = await db.batch([
    db
      .select({
        places: copyPatterns.places,
        wants: copyPatterns.wants,
        bytes: sql<number>`sum(${copyPatterns.bytes})`,
      })
      .from(copyPatterns)
      .groupBy(copyPatterns.places, copyPatterns.wants),
    db.select().from(disks),
  ])
  return { patterns, disks: allDisks }
}

const columns = {
  id: originals.id,
  spaceId: originals.spaceId,
  sha256: originals.sha256,
  sizeBytes: originals.sizeBytes,
  seenAt: originals.seenAt,
  wants: originals.wants,
}

/** The longest unseen originals with copies in just these places, for which nothing is still to be made. */
export async function longestUnseen(db: Db, places: string, wants: string, limit: number) {
  return await db
    .select(columns)
    .from(originals)
    .where(
      and(
        eq(originals.places, places),
        eq(originals.wants, wants),
        isNull(originals.removedAt),
        sql`not exists (select 1 from jobs where jobs.original_id = ${originals.id}
          and jobs.state in ('queued', 'running', 'waiting_home'))`,
      ),
    )
    .orderBy(originals.seenAt)
    .limit(limit)
}

/** The first sighting: it may leave R2. A later sweep takes it away, if it still may. */
export async function markToLeave(db: Db, ids: OriginalId[], now: number): Promise<void> {
  await db.run(sql`insert into tiered_originals (original_id, marked_at)
    select value, ${now} from json_each(${JSON.stringify(ids)}) where true on conflict do nothing`)
}

/** Which of these were seen before as such that may leave R2, long enough ago. */
export async function markedBefore(db: Db, ids: OriginalId[], before: number) {
  const rows = await db
    .select({ id: tieredOriginals.originalId })
    .from(tieredOriginals)
    .where(
      and(
        sql`${tieredOriginals.originalId} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(tieredOriginals.leftAt),
        lte(tieredOriginals.markedAt, before),
      ),
    )
  return new Set(rows.map((row) => row.id))
}

/** What was marked and may not leave any more: two sightings count only in a row. */
export async function forgetOtherMarks(db: Db, ids: OriginalId[]): Promise<void> {
  await db.run(sql`delete from tiered_originals where left_at is null
    and original_id not in (select value from json_each(${JSON.stringify(ids)}))`)
}

/**
 * Takes the copy in R2 out of the ledger, if at this very moment so many disks that were heard of
 * lately have a copy that was read back lately. Statements outside a session are answered by the
 * primary. False, and nothing is done, when there are fewer. From then on nobody counts the copy in
 * R2, and the object is to go.
 */
export async function leaveLedger(
  db: Db,
  id: OriginalId,
  { wants, copies, allowed, readSince, heardSince, now }: LeaveRule,
): Promise<boolean> {
  const isProven = sql`(select count(*) from copies c join disks d on d.id = c.place
      where c.original_id = ${id} and c.state = 'verified' and c.verified_at >= ${readSince}
      and c.place in (select value from json_each(${JSON.stringify(allowed)}))
      and d.state in ('ok', 'full') and d.reported_at >= ${heardSince}) >= ${copies}
    and exists (select 1 from originals where id = ${id} and wants = ${wants} and removed_at is null)
    and exists (select 1 from copies where original_id = ${id} and place = 'r2' and state = 'verified')`
  const [marked] = await runBatch(db, [
    db.run(sql`update tiered_originals set left_at = ${now}, reads = -1, read_since = ${now}
      where original_id = ${id} and left_at is null and ${isProven} returning original_id`),
    db.run(sql`delete from copies where original_id = ${id} and place = 'r2'
      and exists (select 1 from tiered_originals where original_id = ${id} and reads = -1)`),
  ])
  return (marked?.length ?? 0) > 0
}

export interface LeaveRule {
  wants: string
  /** So many disks have to have it, of these. */
  copies: number
  allowed: string[]
  /** They were read back since then, and their home node was heard of since then; Unix ms. */
  readSince: number
  heardSince: number
  now: number
}

/** Left the ledger, and their objects may still be in R2. */
export async function objectsToClear(db: Db, limit: number) {
  return await db
    .select({ id: originals.id, spaceId: originals.spaceId })
    .from(tieredOriginals)
    .innerJoin(originals, eq(originals.id, tieredOriginals.originalId))
    .where(lte(tieredOriginals.reads, -1))
    .limit(limit)
}

export async function noteCleared(db: Db, ids: OriginalId[]): Promise<void> {
  await db.run(sql`update tiered_originals set reads = 0 where reads = -1
    and original_id in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** Originals that lie at home alone and are read so often that R2 should have them again. */
export async function hotOriginals(db: Db, reads: number, limit: number) {
  return await db
    .select(columns)
    .from(tieredOriginals)
    .innerJoin(
      originals,
      and(eq(originals.id, tieredOriginals.originalId), isNull(originals.removedAt)),
    )
    .where(gte(tieredOriginals.reads, reads))
    .limit(limit)
}

/** R2 has it again, with the right bytes. */
export async function returnToLedger(db: Db, id: OriginalId, now: number): Promise<void> {
  await runBatch(db, [
    db.run(sql`insert into copies (original_id, place, state, verified_at, created_at)
      select id, 'r2', 'verified', ${now}, ${now} from originals where id = ${id} and removed_at is null
      on conflict do update set state = 'verified', verified_at = excluded.verified_at`),
    db.run(sql`update originals set seen_at = ${now} where id = ${id}`),
    db.run(sql`delete from tiered_originals where original_id = ${id}`),
  ])
}

/** Somebody took the original; from home, if R2 has it no more. Once a day is often enough to know. */
export async function noteRead(
  db: Db,
  id: OriginalId,
  { isFromHome, now, dayMs }: { isFromHome: boolean; now: number; dayMs: number },
): Promise<void> {
  await db.run(
    sql`update originals set seen_at = ${now} where id = ${id} and seen_at < ${now - dayMs}`,
  )
  if (!isFromHome) return
  await db.run(sql`update tiered_originals set
      reads = case when read_since < ${now - 7 * dayMs} then 1 else reads + 1 end,
      read_since = case when read_since < ${now - 7 * dayMs} then ${now} else read_since end
    where original_id = ${id} and left_at is not null and reads >= 0`)
}

/** No longer worth returning: counting starts anew. */
export async function coolDown(db: Db, id: OriginalId): Promise<void> {
  await db.run(sql`update tiered_originals set reads = 0 where original_id = ${id}`)
}
