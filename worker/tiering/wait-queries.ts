import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { FileId, SpaceId, UserId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import { runBatch } from '../db/run-batch.ts'
import { files, originals } from '../db/schema/files.ts'
import { homeWaits } from '../db/schema/policies.ts'

/** Waits once, however often it is asked for; one that was answered begins anew. */
export async function insertWait(
  db: Db,
  { fileId, userId, now }: { fileId: FileId; userId: UserId; now: number },
): Promise<void> {
  await db
    .insert(homeWaits)
    .values({ fileId, userId, createdAt: now })
    .onConflictDoUpdate({
      target: [homeWaits.userId, homeWaits.fileId],
      set: { createdAt: now, readyAt: null },
    })
}

export async function deleteWait(db: Db, fileId: FileId, userId: UserId): Promise<void> {
  await db.delete(homeWaits).where(and(eq(homeWaits.userId, userId), eq(homeWaits.fileId, fileId)))
}

export async function waitsOf(db: Db, userId: UserId, spaceIds: SpaceId[]) {
  return await db
    .select({
      fileId: files.id,
      spaceId: files.spaceId,
      name: files.name,
      createdAt: homeWaits.createdAt,
      readyAt: homeWaits.readyAt,
    })
    .from(homeWaits)
    .innerJoin(files, eq(files.id, homeWaits.fileId))
    .where(
      and(
        eq(homeWaits.userId, userId),
        isNull(files.trashedAt),
        sql`${files.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`,
      ),
    )
    .orderBy(desc(homeWaits.fileId))
    .limit(100)
}

/** Files that somebody waits for, the longest first. */
export async function filesWaitedFor(db: Db, limit: number) {
  return await db
    .select({
      fileId: homeWaits.fileId,
      spaceId: files.spaceId,
      originalId: files.originalId,
      sha256: originals.sha256,
    })
    .from(homeWaits)
    .innerJoin(files, eq(files.id, homeWaits.fileId))
    .innerJoin(originals, eq(originals.id, files.originalId))
    .where(isNull(homeWaits.readyAt))
    .orderBy(homeWaits.createdAt)
    .limit(limit)
}

/** Says so to all who wait for it, and to the webhooks of its space; once, whoever else sweeps. */
export async function noteReady(
  db: Db,
  { fileId, spaceId, now }: { fileId: FileId; spaceId: SpaceId; now: number },
): Promise<void> {
  await runBatch(db, [
    db.run(sql`insert into webhook_events (space_id, type, file_id, at)
      select ${spaceId}, 'original.available', ${fileId}, ${now}
      where exists (select 1 from home_waits where file_id = ${fileId} and ready_at is null)
      and exists (select 1 from webhooks where space_id = ${spaceId} and paused_at is null
        and instr(events, ',original.available,') > 0)`),
    db.run(sql`update home_waits set ready_at = ${now}
      where file_id = ${fileId} and ready_at is null`),
  ])
}
