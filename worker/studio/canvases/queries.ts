import { and, asc, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { CanvasId, SpaceId } from '#contracts/ids'
import type { Reference } from '#contracts/prompt'
import type { Db } from '../../db/client.ts'
import { runBatch } from '../../db/run-batch.ts'
import { canvases } from '../../db/schema/canvases.ts'
import type { TimeCursor } from '../../db/time-cursor.ts'

export type CanvasRow = typeof canvases.$inferSelect

export const maxCanvasesPerSpace = 1_000

export async function findCanvas(db: Db, id: CanvasId): Promise<CanvasRow | undefined> {
  const [row] = await db.select().from(canvases).where(eq(canvases.id, id))
  return row
}

/** The latest changed first, after `after`. */
export async function listCanvases(
  db: Db,
  { spaceId, isTrashed }: { spaceId: SpaceId; isTrashed: boolean },
  after: TimeCursor | null,
  limit: number,
): Promise<CanvasRow[]> {
  const isAfter = after && sql`(changed_at, id) < (${after.timeMs}, ${after.id})`
  return await db
    .select()
    .from(canvases)
    .where(
      and(
        eq(canvases.spaceId, spaceId),
        isTrashed ? isNotNull(canvases.trashedAt) : isNull(canvases.trashedAt),
        isAfter ?? undefined,
      ),
    )
    .orderBy(desc(canvases.changedAt), desc(canvases.id))
    .limit(limit)
}

/** Makes it unless its space has as many as it may. Resolves to whether it did. */
export async function insertCanvas(
  db: Db,
  row: Pick<CanvasRow, 'id' | 'spaceId' | 'name' | 'createdBy' | 'createdAt'>,
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`insert into canvases
        (id, space_id, name, tile_count, covers, created_by, created_at, changed_at)
      select ${row.id}, ${row.spaceId}, ${row.name}, 0, '[]', ${row.createdBy}, ${row.createdAt},
        ${row.createdAt}
      where (select count(*) from canvases where space_id = ${row.spaceId}) < ${maxCanvasesPerSpace}
      returning id`),
  ])
  return rows?.length === 1
}

export async function renameCanvas(
  db: Db,
  id: CanvasId,
  name: string,
  now: number,
): Promise<CanvasRow | undefined> {
  const isHere = and(eq(canvases.id, id), isNull(canvases.trashedAt))
  const [row] = await db.update(canvases).set({ name, changedAt: now }).where(isHere).returning()
  return row
}

/** To trash (a time) or out of it (null). */
export async function setCanvasTrashed(
  db: Db,
  id: CanvasId,
  trashedAt: number | null,
): Promise<CanvasRow | undefined> {
  const [row] = await db.update(canvases).set({ trashedAt }).where(eq(canvases.id, id)).returning()
  return row
}

/** What its room tells of it. */
export async function noteCanvas(
  db: Db,
  id: CanvasId,
  known: { tileCount: number; covers: Reference[]; changedAt: number },
): Promise<void> {
  await db.update(canvases).set(known).where(eq(canvases.id, id))
}

export async function canvasesToPurge(db: Db, until: number, limit: number): Promise<CanvasId[]> {
  const rows = await db
    .select({ id: canvases.id })
    .from(canvases)
    .where(and(isNotNull(canvases.trashedAt), lte(canvases.trashedAt, until)))
    .orderBy(asc(canvases.trashedAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export async function canvasesOfSpace(
  db: Db,
  spaceId: SpaceId,
  limit: number,
): Promise<CanvasId[]> {
  const rows = await db
    .select({ id: canvases.id })
    .from(canvases)
    .where(eq(canvases.spaceId, spaceId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export async function deleteCanvas(db: Db, id: CanvasId): Promise<void> {
  await db.delete(canvases).where(eq(canvases.id, id))
}
