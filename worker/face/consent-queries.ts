import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { ConsentId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { consents } from '../db/schema/face.ts'

export type ConsentRow = typeof consents.$inferSelect

/** The consent of a space that is not withdrawn. */
export async function consentInForce(db: Db, spaceId: SpaceId): Promise<ConsentId | null> {
  const [row] = await db
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.spaceId, spaceId), isNull(consents.withdrawnAt)))
  return row?.id ?? null
}

/** Records consent, unless there is one; answers whether it did. */
export async function insertConsent(
  db: Db,
  row: { id: ConsentId; spaceId: SpaceId; recordedBy: UserId; recordedAt: number; text: string },
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert or ignore into consents (id, space_id, recorded_by, recorded_at, text)
      values (${row.id}, ${row.spaceId}, ${row.recordedBy}, ${row.recordedAt}, ${row.text})
      returning id`),
  ])
  return rows?.length === 1
}

export async function withdrawConsents(db: Db, spaceId: SpaceId, by: UserId, now: number) {
  return await db
    .update(consents)
    .set({ withdrawnAt: now, withdrawnBy: by })
    .where(and(eq(consents.spaceId, spaceId), isNull(consents.withdrawnAt)))
    .returning({ id: consents.id })
}

/** The newest hundred. */
export async function listConsents(db: Db, spaceId: SpaceId): Promise<ConsentRow[]> {
  return await db
    .select()
    .from(consents)
    .where(eq(consents.spaceId, spaceId))
    .orderBy(desc(consents.recordedAt))
    .limit(100)
}
