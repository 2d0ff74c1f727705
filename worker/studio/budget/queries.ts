import { and, eq } from 'drizzle-orm'
import type { UserId } from '#contracts/ids'
import type { Db } from '../../db/client.ts'
import { studioSpending } from '../../db/schema/generations.ts'

export async function spendingOf(db: Db, userId: UserId, day: number) {
  const [row] = await db
    .select()
    .from(studioSpending)
    .where(and(eq(studioSpending.userId, userId), eq(studioSpending.day, day)))
  return row
}
