import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { GenerationId, UserId } from '#contracts/ids'
import type { Db } from '../../db/client.ts'
import { generationFavorites, generations } from '../../db/schema/generations.ts'
import type { TimeCursor } from '../../db/time-cursor.ts'

export async function addFavorite(db: Db, userId: UserId, generationId: GenerationId, now: number) {
  const row = { userId, generationId, addedAt: now }
  await db.insert(generationFavorites).values(row).onConflictDoNothing()
}

export async function dropFavorite(db: Db, userId: UserId, generationId: GenerationId) {
  await db
    .delete(generationFavorites)
    .where(
      and(
        eq(generationFavorites.userId, userId),
        eq(generationFavorites.generationId, generationId),
      ),
    )
}

export async function listFavorites(
  db: Db,
  userId: UserId,
  after: TimeCursor | null,
  limit: number,
) {
  const { addedAt, generationId } = generationFavorites
  const later =
    after === null
      ? undefined
      : or(
          lt(addedAt, after.timeMs),
          and(eq(addedAt, after.timeMs), sql`${generationId} < ${after.id}`),
        )
  return await db
    .select({ row: generations, addedAt })
    .from(generationFavorites)
    .innerJoin(generations, eq(generations.id, generationId))
    .where(and(eq(generationFavorites.userId, userId), later))
    .orderBy(desc(addedAt), desc(generationId))
    .limit(limit)
}
