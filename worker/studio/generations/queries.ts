import { and, desc, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { GenerationState } from '#contracts/generations'
import {
  type CanvasId,
  canvasIdSchema,
  type FileId,
  type GenerationId,
  type SpaceId,
  type TileId,
  type UserId,
} from '#contracts/ids'
import type { Db } from '../../db/client.ts'
import { runBatch } from '../../db/run-batch.ts'
import { generations } from '../../db/schema/generations.ts'

export type GenerationRow = typeof generations.$inferSelect
export type ViewedRow = GenerationRow & { isFavorite: boolean }

type Reserved = Pick<
  GenerationRow,
  'id' | 'canvasId' | 'tileId' | 'spaceId' | 'userId' | 'stage' | 'prompt' | 'hasMask' | 'day'
> & { priceMicros: number; limitMicros: number | null; now: number; expiresAt: number; why: string }

/**
 * Notes what was asked for, as `queued` with its price reserved if the day has room for it, else as
 * `over-budget`: one statement decides, however many ask at once. Does nothing for an id that is
 * there. A newer preview takes the place of one of the same tile that nobody has begun.
 */
export async function reserveGeneration(db: Db, asked: Reserved): Promise<void> {
  const { id, canvasId, tileId, spaceId, userId, stage, prompt, hasMask, day, now } = asked
  const { priceMicros: price, limitMicros: limit } = asked
  const spent = sql`coalesce((select spent_micros + reserved_micros from studio_spending
    where user_id = ${userId} and day = ${day}), 0)`
  const fits = limit === null ? sql`1` : sql`${spent} + ${price} <= ${limit}`
  await runBatch(db, [
    db.run(sql`update generations set state = 'cancelled', reserved_micros = 0, ended_at = ${now}
      where canvas_id = ${canvasId} and tile_id = ${tileId} and user_id = ${userId}
        and stage = 'preview' and ${stage} = 'preview' and state = 'queued' and ended_at is null
        and id < ${id}`),
    db.run(sql`insert into generations (id, canvas_id, tile_id, space_id, user_id, stage, prompt,
        has_mask, day, created_at, expires_at, state, reserved_micros, reason, ended_at)
      select ${id}, ${canvasId}, ${tileId}, ${spaceId}, ${userId}, ${stage}, ${prompt},
        ${hasMask ? 1 : 0}, ${day}, ${now}, ${asked.expiresAt},
        case when fits then 'queued' else 'over-budget' end,
        case when fits then ${price} else 0 end,
        case when fits then null else ${asked.why} end,
        case when fits then null else ${now} end
      from (select ${fits} as fits) where true
      on conflict (id) do nothing`),
  ])
}

/** Begins a queued run unless its user has `limit` of them; resolves to whether it did. */
export async function claimGeneration(
  db: Db,
  { id, userId }: Pick<GenerationRow, 'id' | 'userId'>,
  limit: number,
): Promise<boolean> {
  const [rows] = await runBatch(db, [
    db.run(sql`update generations set state = 'running'
      where id = ${id} and state = 'queued' and (select count(*) from generations as others
        where others.user_id = ${userId} and others.state = 'running'
          and others.ended_at is null) < ${limit}
      returning id`),
  ])
  return rows?.length === 1
}

/** Ends a run that has not ended, once: the reservation goes and what it cost is counted. */
export async function settleGeneration(
  db: Db,
  id: GenerationId,
  end: Pick<GenerationRow, 'state' | 'reason' | 'mimeType' | 'width' | 'height'> & {
    /** `reserved`: as much as was reserved for it. */
    cost: number | 'reserved'
    now: number
  },
): Promise<boolean> {
  const cost = end.cost === 'reserved' ? sql`reserved_micros` : sql`${end.cost}`
  const [rows] = await runBatch(db, [
    db.run(sql`update generations set state = ${end.state}, reason = ${end.reason},
        mime_type = ${end.mimeType}, width = ${end.width}, height = ${end.height},
        cost_micros = ${cost}, reserved_micros = 0, ended_at = ${end.now}
      where id = ${id} and ended_at is null returning id`),
  ])
  return rows?.length === 1
}

/** The file that was kept of a picture. */
export async function noteFile(db: Db, id: GenerationId, fileId: FileId): Promise<void> {
  await db.update(generations).set({ fileId }).where(eq(generations.id, id))
}

export async function noteTicket(db: Db, id: GenerationId, ticket: string): Promise<void> {
  await db.update(generations).set({ ticket }).where(eq(generations.id, id))
}

/** Those of a canvas in this state that have not ended, in the order in which they were asked for. */
export async function openOfCanvas(
  db: Db,
  canvasId: CanvasId,
  state: Extract<GenerationState, 'queued' | 'running'>,
  limit: number,
): Promise<GenerationRow[]> {
  return await db
    .select()
    .from(generations)
    .where(
      and(
        eq(generations.canvasId, canvasId),
        eq(generations.state, state),
        isNull(generations.endedAt),
      ),
    )
    .orderBy(generations.id)
    .limit(limit)
}

/** The canvas of the next run that waits for a user's others to end. */
export async function nextCanvasOf(db: Db, userId: UserId): Promise<CanvasId | undefined> {
  const [row] = await db
    .select({ canvasId: generations.canvasId })
    .from(generations)
    .where(
      and(
        eq(generations.userId, userId),
        eq(generations.state, 'queued'),
        isNull(generations.endedAt),
      ),
    )
    .orderBy(generations.id)
    .limit(1)
  return row?.canvasId
}

const favoriteOf = (userId: UserId) =>
  sql<boolean>`exists (select 1 from generation_favorites
  where generation_favorites.user_id = ${userId}
    and generation_favorites.generation_id = generations.id)`.mapWith(Boolean)

const columns = (userId: UserId) => ({ row: generations, isFavorite: favoriteOf(userId) })

export async function readGeneration(db: Db, id: GenerationId): Promise<GenerationRow | undefined> {
  const [row] = await db.select().from(generations).where(eq(generations.id, id))
  return row
}

/** With whether this user has it among their favourites. */
export async function findGeneration(
  db: Db,
  id: GenerationId,
  userId: UserId,
): Promise<ViewedRow | undefined> {
  const [found] = await db.select(columns(userId)).from(generations).where(eq(generations.id, id))
  return found && { ...found.row, isFavorite: found.isFavorite }
}

/** Those of these ids that lie in one of the spaces. */
export async function findGenerations(
  db: Db,
  userId: UserId,
  ids: readonly GenerationId[],
  spaceIds: readonly SpaceId[],
): Promise<ViewedRow[]> {
  const isOne = sql`${generations.id} in (select value from json_each(${JSON.stringify(ids)}))`
  const isTheirs = sql`${generations.spaceId} in (select value from json_each(${JSON.stringify(spaceIds)}))`
  const rows = await db.select(columns(userId)).from(generations).where(and(isOne, isTheirs))
  return rows.map(({ row, isFavorite }) => ({ ...row, isFavorite }))
}

/** Of a canvas, or one of its tiles: the latest first. */
export async function listGenerations(
  db: Db,
  userId: UserId,
  asked: { canvasId: CanvasId; tileId: TileId | undefined; before: GenerationId | null },
  limit: number,
): Promise<ViewedRow[]> {
  const rows = await db
    .select(columns(userId))
    .from(generations)
    .where(
      and(
        eq(generations.canvasId, asked.canvasId),
        asked.tileId === undefined ? undefined : eq(generations.tileId, asked.tileId),
        asked.before === null ? undefined : lt(generations.id, asked.before),
      ),
    )
    .orderBy(desc(generations.id))
    .limit(limit)
  return rows.map(({ row, isFavorite }) => ({ ...row, isFavorite }))
}

const canvasRows = z.array(z.object({ canvasId: canvasIdSchema }))

/** Canvases with runs that have not ended for so long that somebody should look. */
export async function canvasesWithOldRuns(
  db: Db,
  beforeMs: number,
  limit: number,
): Promise<CanvasId[]> {
  const rows = await db
    .select({ canvasId: generations.canvasId })
    .from(generations)
    .where(and(isNull(generations.endedAt), lt(generations.createdAt, beforeMs)))
    .orderBy(generations.createdAt)
    .limit(limit)
  return [...new Set(canvasRows.parse(rows).map(({ canvasId }) => canvasId))]
}

/** Ended ones whose time is over, unless somebody marked them or made a file of them; the oldest first. */
export async function expiredGenerations(db: Db, now: number, limit: number) {
  const marked = sql<boolean>`exists (select 1 from generation_favorites
    where generation_favorites.generation_id = generations.id)`.mapWith(Boolean)
  return await db
    .select({
      ...{ id: generations.id, canvasId: generations.canvasId, endedAt: generations.endedAt },
      ...{ fileId: generations.fileId, isMarked: marked },
    })
    .from(generations)
    .where(lte(generations.expiresAt, now))
    .orderBy(generations.expiresAt)
    .limit(limit)
}

/** Looks at these again later. */
export async function keepGenerations(db: Db, ids: GenerationId[], until: number): Promise<void> {
  const bound = JSON.stringify(ids)
  await runBatch(db, [
    db.run(sql`update generations set expires_at = ${until}
      where id in (select value from json_each(${bound}))`),
  ])
}

export async function deleteGenerations(db: Db, ids: GenerationId[]): Promise<void> {
  const bound = JSON.stringify(ids)
  await runBatch(db, [
    db.run(sql`delete from generations where id in (select value from json_each(${bound}))`),
  ])
}

export async function generationsOfSpace(
  db: Db,
  spaceId: SpaceId,
  limit: number,
): Promise<GenerationId[]> {
  const rows = await db
    .select({ id: generations.id })
    .from(generations)
    .where(eq(generations.spaceId, spaceId))
    .limit(limit)
  return rows.map(({ id }) => id)
}
